package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;
import dev.advect.envs.humanoid.HumanoidBody;
import dev.advect.envs.humanoid.MotionMaker;
import dev.advect.envs.humanoid.TrackingTask;
import dev.advect.experiments.grid.Variant;
import dev.advect.learner.Learner;
import dev.advect.nn.Workers;
import dev.advect.onpolicy.fpo.FpoSettings;
import dev.advect.onpolicy.ppo.PpoSettings;
import dev.advect.random.Rng;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.LearnerFactory;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

class TrackingEvaluatorTest {
    private static final TrackingTask TASK =
            new TrackingTask(HumanoidBody.LITE, Goal.ROOT, MotionMaker.named(List.of("stand", "arms-up")));

    /** Standing still tracks standing, and leaves raised arms after a quarter of a second; open-loop targets track both. */
    @Test
    void baselines() {
        try (TrackingEvaluator evaluator = new TrackingEvaluator(TASK, 1)) {
            List<TrackingRow> still = evaluator.evaluate(TrackingController.still(), "still");
            assertThat(still).extracting(TrackingRow::clip).containsExactly("stand", "arms-up");
            assertThat(still).extracting(TrackingRow::success).containsExactly(1.0, 1.0);
            assertThat(still).extracting(TrackingRow::strictSuccess).containsExactly(1.0, 0.0);
            assertThat(still.getFirst().alive()).isEqualTo(4);
            assertThat(still.getLast().strictAlive()).isBetween(0.1, 0.5);
            assertThat(still.getLast().goalError()).isLessThan(10);
            assertThat(still).extracting(TrackingRow::modes).extracting(modes -> modes == null ? -1 : modes.told())
                    .containsExactly(1.0, 0.0);
            List<TrackingRow> openLoop = evaluator.evaluate(TrackingController.openLoop(HumanoidBody.LITE.hinges()), "open-loop");
            assertThat(openLoop).extracting(TrackingRow::strictSuccess).containsExactly(1.0, 1.0);
            assertThat(openLoop.getLast().error()).isLessThan(20);
            Modes raised = Objects.requireNonNull(openLoop.getLast().modes());
            assertThat(raised.motions()).isEqualTo(2);
            assertThat(raised.told()).isEqualTo(1);
            assertThat(raised.committed()).isEqualTo(1);
            assertThat(raised.entropy()).isZero();
            assertThat(raised.nearest()).isBetween(1.0, 30.0).isLessThan(raised.meanPose());
            // nothing is drawn, so that it can be repeated
            assertThat(evaluator.evaluate(TrackingController.still(), "still")).isEqualTo(still);
        }
    }

    /** What is common is common: the two algorithms differ only in their own sections. */
    @Test
    void settings_areTheSameForAllAlgorithms() {
        PpoSettings ppo = (PpoSettings) config(Algorithm.PPO).algorithm();
        FpoSettings fpo = (FpoSettings) config(Algorithm.FPO).algorithm();
        assertThat(fpo.loop()).isEqualTo(ppo.loop());
        assertThat(ppo.ppo().fixedDeviation()).isEqualTo(fpo.fpo().actionNoise());
        assertThat(fpo.fpo().lossScale()).isCloseTo(1 / (2 * 0.1 * 0.1), within(1e-9));
    }

    /** Both policies begin at the standing pose with actions of the same small deviation, whatever presets do for exploration. */
    @ParameterizedTest
    @EnumSource(names = {"PPO", "FPO", "FPO_PLUS_PLUS"})
    void firstActions_haveTheSameDeviation(Algorithm algo) throws Exception {
        RunConfig few = ConfigYaml.with(config(algo), Map.of("loop.envs", "8", "loop.minibatches", "2", "loop.epochs", "1"));
        try (Workers workers = new Workers(1); Learner learner = LearnerFactory.learner(few, TASK, workers)) {
            learner.collect();
            assertThat(learner.update()).hasEntrySatisfying("policy/action_rms", rms -> assertThat(rms).isCloseTo(0.1, within(4e-3)));
        }
    }

    /**
     * At first the network predicts nothing, so that a loss is half the sum of d squares of standard normal numbers, for d hinges.
     * A clamped loss has no gradient: hardly any may be, whatever presets do for losses of other units.
     */
    @ParameterizedTest
    @CsvSource({"FPO, LITE", "FPO, FULL", "FPO_PLUS_PLUS, LITE", "FPO_PLUS_PLUS, FULL"})
    void firstLosses_areNotClamped(Algorithm algo, HumanoidBody body) throws Exception {
        int hinges = body.hinges().size();
        double clamp = ((FpoSettings) config(algo).algorithm()).fpo().lossClamp();
        Rng random = new Rng(1, 0);
        int clamped = 0;
        for (int i = 0; i < 10_000; i++) {
            double loss = 0;
            for (int j = 0; j < hinges; j++) {
                double number = random.nextGaussian();
                loss += number * number / 2;
            }
            clamped += clamp > 0 && loss > clamp ? 1 : 0;
        }
        assertThat(clamped).isLessThan(10);

        RunConfig few = ConfigYaml.with(config(algo), Map.of("loop.envs", "8", "loop.minibatches", "2", "loop.epochs", "1"));
        TrackingTask task = new TrackingTask(body, Goal.ROOT, MotionMaker.named(List.of("stand")));
        try (Workers workers = new Workers(1); Learner learner = LearnerFactory.learner(few, task, workers)) {
            learner.collect();
            assertThat(learner.update()).hasEntrySatisfying("policy/flow_loss",
                    loss -> assertThat(loss).isCloseTo(hinges / 2.0, withinPercentage(7)));
        }
    }

    private static RunConfig config(Algorithm algo) {
        Variant variant = TrackingSettings.variant(algo);
        Map<String, String> values = new LinkedHashMap<>(TrackingSettings.COMMON);
        values.putAll(variant.values());
        return ConfigYaml.with(Presets.of("cpu", algo, "humanoid-track-root"), values);
    }
}
