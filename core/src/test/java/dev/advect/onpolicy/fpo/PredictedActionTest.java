package dev.advect.onpolicy.fpo;

import dev.advect.config.InvalidValueException;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.nn.Tensors;
import dev.advect.onpolicy.fpo.FpoConfig.EntropyEstimate;
import dev.advect.onpolicy.fpo.FpoConfig.Parameterization;
import dev.advect.onpolicy.fpo.FpoConfig.Supervision;
import dev.advect.onpolicy.fpo.FpoConfig.Times;
import dev.advect.policy.FlowPolicy;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class PredictedActionTest {

    private static FlowPolicy policy(FpoConfig config) {
        FlowPolicy policy = new FlowPolicy(
                2, 2, List.of(8), config.timeEmbedding(), config.outputScale(), config.sampling(), 1, new Rng(5, 0));
        policy.predictAction(config.parameterization() == Parameterization.DATA);
        return policy;
    }

    /** A network whose output is 0 predicts the action 0: the last Euler step goes there, whatever the noise was. */
    @Test
    void act_zeroOutput_isTheActionZero() {
        FpoValues values = new FpoValues();
        values.parameterization = Parameterization.DATA;
        try (FlowPolicy policy = policy(values.build())) {
            policy.scaleInitialOutput(0);
            Tensor states = Tensors.of(new float[] {3, 1, 4, -1}, 2, 2);
            Tensor noise = Tensors.of(new float[] {1, -2, 0.5f, 3}, 2, 2);
            float[] actions = Tensors.floats(policy.act(0, states, noise));
            assertThat(actions).containsExactly(new float[4], within(1e-6f));
            // with the times 1, 0.75, 0.5, 0.25, 0, the point after the first step is 0.75 of the noise
            policy.sampleWith(new Sampling(Sampler.EULER, 4));
            Tensor path = policy.sampling().path(policy.field(0, states), noise, 2).get(1);
            assertThat(Tensors.floats(path)).containsExactly(new float[] {0.75f, -1.5f, 0.375f, 2.25f}, within(1e-6f));
        }
    }

    /** With zero output and a = (0.3, −0.4): (0.09 + 0.16) / 2 · 200 = 25 at every time, however it is weighted by σ. */
    @Test
    void loss_zeroOutput_byHand() {
        FpoValues values = new FpoValues();
        values.parameterization = Parameterization.DATA;
        values.supervision = Supervision.DATA;
        values.lossScale = 200;
        values.samples = 2;
        FpoConfig config = values.build();
        try (FlowPolicy policy = policy(config)) {
            policy.scaleInitialOutput(0);
            Tensor loss = new Fpo(policy, config).flowMatchingLoss(0, Tensors.of(new float[] {1, 2}, 1, 2),
                    Tensors.of(new float[] {0.3f, -0.4f}, 1, 2), Tensors.of(new float[] {0.25f, 0.8f, 1, -1, 0.5f, 2}, 1, 6));
            assertThat(Tensors.floats(loss)).containsExactly(new float[] {25, 25}, within(1e-4f));
        }
        // compared as velocities, the error (a − â) / t counts 16 times and 1.5625 times as much
        values.supervision = Supervision.VELOCITY;
        values.lossScale = 1;
        FpoConfig velocities = values.build();
        try (FlowPolicy policy = policy(velocities)) {
            policy.scaleInitialOutput(0);
            Tensor loss = new Fpo(policy, velocities).flowMatchingLoss(0, Tensors.of(new float[] {1, 2}, 1, 2),
                    Tensors.of(new float[] {0.3f, -0.4f}, 1, 2), Tensors.of(new float[] {0.25f, 0.8f, 1, -1, 0.5f, 2}, 1, 6));
            assertThat(Tensors.floats(loss)).containsExactly(new float[] {2, 0.1953125f}, within(1e-5f));
        }
    }

    /** A velocity network with the same field has the same loss: v = (x_t − â) / t. */
    @ParameterizedTest
    @EnumSource
    void loss_velocityThatIsZero_byHand(Supervision supervision) {
        FpoValues values = new FpoValues();
        values.supervision = supervision;
        values.samples = 1;
        FpoConfig config = values.build();
        try (FlowPolicy policy = policy(config)) {
            policy.scaleInitialOutput(0);
            // u = ε − a = (0.7, −0.6), ‖u‖² / 2 = 0.425, times 1, (1 − t)² or t² with t = 0.2
            Tensor loss = new Fpo(policy, config).flowMatchingLoss(0, Tensors.of(new float[] {1, 2}, 1, 2),
                    Tensors.of(new float[] {0.3f, -0.4f}, 1, 2), Tensors.of(new float[] {0.2f, 1, -1}, 1, 3));
            double weight = switch (supervision) {
                case VELOCITY -> 1;
                case EPSILON -> 0.64;
                case DATA -> 0.04;
            };
            assertThat((double) Tensors.floats(loss)[0]).isCloseTo(0.425 * weight, within(1e-6));
        }
    }

    @Test
    void times_logitNormal_haveTheMeanAndDeviationAsked() {
        FpoValues values = new FpoValues();
        values.times = Times.LOGIT_NORMAL;
        values.timesMean = -1.2;
        values.timesDeviation = 1.2;
        FpoConfig config = values.build();
        try (FlowPolicy policy = policy(config)) {
            Fpo fpo = new Fpo(policy, config);
            Rng random = new Rng(2, 0);
            double[] logits = new double[20_000];
            float[] draws = new float[fpo.drawSize()];
            for (int i = 0; i < logits.length; i += 4) {
                fpo.draw(random, draws);
                for (int j = 0; j < 4; j++) {
                    logits[i + j] = Math.log(draws[j] / (1 - draws[j]));
                }
            }
            double mean = Arrays.stream(logits).average().orElseThrow();
            assertThat(mean).isCloseTo(-1.2, within(0.04));
            assertThat(Math.sqrt(Arrays.stream(logits).map(z -> (z - mean) * (z - mean)).average().orElseThrow()))
                    .isCloseTo(1.2, within(0.03));
        }
    }

    @Test
    void config_cfmEntropyOfPredictedActions_isRefused() {
        FpoValues values = new FpoValues();
        values.entropyCoefficient = 0.1;
        values.supervision = Supervision.DATA;
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(values::build)
                .withMessageContaining("use exact");
    }

    /** At t = 0, where a likelihood begins, their velocity is a difference divided by a thousandth. */
    @Test
    void config_anyEntropyOfPredictedActions_isRefused() {
        FpoValues values = new FpoValues();
        values.entropyCoefficient = 0.1;
        values.entropyEstimate = EntropyEstimate.EXACT;
        values.parameterization = Parameterization.DATA;
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(values::build)
                .withMessageContaining("entropyCoefficient: must be 0 where actions are predicted");
    }
}
