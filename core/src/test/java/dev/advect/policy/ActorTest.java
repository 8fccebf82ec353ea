package dev.advect.policy;

import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Actor.Arithmetic;
import dev.advect.policy.DenoisingPolicy.StepNoise;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ActorTest {
    /** A linear policy: mean = s, std = softplus(0) + 0.001 = 0.694147. */
    private final GaussianPolicy policy = new GaussianPolicy(1, 1, List.of(1), 1, new Rng(1, 0));

    ActorTest() {
        // hidden = SiLU(w·s), which is w·s for large w·s; times 1/w
        policy.parameters().values().write(0, new float[] {1000, 0, 0.001f, 0, 0, 0}, 0, 6);
        try (HostTensor seen = new HostTensor(2, 1)) {
            seen.write(0, new float[] {1, 5}, 0, 2);
            policy.norm().observe(seen.segment(), 2);
        }
        policy.norm().refresh(); // mean 3, std 2
    }

    @Test
    void act_squashesAndNormalises() {
        float[] actions = new float[2];
        float[] observations = {5, 4};
        try (Actor actor = new Actor(policy, new Acting(true, 0), 2, 1)) {
            actor.act(observations, new float[] {0, 1}, actions);
            // normalised 1 and 0.5: tanh(1), tanh(0.5 + 0.694147)
            assertThat(actions).containsExactly(new float[] {0.7615942f, 0.8318606f}, within(1e-5f));
            assertThat(observations).containsExactly(5, 4);
            actor.act(observations, new float[2], actions);
            assertThat(actions).containsExactly(new float[] {0.7615942f, 0.4621172f}, within(1e-5f));
        }
    }

    @Test
    void act_withoutNormaliser_takesObservationsAsTheyAre() {
        float[] actions = new float[1];
        try (Actor actor = new Actor(policy, new Acting(false, 0), 1, 1)) {
            actor.act(new float[] {0.25f}, new float[1], actions);
        }
        assertThat(actions[0]).isEqualTo(0.2449187f, within(1e-5f));
    }

    @ParameterizedTest
    @EnumSource(Arithmetic.class)
    void act_bound_holdsWhatIsChosen(Arithmetic arithmetic) {
        float[] actions = new float[2];
        try (Actor actor = new Actor(policy, new Acting(true, 0.75), 2, 1, arithmetic)) {
            actor.act(new float[] {5, 4}, new float[2], actions);
            assertThat(actor.unsquashed().toArray()).containsExactly(new float[] {0.75f, 0.5f}, within(1e-5f));
        }
        assertThat(actions).containsExactly(new float[] {0.6351490f, 0.4621172f}, within(1e-5f));
    }

    @ParameterizedTest
    @EnumSource(Arithmetic.class)
    void begin_takesOverWeightsAndNormaliser(Arithmetic arithmetic) {
        float[] actions = new float[1];
        try (Actor actor = new Actor(policy, new Acting(true, 0), 1, 1, arithmetic);
                HostTensor seen = new HostTensor(4, 1)) {
            policy.parameters().values().set(2, 0.002f);
            seen.write(0, new float[] {1, 5, 1, 5}, 0, 4);
            seen.set(0, 9); // 1 5 9 5 1 5: mean 13/3
            policy.norm().observe(seen.segment(), 4);
            policy.norm().refresh();

            actor.begin(policy);

            actor.act(new float[] {6}, new float[1], actions);
            double std = Math.sqrt((1 + 25 + 81 + 25 + 1 + 25) / 6.0 - 169 / 9.0);
            assertThat((double) actions[0]).isCloseTo(Math.tanh(2 * (6 - 13 / 3.0) / std), within(1e-5));
        }
    }

    static Stream<Sampling> samplings() {
        return Stream.of(Schedule.UNIFORM, Schedule.COSINE, Schedule.of(List.of(1.0, 0.6, 0.3, 0.0)))
                .flatMap(schedule -> Stream.of(Sampler.values())
                        .map(sampler -> new Sampling(sampler, schedule.given().isEmpty() ? 5 : 3, schedule, 0.7)));
    }

    @ParameterizedTest
    @MethodSource("samplings")
    void act_flow_runtimeAndLibtorchAgree(Sampling sampling) {
        for (int seed = 0; seed < 4; seed++) {
            try (FlowPolicy flow = new FlowPolicy(17, 6, List.of(32, 20), 8, 0.25, sampling, 2, new Rng(seed, 0))) {
                agree(flow, seed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samplings")
    void act_flowThatPredictsActions_runtimeAndLibtorchAgree(Sampling sampling) {
        if (sampling.sampler() == Sampler.HEUN || sampling.sampler() == Sampler.RK4) {
            return; // these evaluate the field at t = 0, where a difference of 1e-6 in x becomes one of 1e-3 in v
        }
        for (int seed = 0; seed < 4; seed++) {
            try (FlowPolicy flow = new FlowPolicy(17, 6, List.of(32, 20), 8, 1, sampling, 2, new Rng(seed, 0))) {
                flow.predictAction(true);
                agree(flow, seed);
            }
        }
    }

    @Test
    void act_gaussian_runtimeAndLibtorchAgree() {
        for (int seed = 0; seed < 8; seed++) {
            try (GaussianPolicy gaussian = new GaussianPolicy(7, 3, List.of(33, 16), 2, new Rng(seed, 0))) {
                agree(gaussian, seed);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.1", "0.05, 0.4"})
    void act_denoising_runtimeAndLibtorchAgree(double low, double high) {
        for (int seed = 0; seed < 4; seed++) {
            try (DenoisingPolicy chain = new DenoisingPolicy(
                    7, 3, List.of(33, 16), 8, 0.25, new StepNoise(low, high), 5, 2, new Rng(seed, 0))) {
                chain.flow().setStochasticByDefault(false);
                agree(chain, seed);
                assertThat(chain.spec().orElseThrow().stochasticByDefault()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 1", "3, 2, 3"})
    void act_cascade_runtimeAndLibtorchAgree(int chunk, int blocks, int innerSteps) {
        for (int seed = 0; seed < 4; seed++) {
            try (StepwiseFlowPolicy cascade = new StepwiseFlowPolicy(
                    7, 3, chunk, blocks, innerSteps, List.of(33, 16), 8, 2, new Rng(seed, 0))) {
                agree(cascade, seed);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, -1"})
    void act_tanhGaussian_runtimeAndLibtorchAgree(int chunk, double offset) {
        for (int seed = 0; seed < 4; seed++) {
            try (TanhGaussianPolicy gaussian =
                    new TanhGaussianPolicy(7, 3, chunk, List.of(33, 16), offset, 2, new Rng(seed, 0))) {
                agree(gaussian, seed);
            }
        }
    }

    /** On 70 random observations, shared between two workers. */
    private static void agree(Policy policy, int seed) {
        int rows = 70;
        Rng random = new Rng(seed, 1);
        Acting acting = new Acting(true, seed % 2 == 0 ? 1.2 : 0);
        try (HostTensor observations = new HostTensor(rows, policy.observationSize());
                Actor torch = new Actor(policy, acting, rows, 2, Arithmetic.LIBTORCH);
                Actor runtime = new Actor(policy, acting, rows, 2, Arithmetic.RUNTIME)) {
            for (long i = 0; i < observations.size(); i++) {
                observations.set(i, (float) (3 + 2 * random.nextGaussian()));
            }
            policy.norm().observe(observations.segment(), rows);
            policy.norm().refresh();
            for (long i = 0; i < torch.noise().size(); i++) {
                torch.noise().set(i, (float) random.nextGaussian());
                runtime.noise().set(i, torch.noise().get(i));
            }
            for (Actor actor : List.of(torch, runtime)) {
                actor.begin(policy);
                actor.act(0, observations.segment(), 0, 33);
                actor.act(1, observations.segment(), 33, rows);
            }
            assertThat(runtime.unsquashed().toArray()).containsExactly(torch.unsquashed().toArray(), within(1e-5f));
            assertThat(runtime.action().toArray()).containsExactly(torch.action().toArray(), within(1e-5f));
            assertThat(torch.action().toArray()).doesNotContain(0);
        }
    }
}
