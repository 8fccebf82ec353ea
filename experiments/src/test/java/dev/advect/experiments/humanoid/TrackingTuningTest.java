package dev.advect.experiments.humanoid;

import dev.advect.experiments.RecordLines;
import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import dev.advect.train.RunException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class TrackingTuningTest {

    /** A row with both kinds of actions, in which the other kind than the usual one has a reward that would win. */
    private static List<TrackingRow> rows(String variant, String goal, long steps, double reward) {
        boolean gaussian = variant.startsWith("ppo");
        List<TrackingRow> rows = new ArrayList<>();
        for (boolean stochastic : new boolean[] {true, false}) {
            rows.add(new TrackingRow(goal, variant, 0, steps, TrackingEvaluator.actions(stochastic), "reach", 4, 1, 1, 4, 4, 10, 10,
                    stochastic == gaussian ? 1 : reward, null, null));
        }
        return rows;
    }

    private static List<TrackingRow> trials(Algorithm algo, String best) {
        List<TrackingRow> rows = new ArrayList<>();
        for (TrackingTuning trial : TrackingTuning.trials(algo)) {
            rows.addAll(rows(trial.variant(), "all", 1000, trial.name().equals(best) ? 0.6 : 0.5));
            rows.addAll(rows(trial.variant(), "root", 1000, 0.4));
        }
        return rows;
    }

    /** Rate, noise, epochs and λ, two others of each, for every algorithm alike. */
    @Test
    void trials_areTheSameForAllAlgorithms() {
        List<String> names = TrackingTuning.trials(Algorithm.PPO).stream().map(TrackingTuning::name).toList();
        assertThat(names).containsExactly("", "rate-2e-4", "rate-1e-3", "noise-0.05", "noise-0.2", "epochs-2", "epochs-8", "lambda-0.2",
                "lambda-0.8");
        assertThat(TrackingTuning.trials(Algorithm.FPO).stream().map(TrackingTuning::name)).isEqualTo(names);
        TrackingTuning noise = TrackingTuning.trials(Algorithm.FPO).get(4);
        Variant variant = noise.on(TrackingSettings.variant(Algorithm.FPO));
        assertThat(variant.name()).isEqualTo("fpo-noise-0.2");
        assertThat(variant.values()).containsEntry("fpo.actionNoise", "0.2").containsEntry("fpo.lossScale", "12.5")
                .containsEntry("fpo.flowSteps", "10");
        assertThat(TrackingTuning.trials(Algorithm.PPO).get(4).on(TrackingSettings.variant(Algorithm.PPO)).values())
                .containsEntry("ppo.fixedDeviation", "0.2");
    }

    /** Four seconds at 0.6 with all goals and at 0.4 with the root: a score of 2. */
    @Test
    void best_hasTheHighestScoreOfItsUsualActions() {
        List<TrackingRow> all = trials(Algorithm.PPO, "epochs-8");
        all.addAll(trials(Algorithm.FPO, "lambda-0.2"));
        TrackingRows rows = new TrackingRows(all);
        assertThat(TrackingTuning.best(Algorithm.PPO, rows)).hasValueSatisfying(trial -> {
            assertThat(trial.name()).isEqualTo("epochs-8");
            assertThat(trial.score(rows)).isCloseTo(2, within(1e-12));
        });
        assertThat(TrackingTuning.best(Algorithm.FPO, rows)).map(TrackingTuning::name).hasValue("lambda-0.2");
        assertThat(TrackingTuning.best(Algorithm.FPO_PLUS_PLUS, rows)).isEmpty();
        assertThat(TrackingTuning.markdown(List.of(Algorithm.PPO), new TrackingReport(all, List.of())))
                .contains("| ppo | loop.epochs=8 | 0.00 M | 2.000 | 4.00 | 10.0 |", "| ppo | nothing | 0.00 M | 1.800 | 4.00 | 10.0 |",
                        "| ppo | ppo.fixedDeviation=0.05 | 0.00 M |", "Best of ppo: loop.epochs=8.");
    }

    /** A trial that is missing, or was trained for another number of steps, might have been better. */
    @Test
    void best_needsAllTrialsAlike() {
        List<TrackingRow> missing = trials(Algorithm.PPO, "epochs-8");
        missing.removeIf(row -> row.algo().equals("ppo-rate-1e-3") && row.goal().equals("root"));
        assertThat(TrackingTuning.best(Algorithm.PPO, new TrackingRows(missing))).isEmpty();
        List<TrackingRow> longer = trials(Algorithm.PPO, "epochs-8");
        longer.removeIf(row -> row.algo().equals("ppo-rate-1e-3"));
        longer.addAll(rows("ppo-rate-1e-3", "all", 2000, 0.9));
        longer.addAll(rows("ppo-rate-1e-3", "root", 2000, 0.9));
        assertThat(TrackingTuning.best(Algorithm.PPO, new TrackingRows(longer))).isEmpty();
        assertThat(TrackingTuning.markdown(List.of(Algorithm.PPO), new TrackingReport(longer, List.of())))
                .contains("Not all trials of ppo are done");
    }

    @Test
    void chosen_isReadFromTheFolder(@TempDir Path folder) throws IOException {
        assertThatExceptionOfType(RunException.class).isThrownBy(() -> TrackingTuning.chosen(Algorithm.PPO, folder))
                .withMessageContaining("does not hold all trials of ppo");
        RecordLines<TrackingRow> lines = new RecordLines<>(folder.resolve("tracking.jsonl"), TrackingRow.class);
        for (TrackingRow row : trials(Algorithm.PPO, "rate-2e-4")) {
            lines.append(row);
        }
        TrackingTuning chosen = TrackingTuning.chosen(Algorithm.PPO, folder);
        Variant variant = chosen.over(TrackingSettings.variant(Algorithm.PPO));
        assertThat(variant.name()).isEqualTo("ppo");
        assertThat(variant.values()).containsEntry("loop.learningRate", "2e-4").containsEntry("ppo.deviation", "fixed");
    }
}
