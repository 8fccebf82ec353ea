package dev.advect.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.nn.HostTensor;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Actor.Arithmetic;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.GaussianPolicy;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.runtime.FlowSpec;
import dev.advect.runtime.PolicyFile;
import dev.advect.runtime.Solver;
import dev.advect.runtime.Squash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What libtorch computes of a policy, what the runtime computes of its file, and what ONNX Runtime of its graph. */
class ExportsTest {
    private static final int ROWS = 40;
    private static final Acting ACTING = new Acting(true, 1.2);

    @ParameterizedTest
    @EnumSource(Sampler.class)
    void flow_allThreeAgree(Sampler sampler) throws IOException, OrtException {
        for (Sampling sampling : List.of(new Sampling(sampler, 10), new Sampling(sampler, 3, Schedule.COSINE, 0.7),
                new Sampling(sampler, 2, Schedule.of(List.of(1.0, 0.3, 0.0)), 0))) {
            try (FlowPolicy policy = new FlowPolicy(17, 6, List.of(32, 32, 20), 8, 0.25, sampling, 1, new Rng(3, 0))) {
                agree(policy);
            }
        }
    }

    @Test
    void gaussian_allThreeAgree() throws IOException, OrtException {
        try (GaussianPolicy policy = new GaussianPolicy(5, 3, List.of(16, 9), 1, new Rng(4, 0))) {
            agree(policy);
        }
    }

    @Test
    void cascadeWithClippedActions_graphAgreesWithRuntime() throws OrtException {
        FlowSpec spec = new FlowSpec(
                4, 2, List.of(16, 8), 6, 1, 5, FlowSpec.uniform(0, 1, 10), Solver.EULER, 0);
        float[] parameters = normal((int) spec.parameters(), 1);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] *= 0.4f;
        }
        PolicyFile file = new PolicyFile(spec, Squash.CLIP, 0, normal(4, 2), new float[] {1, 2, 3, 4}, parameters, Map.of());
        float[] observations = normal(ROWS * 4, 3);
        float[] noise = normal(ROWS * 2, 4);

        float[] actions = onnx(file, observations, noise);

        assertThat(actions).containsExactly(runtime(file, observations, noise), within(1e-5f));
        assertThat(actions).contains(1, -1);
    }

    @Test
    void onnx_oneRow_isThatOfMany() throws OrtException {
        try (FlowPolicy policy =
                new FlowPolicy(2, 1, List.of(8), 2, 0.25, new Sampling(Sampler.EULER, 2), 1, new Rng(1, 0))) {
            PolicyFile file = Exports.file(policy, ACTING, Map.of());
            float[] observations = normal(6, 1);
            float[] noise = normal(3, 2);
            float[] three = onnx(file, observations, noise);

            float[] one = onnx(file, new float[] {observations[2], observations[3]}, new float[] {noise[1]});

            assertThat(one).containsExactly(new float[] {three[1]}, within(1e-6f));
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

    @Test
    void file_weightsThatAreNone_areRefused() {
        try (GaussianPolicy policy = new GaussianPolicy(2, 1, List.of(4), 1, new Rng(1, 0))) {
            policy.parameters().values().set(3, Float.NaN);

            assertThatThrownBy(() -> Exports.file(policy, ACTING, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class).hasMessage("a weight is NaN");
        }
    }

    private static void agree(Policy policy) throws IOException, OrtException {
        float[] observations = normal(ROWS * policy.observationSize(), 1);
        float[] noise = normal(ROWS * policy.noiseSize(), 2);
        observe(policy, observations);
        float[] expected = new float[ROWS * policy.actionSize()];
        try (Actor actor = new Actor(policy, ACTING, ROWS, 1, Arithmetic.LIBTORCH)) {
            actor.act(observations, noise, expected);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Exports.file(policy, ACTING, Map.of()).writeTo(out);
        PolicyFile file = PolicyFile.read(new ByteArrayInputStream(out.toByteArray()));

        assertThat(runtime(file, observations, noise)).containsExactly(expected, within(1e-5f));
        assertThat(onnx(file, observations, noise)).containsExactly(expected, within(1e-5f));
        assertThat(runtime(file, observations, noise)).containsExactly(onnx(file, observations, noise), within(1e-5f));
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

    private static float[] onnx(PolicyFile file, float[] observations, float[] noise) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        int width = file.spec().observationSize();
        int rows = observations.length / width;
        try (OrtSession session = environment.createSession(OnnxExport.bytes(file), new OrtSession.SessionOptions());
                OnnxTensor s = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(observations), new long[] {rows, width});
                OnnxTensor z = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(noise), new long[] {rows, file.spec().noiseSize()});
                OrtSession.Result result = session.run(Map.of("observation", s, "noise", z))) {
            OnnxTensor action = (OnnxTensor) result.get("action").orElseThrow();
            assertThat(action.getInfo().getShape()).containsExactly(rows, file.spec().actionSize());
            float[] actions = new float[rows * file.spec().actionSize()];
            action.getFloatBuffer().get(actions);
            return actions;
        }
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
