package dev.advect.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.advect.random.Rng;
import dev.advect.runtime.Activation;
import dev.advect.runtime.Deviation;
import dev.advect.runtime.FlowNoise;
import dev.advect.runtime.FlowSpec;
import dev.advect.runtime.GaussianSpec;
import dev.advect.runtime.LatentSpec;
import dev.advect.runtime.Policy;
import dev.advect.runtime.PolicyFile;
import dev.advect.runtime.PolicySpec;
import dev.advect.runtime.Solver;
import dev.advect.runtime.Squash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What ONNX Runtime computes of a policy's graph is what our runtime computes of its file. */
class OnnxExportTest {
    private static final int ROWS = 40;

    @ParameterizedTest
    @EnumSource(value = Solver.class, mode = EnumSource.Mode.EXCLUDE, names = "DENOISING")
    void flow_anySolverAndSchedule_agrees(Solver solver) throws OrtException {
        for (List<Double> times : List.of(FlowSpec.uniform(1, 0, 10), List.of(1.0, 0.9, 0.2, 0.0), List.of(1.0, 0.0))) {
            agree(new FlowSpec(17, 6, List.of(32, 32, 20), 8, 0.25, 1, times, solver, 0.7), Squash.TANH, 1.2);
        }
    }

    @Test
    void flowThatPredictsActions_agrees() throws OrtException {
        agree(new FlowSpec(17, 6, List.of(32, 20), 8, 1, 1, FlowSpec.uniform(1, 0, 10), Solver.EULER,
                new FlowNoise(1, 0, 0, 0, true), true), Squash.TANH, 1.2);
    }

    @Test
    void flowFromLessNoise_agrees() throws OrtException {
        agree(new FlowSpec(5, 3, List.of(16, 9), 6, 1, 2, FlowSpec.uniform(0, 1, 4), Solver.EULER,
                new FlowNoise(0.6, 0, 0, 0, true)), Squash.CLIP, 0);
    }

    @Test
    void gaussian_agrees() throws OrtException {
        agree(new GaussianSpec(5, 3, List.of(16, 9), 1e-3), Squash.TANH, 0);
    }

    @Test
    void gaussianOfSoftActorCritic_agrees() throws OrtException {
        agree(new GaussianSpec(5, 3, List.of(16, 9), Activation.RELU, new Deviation.Exponential(-1, -1.2, -0.8)),
                Squash.TANH, 0);
    }

    @ParameterizedTest
    @CsvSource({"DENOISING, 0.1, 0.1", "DENOISING, 0.05, 0.4", "HEUN, 0.05, 0.4"})
    void denoising_agrees(Solver solver, double low, double high) throws OrtException {
        agree(new FlowSpec(5, 3, List.of(16, 9), 8, 0.25, 1, List.of(1.0, 0.7, 0.2, 0.0), solver,
                new FlowNoise(1, 0, low, high, false)), Squash.TANH, 1.2);
    }

    @ParameterizedTest
    @EnumSource(value = Solver.class, mode = EnumSource.Mode.EXCLUDE, names = {"DENOISING", "SDE"})
    void latentActorOnAFlow_agrees(Solver solver) throws OrtException {
        FlowSpec flow = new FlowSpec(5, 3, List.of(16, 9), 8, 0.25, 1, FlowSpec.uniform(1, 0, 4), solver, 0);
        agree(new LatentSpec(List.of(12, 7), 1e-3, flow), Squash.TANH, 1.2);
    }

    @Test
    void chunk_isInTheMetadata() throws OrtException {
        PolicyFile one = file(new GaussianSpec(1, 4, List.of(2), 0), Squash.TANH, 0);
        PolicyFile two = new PolicyFile(one.spec(), one.squash(), 0, 2, one.shift(), one.scale(), one.parameters(),
                one.info());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = OrtEnvironment.getEnvironment().createSession(OnnxExport.bytes(two), options)) {
            assertThat(session.getMetadata().getCustomMetadata())
                    .containsOnly(Map.entry("env", "toy"), Map.entry("chunk", "2"));
        }
    }

    @Test
    void cascadeWithClippedActions_agrees() throws OrtException {
        float[] actions = agree(new FlowSpec(4, 2, List.of(16, 8), 6, 1, 5, FlowSpec.uniform(0, 1, 10), Solver.EULER, 0),
                Squash.CLIP, 0);

        assertThat(actions).contains(1, -1);
    }

    @Test
    void oneStepWithClippedActions_agrees() throws OrtException {
        agree(new FlowSpec(4, 2, List.of(16, 8), 2, 1, 1, FlowSpec.uniform(0, 1, 1), Solver.EULER, 0), Squash.CLIP, 0);
    }

    @Test
    void oneRow_isThatOfMany() throws OrtException {
        PolicyFile file = file(new FlowSpec(2, 1, List.of(8), 2, 0.25, 1, List.of(1.0, 0.5, 0.0), Solver.EULER, 0),
                Squash.TANH, 0);
        float[] observations = normal(6, 1);
        float[] noise = normal(3, 2);
        float[] three = onnx(file, observations, noise);

        float[] one = onnx(file, new float[] {observations[2], observations[3]}, new float[] {noise[1]});

        assertThat(one).containsExactly(new float[] {three[1]}, within(1e-6f));
    }

    @Test
    void metadata_isTheInfo() throws OrtException {
        PolicyFile file = file(new GaussianSpec(1, 1, List.of(2), 0), Squash.TANH, 0);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session =
                        OrtEnvironment.getEnvironment().createSession(OnnxExport.bytes(file), options)) {
            assertThat(session.getMetadata().getCustomMetadata()).containsExactly(Map.entry("env", "toy"));
            assertThat(session.getMetadata().getProducerName()).isEqualTo("advect");
            assertThat(session.getInputNames()).containsExactly("observation", "noise");
            assertThat(session.getOutputNames()).containsExactly("action");
        }
    }

    private static float[] agree(PolicySpec spec, Squash squash, double bound) throws OrtException {
        PolicyFile file = file(spec, squash, bound);
        float[] observations = normal(ROWS * spec.observationSize(), 3);
        float[] noise = normal(ROWS * spec.noiseSize(), 4);
        float[] expected = new float[ROWS * spec.actionSize()];
        Policy.of(file).act(observations, noise, expected, ROWS);

        float[] actions = onnx(file, observations, noise);

        assertThat(actions).containsExactly(expected, within(1e-5f));
        assertThat(actions).doesNotContain(0);
        return actions;
    }

    private static PolicyFile file(PolicySpec spec, Squash squash, double bound) {
        float[] parameters = normal((int) spec.parameters(), 1);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] *= 1 / (float) Math.sqrt(spec.inputs());
        }
        float[] scale = new float[spec.observationSize()];
        Arrays.fill(scale, 2.5f);
        return new PolicyFile(
                spec, squash, bound, 1, 0.7 * bound, normal(scale.length, 2), scale, parameters, Map.of("env", "toy"));
    }

    private static float[] onnx(PolicyFile file, float[] observations, float[] noise) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        int width = file.spec().observationSize();
        int rows = observations.length / width;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(OnnxExport.bytes(file), options);
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
