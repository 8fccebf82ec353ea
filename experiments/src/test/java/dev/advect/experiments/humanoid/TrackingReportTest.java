package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TrackingReportTest {

    private static TrackingRow row(String goal, String algo, long seed, String actions, double success) {
        return new TrackingRow(goal, algo, seed, 1_500_000, actions, "stand", 16, 1, success, 4, 3, 50, 40, 0.8, null, null);
    }

    /** Gains with few goals 0.3 and 0.5, with all −0.1 and 0.1: the interaction is 0.4 in both seeds. */
    @Test
    void interaction_byHand() {
        List<TrackingRow> rows = new ArrayList<>();
        rows.add(row("root", "ppo", 0, "deterministic", 0.2));
        rows.add(row("root", "fpo", 0, "stochastic", 0.5));
        rows.add(row("root", "ppo", 1, "deterministic", 0.1));
        rows.add(row("root", "fpo", 1, "stochastic", 0.6));
        rows.add(row("all", "ppo", 0, "deterministic", 0.9));
        rows.add(row("all", "fpo", 0, "stochastic", 0.8));
        rows.add(row("all", "ppo", 1, "deterministic", 0.8));
        rows.add(row("all", "fpo", 1, "stochastic", 0.9));
        // other kinds of action do not count
        rows.add(row("all", "ppo", 1, "stochastic", 0));
        rows.add(row("root", "fpo", 1, "deterministic", 0));
        // a seed without all four runs does not either
        rows.add(row("root", "fpo", 2, "stochastic", 1));

        Interaction found = new InteractionTable(new TrackingRows(rows)).interaction("fpo", Goal.ROOT, TrackingRow::strictSuccess);

        assertThat(found.seeds()).isEqualTo(2);
        assertThat(found.mean()).isCloseTo(0.4, within(1e-12));
        assertThat(found.halfWidth()).isCloseTo(0, within(1e-9));
        assertThat(new TrackingReport(rows).markdown())
                .contains("| root | ppo | 2 | 1.50 M | 100.0 | 15.0 | 4.00 | 3.00 | 50.0 | 40.0 | 0.800 |")
                .contains("| fpo | root | strict success, percentage points | 40.000 | 40.000 … 40.000 | 0.000 | 2 |");
    }

    /** Interactions of 0.3 and 0.5: mean 0.4, standard error 0.1, times 12.706. The gain with all goals is the mean of −0.1 and 0.1. */
    @Test
    void interaction_intervalByHand() {
        List<TrackingRow> rows = new ArrayList<>();
        double[][] success = {{0.2, 0.4, 0.9, 0.8}, {0.1, 0.7, 0.8, 0.9}};
        for (int seed = 0; seed < 2; seed++) {
            rows.add(row("root", "ppo", seed, "deterministic", success[seed][0]));
            rows.add(row("root", "fpo++", seed, "stochastic", success[seed][1]));
            rows.add(row("all", "ppo", seed, "deterministic", success[seed][2]));
            rows.add(row("all", "fpo++", seed, "stochastic", success[seed][3]));
        }
        // with all goals only: its gain must not count either
        rows.add(row("all", "ppo", 2, "deterministic", 0));
        rows.add(row("all", "fpo++", 2, "stochastic", 1));
        assertThat(new TrackingReport(rows).markdown())
                .contains("| fpo++ | root | strict success, percentage points | 40.000 | -87.060 … 167.060 | 0.000 | 2 |");
    }

    /** A seed counts only once its four runs are equally long. */
    @Test
    void interaction_needsTheSameNumberOfSteps() {
        List<TrackingRow> rows = new ArrayList<>(List.of(row("root", "ppo", 0, "deterministic", 0.2),
                row("root", "fpo", 0, "stochastic", 0.5), row("all", "ppo", 0, "deterministic", 0.9)));
        rows.add(new TrackingRow("all", "fpo", 0, 3_000_000, "stochastic", "stand", 16, 1, 0.8, 4, 3, 50, 40, 0.8, null, null));
        assertThat(new TrackingReport(rows).markdown()).contains("No seed has ppo and another algorithm");
    }

    /** Of two motions with look-alikes, entropies 1 and 0.5; a motion without any does not count, nor do deterministic actions. */
    @Test
    void modes_tableByHand() {
        TrackingReport report = new TrackingReport(List.of(
                new TrackingRow("root", "fpo", 0, 1, "stochastic", "stand", 64, 1, 1, 4, 3, 50, 40, 0.8,
                        new Modes(5, 0, 0.25, 1, 0.5, 30, 60), null),
                new TrackingRow("root", "fpo", 0, 1, "stochastic", "squat", 64, 1, 1, 4, 3, 50, 40, 0.8,
                        new Modes(2, 0.5, 0.75, 0.5, 1, 50, 80), null),
                new TrackingRow("root", "fpo", 0, 1, "deterministic", "stand", 1, 1, 1, 4, 3, 50, 40, 0.8,
                        new Modes(5, 0, 1, 0, 1, 0, 0), null),
                row("root", "fpo", 0, "stochastic", 1)));
        assertThat(report.markdown()).contains("| root | fpo | 64 | 0.75 | 50 | 75 | 40.0 | 70.0 | 25 |");
        assertThat(new TrackingReport(List.of()).markdown()).contains("No motion has look-alikes");
    }

    /** Of 1, 2, 6: mean 3, standard error √(14 / 2 / 3) = 1.5275, times 4.303. */
    @Test
    void interval_isStudents() {
        Interaction of = Interaction.of(List.of(1.0, 2.0, 6.0));
        assertThat(of.mean()).isEqualTo(3);
        assertThat(of.halfWidth()).isCloseTo(4.303 * Math.sqrt(14 / 6.0), within(1e-9));
        assertThat(Interaction.of(List.of(1.0)).halfWidth()).isNaN();
    }

    @Test
    void report_oneSeed_hasNoInterval() {
        TrackingReport report = new TrackingReport(List.of(row("root", "ppo", 0, "deterministic", 0.2),
                row("root", "fpo", 0, "stochastic", 0.5), row("all", "ppo", 0, "deterministic", 0.9),
                row("all", "fpo", 0, "stochastic", 0.8)));
        assertThat(report.markdown()).contains("| strict success, percentage points | 40.000 | none | -10.000 | 1 |");
        assertThat(new TrackingReport(List.of()).markdown()).contains("No seed has ppo and another algorithm");
    }

    /**
     * Three steps at 0.1 m, one in which a body is 0.3 m away, one in which the mean is 0.6 m, and one that no longer counts.
     */
    @Test
    void errors_byHand() {
        EpisodeErrors errors = new EpisodeErrors(List.of(0));
        for (int i = 0; i < 3; i++) {
            errors.add(0.1, 0.2, 0.05, 1);
        }
        errors.add(0.2, 0.3, 0.05, 0.6);
        assertThat(errors.strictSuccess()).isZero();
        assertThat(errors.success()).isEqualTo(1);
        errors.add(0.6, 0.9, 0.05, 0.1);
        errors.add(0.1, 0.1, 0.05, 1);
        assertThat(errors.success()).isZero();
        assertThat(errors.alive()).isCloseTo(4 / 30.0, within(1e-12));
        assertThat(errors.strictAlive()).isCloseTo(3 / 30.0, within(1e-12));
        assertThat(errors.error()).isCloseTo(125, within(1e-9));
        assertThat(errors.goalError()).isCloseTo(50, within(1e-9));
        assertThat(errors.reward()).isCloseTo(0.9, within(1e-12));
    }
}
