package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TrackingReportTest {

    private static TrackingRow row(String goal, String algo, long seed, String actions, double success) {
        return new TrackingRow(goal, algo, seed, 1_500_000, actions, "stand", 16, 1, success, 4, 3, 50, 40, 0.8, null, null);
    }

    private static TrackingReport report(List<TrackingRow> rows) {
        return new TrackingReport(rows, List.of());
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
        assertThat(report(rows).markdown())
                .contains("| root | ppo | 2 | 1.50 M | 100.0 | 15.0 | 4.00 | 3.00 | 50.0 | 40.0 | 0.800 |")
                .contains("| fpo | root | strict success, percentage points | 40.000 | all seeds equal | 0.000 | 2 |");
    }

    /** Interactions of 0.3 and 0.5: mean 0.4, standard error 0.1, times 12.706205. The gain with all goals is the mean of −0.1 and 0.1. */
    @Test
    void interaction_intervalByHand() {
        List<TrackingRow> rows = new ArrayList<>();
        double[][] success = {{0.2, 0.4, 0.9, 0.8}, {0.1, 0.7, 0.8, 0.9}};
        for (int seed = 0; seed < 2; seed++) {
            rows.add(row("root", "ppo", seed, "deterministic", success[seed][0]));
            rows.add(row("root", "fpo++", seed, "deterministic", success[seed][1]));
            rows.add(row("all", "ppo", seed, "deterministic", success[seed][2]));
            rows.add(row("all", "fpo++", seed, "deterministic", success[seed][3]));
        }
        // with all goals only: its gain must not count either
        rows.add(row("all", "ppo", 2, "deterministic", 0));
        rows.add(row("all", "fpo++", 2, "deterministic", 1));
        assertThat(report(rows).markdown())
                .contains("| fpo++ | root | strict success, percentage points | 40.000 | -87.062 … 167.062 | 0.000 | 2 |");
    }

    /** A seed counts only once its four runs are equally long. */
    @Test
    void interaction_needsTheSameNumberOfSteps() {
        List<TrackingRow> rows = new ArrayList<>(List.of(row("root", "ppo", 0, "deterministic", 0.2),
                row("root", "fpo", 0, "stochastic", 0.5), row("all", "ppo", 0, "deterministic", 0.9)));
        rows.add(new TrackingRow("all", "fpo", 0, 3_000_000, "stochastic", "stand", 16, 1, 0.8, 4, 3, 50, 40, 0.8, null, null));
        assertThat(report(rows).markdown()).contains("No seed has ppo and another algorithm");
    }

    /**
     * Two motions have look-alikes, with entropies 1 and 0.5. A motion without look-alikes does not count, nor do a flow's
     * deterministic actions, PPO's stochastic ones, and rows of older versions.
     */
    @Test
    void modes_tableByHand() {
        TrackingReport report = report(List.of(
                new TrackingRow("root", "fpo", 0, 1, "stochastic", "stand", 64, 1, 1, 4, 3, 50, 40, 0.8,
                        new Modes(5, 0, 0.25, 1, 0.5, 30, 60, 100.0), null),
                new TrackingRow("root", "fpo", 0, 1, "stochastic", "squat", 64, 1, 1, 4, 3, 50, 40, 0.8,
                        new Modes(2, 0.5, 0.75, 0.5, 1, 50, 80, 120.0), null),
                new TrackingRow("root", "fpo", 0, 1, "deterministic", "stand", 1, 1, 1, 4, 3, 50, 40, 0.8,
                        new Modes(5, 0, 1, 0, 1, 0, 0, 100.0), null),
                new TrackingRow("root", "ppo", 0, 1, "stochastic", "stand", 64, 1, 1, 4, 3, 50, 40, 0.8,
                        new Modes(5, 0, 0, 2, 0, 70, 80, 100.0), null),
                new TrackingRow("root", "ppo", 0, 1, "deterministic", "stand", 1, 1, 1, 4, 3, 50, 40, 0.8,
                        new Modes(5, 0, 1, 0, 1, 2, 80, 100.0), null),
                new TrackingRow("root", "ppo", 1, 1, "deterministic", "stand", 1, 1, 1, 4, 3, 50, 40, 0.8,
                        new Modes(5, 0, 0, 2, 0, 70, 80, null), null),
                row("root", "fpo", 0, "stochastic", 1)));
        assertThat(report.markdown()).contains("| root | fpo | stochastic | 64 | 0.75 | 50 | 75 | 40.0 | 110.0 | 70.0 | 25 |",
                "| root | ppo | deterministic | 1 | 0.00 | 100 | 100 | 2.0 | 100.0 | 80.0 | 0 |");
        assertThat(report(List.of()).markdown()).contains("No motion has look-alikes");
    }

    @Test
    void flows_tableByHand() {
        List<FlowNumbers> flows = List.of(new FlowNumbers("root", "fpo", 1, 29, 0.00306, 14.4916));
        assertThat(new TrackingReport(List.of(), flows).markdown()).contains("## The flows", "| root | fpo | 1 | 0.0031 | 14.49 | 14.5 |");
        assertThat(report(List.of()).markdown()).contains("There is no folder of a flow's run.");
    }

    /** The numbers 1, 2 and 6 have a mean of 3 and a standard error of √(14 / 2 / 3) = 1.5275, which is multiplied by 4.302653. */
    @Test
    void interval_isStudents() {
        Interaction of = Interaction.of(List.of(1.0, 2.0, 6.0));
        assertThat(of.mean()).isEqualTo(3);
        assertThat(of.halfWidth()).isCloseTo(4.302653 * Math.sqrt(14 / 6.0), within(1e-9));
        assertThat(of.interval()).isEqualTo("-3.572 … 9.572");
        assertThat(Interaction.of(List.of(1.0)).halfWidth()).isNaN();
        assertThat(Interaction.of(List.of(1.0)).interval()).isEqualTo("none");
        assertThat(Interaction.of(List.of(100 * 0.3, 100 * (0.1 + 0.2))).interval()).isEqualTo("all seeds equal");
        assertThat(Interaction.of(List.of(0.0, 0.0, 0.0)).interval()).isEqualTo("all seeds equal");
        assertThat(Interaction.of(List.of(0.001, 0.002)).interval()).isEqualTo("-0.005 … 0.008");
    }

    @Test
    void report_oneSeed_hasNoInterval() {
        TrackingReport report = report(List.of(row("root", "ppo", 0, "deterministic", 0.2),
                row("root", "fpo", 0, "stochastic", 0.5), row("all", "ppo", 0, "deterministic", 0.9),
                row("all", "fpo", 0, "stochastic", 0.8)));
        assertThat(report.markdown()).contains("| strict success, percentage points | 40.000 | none | -10.000 | 1 |");
        assertThat(report(List.of()).markdown()).contains("No seed has ppo and another algorithm");
    }

    /**
     * Three steps at 0.1 m, one in which a body is 0.3 m away, one in which the mean is 0.6 m, and one that no longer counts.
     */
    @Test
    void errors_byHand() {
        EpisodeErrors errors = new EpisodeErrors(List.of(0));
        for (int i = 0; i < 3; i++) {
            errors.add(0.1, 0.2, 0.05, 1, false);
        }
        errors.add(0.2, 0.3, 0.05, 0.6, false);
        assertThat(errors.strictSuccess()).isZero();
        assertThat(errors.success()).isEqualTo(1);
        errors.add(0.6, 0.9, 0.05, 0.1, false);
        errors.add(0.1, 0.1, 0.05, 1, false);
        assertThat(errors.success()).isZero();
        assertThat(errors.alive()).isCloseTo(4 / 30.0, within(1e-12));
        assertThat(errors.strictAlive()).isCloseTo(3 / 30.0, within(1e-12));
        assertThat(errors.error()).isCloseTo(125, within(1e-9));
        assertThat(errors.goalError()).isCloseTo(50, within(1e-9));
        assertThat(errors.reward()).isCloseTo(0.9, within(1e-12));
    }

    /** A simulation that failed was reset to a pose that may be near the reference: the episode is lost all the same, as it is by NaN. */
    @ParameterizedTest
    @CsvSource({"0.1, 0.2, true", "NaN, 0.2, false", "NaN, NaN, true"})
    void errors_ofADivergedEpisode(double mean, double largest, boolean diverged) {
        EpisodeErrors errors = new EpisodeErrors(List.of(0));
        errors.add(0.1, 0.2, 0.05, 1, false);
        errors.add(mean, largest, 0.05, 0, diverged);
        assertThat(errors.success()).isZero();
        assertThat(errors.strictSuccess()).isZero();
        assertThat(errors.alive()).isCloseTo(1 / 30.0, within(1e-12));
        assertThat(errors.strictAlive()).isCloseTo(1 / 30.0, within(1e-12));
        assertThat(errors.error()).isCloseTo(100, within(1e-9));
        assertThat(errors.reward()).isCloseTo(1, within(1e-12));
    }

    /** A body whose distance is NaN is not within 0.25 m. */
    @Test
    void errors_strictWithNaN() {
        EpisodeErrors errors = new EpisodeErrors(List.of(0));
        errors.add(0.1, Double.NaN, 0.05, 1, false);
        assertThat(errors.strictSuccess()).isZero();
        assertThat(errors.success()).isEqualTo(1);
    }

    /** Algorithms count as they are evaluated: PPO by its mean, FPO by draws, FPO++ by zero noise, and so do trials of them. */
    @ParameterizedTest
    @CsvSource({"ppo, true", "ppo-rate-2e-4, true", "fpo, false", "fpo-epochs-2, false", "fpo++, true", "fpo++-epochs-2, true"})
    void usualActions_areThoseOfThePreset(String algo, boolean deterministic) {
        TrackingRows rows = new TrackingRows(List.of(row("all", algo, 0, "stochastic", 0.2), row("all", algo, 0, "deterministic", 0.4)));
        assertThat(rows.usual(Goal.ALL, algo).all()).extracting(TrackingRow::actions)
                .containsExactly(deterministic ? "deterministic" : "stochastic");
    }
}
