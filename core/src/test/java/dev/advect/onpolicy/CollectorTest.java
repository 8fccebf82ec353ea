package dev.advect.onpolicy;

import dev.advect.env.Env;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.env.VectorEnv;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.onpolicy.fpo.Fpo;
import dev.advect.onpolicy.fpo.FpoValues;
import dev.advect.onpolicy.ppo.GaussianPpo;
import dev.advect.onpolicy.ppo.PpoConfig;
import dev.advect.onpolicy.ppo.PpoConfig.Deviation;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.GaussianPolicy;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Environments that count: the observation is 100·instance + 10·episode + step, every episode has four steps. */
class CollectorTest {
    private static final int ENVS = 3;
    private static final int UNROLL = 3;

    private final List<Counting> counting = new ArrayList<>();
    private final GaussianPolicy policy = new GaussianPolicy(1, 1, List.of(2), 3, new Rng(1, 0));
    private double actionBound;
    private boolean staggerEpisodes;
    private final Loop loop = new Loop();
    private double actionNoise;
    private Surrogate surrogate = new GaussianPpo(policy, new PpoConfig(0.2, 0, Deviation.STATE));

    /** Terminates in its fourth step if its number is odd, is cut off there otherwise. */
    private static final class Counting implements Env {
        private final int number;
        private final List<Float> actions = new ArrayList<>();
        private int episode = -1;
        private int step;

        Counting(int number) {
            this.number = number;
        }

        @Override
        public EnvSpec spec() {
            return EnvSpec.of("counting", 1, 1, 4);
        }

        @Override
        public void reset(RandomGenerator random, float[] observation) {
            episode++;
            step = 0;
            observation[0] = observation();
        }

        @Override
        public void step(float[] action, Step out) {
            actions.add(action[0]);
            step++;
            out.observation[0] = observation();
            out.reward = step;
            out.terminated = step == 4 && number % 2 == 1;
        }

        private float observation() {
            return 100 * number + 10 * episode + step;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void collect_unrolls_areEnvironmentMajorAndGoOnOverEpisodes(int threads) {
        collect(threads, (unrolls, collector) -> {
            // environment 0: steps 0 1 2 | 3 (end) 0 1, then on
            assertThat(row(unrolls.observation, 0)).containsExactly(0, 1, 2);
            assertThat(row(unrolls.observation, 1)).containsExactly(3, 10, 11);
            assertThat(row(unrolls.observation, 2)).containsExactly(100, 101, 102);
            assertThat(row(unrolls.observation, 5)).containsExactly(203, 210, 211);
            // the observation after the last step
            assertThat(unrolls.last.toArray()).containsExactly(3, 12, 103, 112, 203, 212);
            assertThat(unrolls.reward).containsExactly(
                    new float[] {10, 20, 30, 40, 10, 20, 10, 20, 30, 40, 10, 20, 10, 20, 30, 40, 10, 20}, within(1e-5f));
            float g = 0.9f;
            assertThat(unrolls.discount).containsExactly(g, g, g, g, g, g, g, g, g, 0, g, g, g, g, g, g, g, g);
            assertThat(unrolls.truncated).containsExactly(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0);
            collector.collect(0);
            // the second time: steps 2 3 (end) 0; then 1 2 3 (end): the last is the finished episode's
            assertThat(row(unrolls.observation, 0)).containsExactly(12, 13, 20);
            assertThat(row(unrolls.observation, 1)).containsExactly(21, 22, 23);
            assertThat(unrolls.last.get(1)).isEqualTo(24);
            assertThat(unrolls.last.get(3)).isEqualTo(124);
            assertThat(unrolls.discount[11]).isZero();
            assertThat(unrolls.truncated[5]).isEqualTo(1);
        });
    }

    @Test
    void collect_environmentsReceiveTheTanhOfWhatIsRecorded() {
        collect(2, (unrolls, collector) -> {
            for (int i = 0; i < ENVS; i++) {
                for (int t = 0; t < 2 * UNROLL; t++) {
                    float recorded = unrolls.action.get((long) i * 2 * UNROLL + t);
                    assertThat(counting.get(i).actions.get(t)).isEqualTo((float) Math.tanh(recorded), within(1e-6f));
                }
            }
            assertThat(unrolls.action.get(0)).isNotEqualTo(unrolls.action.get(2 * UNROLL));
        });
    }

    @Test
    void collect_anyNumberOfThreads_sameNoiseSameActions() {
        List<float[]> actions = new ArrayList<>();
        List<float[]> draws = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            counting.clear();
            collect(threads, (unrolls, collector) -> {
                actions.add(unrolls.action.toArray());
                draws.add(unrolls.draws.toArray());
            });
        }
        assertThat(draws.get(1)).containsExactly(draws.get(0));
        assertThat(draws.get(2)).containsExactly(draws.get(0));
        assertThat(actions.get(1)).containsExactly(actions.get(0), within(1e-5f));
        assertThat(actions.get(2)).containsExactly(actions.get(0), within(1e-5f));
    }

    @Test
    void collect_policySeesNormalisedObservations_recordedAreRaw() {
        // the policy's mean is the normalised observation: SiLU(1000·s)/1000 = s for s > 0
        policy.parameters().values().segment().fill((byte) 0);
        policy.parameters().values().set(0, 1000);
        policy.parameters().values().set(4, 0.001f);
        policy.parameters().values().set(9, -50); // std 0.001
        try (HostTensor seen = new HostTensor(2, 1)) {
            seen.write(0, new float[] {-150, 50}, 0, 2); // mean −50, std 100
            policy.norm().observe(seen.segment(), 2);
        }
        policy.norm().refresh();
        collect(1, (unrolls, collector) -> {
            assertThat(unrolls.observation.get(6)).isEqualTo(100);
            assertThat(unrolls.action.get(6)).isEqualTo(1.5f, within(0.01f));
            assertThat(unrolls.action.get(1)).isEqualTo(0.51f, within(0.01f));
        });
    }

    @Test
    void collect_actionBound_holdsWhatIsRecordedAndTaken() {
        policy.parameters().values().segment().fill((byte) 0); // mean 0, std 0.69
        actionBound = 0.5;
        collect(1, (unrolls, collector) -> {
            // some of the 18 actions would lie beyond ±0.5
            assertThat(unrolls.action.toArray()).contains(0.5f).contains(-0.5f);
            int t = 0;
            while (unrolls.action.get(t) != 0.5f) {
                t++;
            }
            assertThat(counting.get(t / 6).actions.get(t % 6)).isEqualTo(0.4621172f, within(1e-6f));
            for (float action : unrolls.action.toArray()) {
                assertThat(Math.abs(action)).isLessThanOrEqualTo(0.5f);
            }
        });
    }

    @Test
    void spread_isTheDeviationOfSquashedActionsGivenTheState() {
        policy.parameters().values().segment().fill((byte) 0); // mean 0, std ln 2 + 0.001
        collect(2, (unrolls, collector) -> {
            double sum = 0;
            for (int i = 0; i < ENVS; i++) {
                Rng random = new Rng(7, i);
                for (int k = 0; k < 2 * 2 * UNROLL; k++) {
                    random.nextGaussian(); // a draw and a noise for every step
                }
                double first = Math.tanh(0.694147 * random.nextGaussian());
                double second = Math.tanh(0.694147 * random.nextGaussian());
                sum += (first - second) * (first - second) / 2;
            }
            assertThat(collector.spread()).isCloseTo(Math.sqrt(sum / ENVS), within(1e-5));
        });
    }

    /** An episode ends in the fourth step: noise is carried over, or begins anew. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void collect_correlatedNoise_isEachEnvironmentsOwnRecursion(boolean restart) {
        policy.parameters().values().segment().fill((byte) 0); // mean 0, std ln 2 + 0.001
        loop.noiseCorrelation = 0.6;
        loop.noiseRestart = restart;
        for (int threads = 1; threads <= 3; threads++) {
            counting.clear();
            collect(threads, (unrolls, collector) -> {
                for (int i = 0; i < ENVS; i++) {
                    Rng random = new Rng(7, i);
                    double noise = 0;
                    for (int t = 0; t < 2 * UNROLL; t++) {
                        random.nextGaussian(); // the surrogate's draw
                        double normal = random.nextGaussian();
                        noise = t == 0 || (restart && t == 4) ? normal : 0.6 * noise + 0.8 * normal;
                        assertThat((double) unrolls.action.get((long) i * 2 * UNROLL + t))
                                .isCloseTo(0.694147 * noise, within(1e-5));
                    }
                }
            });
        }
    }

    @Test
    void collect_actionNoise_isPartOfWhatIsRecordedAndTaken_withinTheBound() {
        policy.parameters().values().segment().fill((byte) 0);
        actionBound = 1;
        actionNoise = 0.5;
        collect(2, (unrolls, collector) -> {
            for (int i = 0; i < ENVS; i++) {
                Rng random = new Rng(7, i);
                for (int t = 0; t < 2 * UNROLL; t++) {
                    random.nextGaussian(); // the surrogate's draw
                    double chosen = Math.clamp(0.694147 * random.nextGaussian(), -1, 1);
                    double expected = Math.clamp(chosen + 0.5 * random.nextGaussian(), -1, 1);
                    float recorded = unrolls.action.get((long) i * 2 * UNROLL + t);
                    assertThat((double) recorded).isCloseTo(expected, within(1e-5));
                    assertThat(counting.get(i).actions.get(t)).isEqualTo((float) Math.tanh(recorded), within(1e-6f));
                }
            }
        });
    }

    @Test
    void collect_correlatedActionNoise_isAnAutoregressionOfItsOwn() {
        FpoValues fpo = new FpoValues();
        fpo.actionNoiseCorrelation = 0.8;
        FlowPolicy flow = new FlowPolicy(1, 1, List.of(2), 4, 1, fpo.build().sampling(), 3, new Rng(1, 0));
        flow.parameters().values().segment().fill((byte) 0); // no velocity: actions are the noise itself
        surrogate = new Fpo(flow, fpo.build());
        actionNoise = 0.5;
        collect(2, (unrolls, collector) -> {
            float[] draws = new float[surrogate.drawSize()];
            for (int i = 0; i < ENVS; i++) {
                Rng random = new Rng(7, i);
                double noise = 0;
                for (int t = 0; t < 2 * UNROLL; t++) {
                    surrogate.draw(random, draws);
                    double chosen = random.nextGaussian();
                    noise = t == 0 ? random.nextGaussian() : 0.8 * noise + 0.6 * random.nextGaussian();
                    assertThat((double) unrolls.action.get((long) i * 2 * UNROLL + t)).isCloseTo(chosen + 0.5 * noise, within(1e-5));
                }
            }
        });
    }

    @Test
    void fillNoise_isTheNoiseThatRaisesTheSpreadToTheFloor() {
        policy.parameters().values().segment().fill((byte) 0);
        collect(2, (unrolls, collector) -> {
            double spread = collector.spread();
            assertThat(spread).isBetween(0.05, 0.95);
            assertThat(collector.fillNoise(0)).isZero();
            assertThat(collector.fillNoise(0.99 * spread)).isZero();
            assertThat(collector.fillNoise(Math.sqrt(spread * spread + 0.09))).isCloseTo(0.3, within(1e-12));
        });
    }

    @Test
    void reset_staggered_firstEpisodesEndAtDifferentTimes() {
        staggerEpisodes = true;
        collect(1, (unrolls, collector) -> {
            int[] firstEnds = new int[ENVS];
            for (int i = 0; i < ENVS; i++) {
                int t = i * 2 * UNROLL;
                while (unrolls.truncated[t] == 0 && unrolls.discount[t] > 0) {
                    t++;
                }
                firstEnds[i] = t - i * 2 * UNROLL;
            }
            // all at 3 without it; the odd one terminates there whatever the time limit says
            assertThat(firstEnds).isNotEqualTo(new int[] {3, 3, 3});
            for (int end : firstEnds) {
                assertThat(end).isBetween(0, 3);
            }
        });
    }

    private interface Look {
        void at(RolloutBuffer unrolls, Collector collector);
    }

    /** Two unrolls an environment, reward × 10. */
    private void collect(int threads, Look look) {
        loop.envs = ENVS;
        loop.unroll = UNROLL;
        loop.unrollsPerEnv = 2;
        loop.rewardScale = 10;
        loop.actionBound = actionBound;
        loop.staggerEpisodes = staggerEpisodes;
        OnPolicyConfig config = loop.build();
        try (Workers workers = new Workers(threads);
                RolloutBuffer unrolls = new RolloutBuffer(config.unrolls(), UNROLL, 1, 1, surrogate.drawSize(), surrogate.statisticSize());
                VectorEnv envs = new VectorEnv(() -> {
                    Counting env = new Counting(counting.size());
                    counting.add(env);
                    return env;
                }, ENVS, 5, NonFinite.ERROR);
                Collector collector = new Collector(envs, workers, surrogate, config, unrolls, 7)) {
            collector.reset();
            collector.collect(actionNoise);
            look.at(unrolls, collector);
        }
    }

    private static float[] row(HostTensor block, int unroll) {
        float[] row = new float[UNROLL];
        block.read((long) unroll * UNROLL, row, 0, UNROLL);
        return row;
    }
}
