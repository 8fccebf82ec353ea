package dev.advect.export;

import dev.advect.env.EnvSpec;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Actor.Arithmetic;
import dev.advect.policy.DenoisingPolicy;
import dev.advect.policy.DenoisingPolicy.StepNoise;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.GaussianPolicy;
import dev.advect.policy.Policy;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.policy.TanhGaussianPolicy;
import dev.advect.random.Rng;
import dev.advect.runtime.FlowSpec;
import dev.advect.runtime.PolicyFile;
import dev.advect.runtime.Squash;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.LearnerFactory;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What libtorch computes of a policy is what the runtime computes of its file. */
class ExportsTest {
    private static final int ROWS = 40;
    private static final Acting ACTING = new Acting(true, 1.2);

    @ParameterizedTest
    @EnumSource(Sampler.class)
    void flow_agrees(Sampler sampler) throws IOException {
        for (Sampling sampling : List.of(new Sampling(sampler, 10), new Sampling(sampler, 3, Schedule.COSINE, 0.7),
                new Sampling(sampler, 2, Schedule.of(List.of(1.0, 0.3, 0.0)), 0))) {
            try (FlowPolicy policy = new FlowPolicy(17, 6, List.of(32, 32, 20), 8, 0.25, sampling, 1, new Rng(3, 0))) {
                agree(policy);
            }
        }
    }

    @Test
    void gaussian_agrees() throws IOException {
        try (GaussianPolicy policy = new GaussianPolicy(5, 3, List.of(16, 9), 1, new Rng(4, 0))) {
            agree(policy);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.1", "0.05, 0.4"})
    void denoising_agrees(double low, double high) throws IOException {
        try (DenoisingPolicy policy = new DenoisingPolicy(
                5, 3, List.of(16, 9), 8, 0.25, new StepNoise(low, high), 6, 1, new Rng(5, 0))) {
            policy.flow().setStochasticByDefault(false);

            assertThat(agree(policy).spec().stochasticByDefault()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.4})
    void cascade_agrees(double noiseScale) throws IOException {
        try (StepwiseFlowPolicy policy =
                new StepwiseFlowPolicy(5, 3, 2, 4, 2, noiseScale, List.of(16, 9), 6, 1, new Rng(6, 0))) {
            policy.norm().within(0.5);
            PolicyFile file = agree(policy);

            assertThat(file.observationBound()).isEqualTo(0.5);
            assertThat(file.chunk()).isEqualTo(2);
            assertThat(file.squash()).isEqualTo(Squash.CLIP);
            assertThat(file.spec().stochasticByDefault()).isTrue();
        }
    }

    @Test
    void oneStepPolicy_agrees() throws IOException {
        RunConfig fql = ConfigYaml.with(Presets.of("cpu", Algorithm.FQL, "toy"),
                Map.of("fql.hidden", "[16, 9]", "loop.chunk", "2", "loop.horizon", "2"));
        try (Policy policy = LearnerFactory.policy(fql, EnvSpec.of("toy", 5, 3, 10), 1)) {
            PolicyFile file = agree(policy);

            assertThat(((FlowSpec) file.spec()).steps()).isEqualTo(1);
            assertThat(file.chunk()).isEqualTo(2);
            assertThat(file.squash()).isEqualTo(Squash.CLIP);
            assertThat(file.spec().stochasticByDefault()).isTrue();
        }
    }

    @Test
    void tanhGaussian_agrees() throws IOException {
        try (TanhGaussianPolicy policy = new TanhGaussianPolicy(5, 3, 2, List.of(16, 9), -1, 1, new Rng(7, 0))) {
            assertThat(agree(policy).chunk()).isEqualTo(2);
        }
    }

    @Test
    void flow_evaluatedWithoutNoise_isSoInTheFile() throws IOException {
        try (FlowPolicy policy = new FlowPolicy(
                5, 3, List.of(16), 8, 0.25, new Sampling(Sampler.EULER, 3), 1, new Rng(3, 0))) {
            assertThat(agree(policy).spec().stochasticByDefault()).isTrue();
            policy.setStochasticByDefault(false);
            assertThat(agree(policy).spec().stochasticByDefault()).isFalse();
        }
    }

    @Test
    void file_withoutNormaliser_takesObservationsAsTheyAre() {
        try (GaussianPolicy policy = new GaussianPolicy(2, 1, List.of(4), 1, new Rng(1, 0))) {
            observe(policy, normal(20, 1));

            PolicyFile file = Exports.file(policy, new Acting(false, 0), Map.of("env", "toy"));

            assertThat(file.shift()).containsOnly(0);
            assertThat(file.scale()).containsOnly(1);
            assertThat(file.info()).containsExactly(Map.entry("env", "toy"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Algorithm.class, names = {"IBRL", "QC"})
    void file_policyThatAsksACritic_isRefused(Algorithm algorithm) {
        try (Policy policy = LearnerFactory.policy(Presets.of("cpu", algorithm, "toy"), EnvSpec.of("toy", 3, 2, 10), 1)) {
            assertThatThrownBy(() -> Exports.file(policy, ACTING, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("ibrl and qc ask their critics");
        }
    }

    @Test
    void file_weightsThatAreNone_areRefused() {
        try (GaussianPolicy policy = new GaussianPolicy(2, 1, List.of(4), 1, new Rng(1, 0))) {
            policy.parameters().values().set(3, Float.NaN);

            assertThatThrownBy(() -> Exports.file(policy, ACTING, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class).hasMessage("a weight is NaN");
        }
    }

    private static PolicyFile agree(Policy policy) throws IOException {
        float[] observations = normal(ROWS * policy.observationSize(), 1);
        float[] noise = normal(ROWS * policy.noiseSize(), 2);
        observe(policy, observations);
        float[] expected = new float[ROWS * policy.chunk() * policy.actionSize()];
        try (Actor actor = new Actor(policy, ACTING, ROWS, 1, Arithmetic.LIBTORCH)) {
            actor.act(observations, noise, expected);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Exports.file(policy, ACTING, Map.of()).writeTo(out);
        PolicyFile file = PolicyFile.read(new ByteArrayInputStream(out.toByteArray()));

        assertThat(runtime(file, observations, noise)).containsExactly(expected, within(1e-5f));
        return file;
    }

    private static void observe(Policy policy, float[] observations) {
        try (HostTensor seen = new HostTensor(observations.length)) {
            for (int i = 0; i < observations.length; i++) {
                seen.set(i, 2 + 3 * observations[i]);
            }
            policy.norm().observe(seen.segment(), observations.length / policy.observationSize());
        }
        policy.norm().refresh();
    }

    private static float[] runtime(PolicyFile file, float[] observations, float[] noise) {
        int rows = observations.length / file.spec().observationSize();
        float[] actions = new float[rows * file.spec().actionSize()];
        dev.advect.runtime.Policy.of(file).act(observations, noise, actions, rows);
        return actions;
    }

    private static float[] normal(int n, long seed) {
        Rng random = new Rng(seed, 5);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
