package dev.advect.train;

import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.env.TinyEnv;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Acting;
import dev.advect.policy.GaussianPolicy;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EvaluatorTest {
    /** Mean: the first component of the observation, as SiLU(1000·s) / 1000 = s for s > 0; std 0.694. */
    private static GaussianPolicy policy(int observationSize) {
        GaussianPolicy policy = new GaussianPolicy(observationSize, 1, List.of(1), 3, new Rng(1, 0));
        policy.parameters().values().segment().fill((byte) 0);
        policy.parameters().values().set(0, 1000);
        policy.parameters().values().set(observationSize + 1, 0.001f);
        return policy;
    }

    /** The k-th instance's first episode has k + 1 steps of reward 1; whatever comes after it has reward 1000. */
    private static EnvFactory counting() {
        AtomicInteger instances = new AtomicInteger();
        return () -> {
            int number = instances.getAndIncrement();
            return new Env() {
                private int episode = -1;
                private int step;

                @Override
                public EnvSpec spec() {
                    return EnvSpec.of("counting", 1, 1, 6);
                }

                @Override
                public void reset(RandomGenerator random, float[] observation) {
                    episode++;
                    step = 0;
                    observation[0] = 0;
                }

                @Override
                public void step(float[] action, Step out) {
                    step++;
                    out.reward = episode == 0 ? 1 : 1000;
                    out.terminated = step == number + 1;
                }
            };
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void evaluate_everyEpisodeCountsOnce(int threads) {
        GaussianPolicy policy = policy(1);
        try (Workers workers = new Workers(threads);
                Evaluator evaluator = new Evaluator(counting(), policy, workers, 8, new Acting(false, 0))) {
            Evaluation evaluation = evaluator.evaluate(policy, 5, true);
            // 1, 2, 3, 4, 5, 6 steps; the last two are cut off after 6 as well
            assertThat(evaluation.mean()).isCloseTo(33 / 8.0, within(1e-12));
            assertThat(evaluation.min()).isEqualTo(1);
            assertThat(evaluation.max()).isEqualTo(6);
            assertThat(evaluation.episodes()).isEqualTo(8);
            assertThat(evaluation.meanLength()).isCloseTo(33 / 8.0, within(1e-12));
        }
    }

    @Test
    void evaluate_sameSeed_sameEpisodes_whateverTheThreads() {
        GaussianPolicy policy = policy(2);
        try (Workers one = new Workers(1);
                Workers three = new Workers(3);
                Evaluator a = new Evaluator(TinyEnv::new, policy, one, 16, new Acting(true, 0));
                Evaluator b = new Evaluator(TinyEnv::new, policy, three, 16, new Acting(true, 0))) {
            Evaluation first = a.evaluate(policy, 5, true);
            assertThat(a.evaluate(policy, 5, true)).isEqualTo(first);
            assertThat(b.evaluate(policy, 5, true).mean()).isCloseTo(first.mean(), within(1e-6));
            assertThat(b.evaluate(policy, 5, true).meanLength()).isEqualTo(first.meanLength());
            assertThat(a.evaluate(policy, 6, true).mean()).isNotEqualTo(first.mean());
            assertThat(a.evaluate(policy, 5, false).mean()).isNotEqualTo(first.mean());
            assertThat(first.se()).isPositive();
        }
    }

    /** Observes 3 always; the reward is the action. */
    private static Env echo() {
        return new Env() {
            @Override
            public EnvSpec spec() {
                return EnvSpec.of("echo", 1, 1, 2);
            }

            @Override
            public void reset(RandomGenerator random, float[] observation) {
                observation[0] = 3;
            }

            @Override
            public void step(float[] action, Step out) {
                out.observation[0] = 3;
                out.reward = action[0];
            }
        };
    }

    @Test
    void evaluate_central_isTheSquashedMean_ofTheNormalisedObservationIfSo() {
        GaussianPolicy policy = policy(1);
        try (HostTensor seen = new HostTensor(2, 1)) {
            seen.write(0, new float[] {0, 4}, 0, 2); // mean 2, std 2: 3 becomes 0.5
            policy.norm().observe(seen.segment(), 2);
        }
        policy.norm().refresh();
        try (Workers workers = new Workers(1);
                Evaluator raw = new Evaluator(EvaluatorTest::echo, policy, workers, 4, new Acting(false, 0));
                Evaluator normalised = new Evaluator(EvaluatorTest::echo, policy, workers, 4, new Acting(true, 0))) {
            assertThat(raw.evaluate(policy, 0, false).mean()).isCloseTo(2 * Math.tanh(3), within(1e-5));
            assertThat(normalised.evaluate(policy, 0, false).mean()).isCloseTo(2 * Math.tanh(0.5), within(1e-5));
            assertThat(normalised.evaluate(policy, 0, false).se()).isZero();
            assertThat(normalised.evaluate(policy, 0, true).se()).isPositive();
        }
    }

    @Test
    void evaluate_actionBound_holdsActionsAsWhileCollecting() {
        GaussianPolicy policy = policy(1);
        try (Workers workers = new Workers(1);
                Evaluator evaluator = new Evaluator(EvaluatorTest::echo, policy, workers, 4, new Acting(false, 0.5))) {
            assertThat(evaluator.evaluate(policy, 0, false).mean()).isCloseTo(2 * Math.tanh(0.5), within(1e-5));
        }
    }
}
