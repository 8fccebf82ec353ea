package dev.advect.runtime;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PolicyTest {
    /** More than a chunk, and odd. */
    private static final int ROWS = Chunk.ROWS + 5;

    static Stream<PolicySpec> specs() {
        return Samples.specs();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void act_manyRows_isWhatTheDescriptionSays(PolicySpec spec) {
        for (int seed = 0; seed < 6; seed++) {
            PolicyFile file = Samples.file(spec, seed);
            SplittableRandom random = new SplittableRandom(seed);
            float[] observations = Samples.normal(random, ROWS * spec.observationSize());
            float[] noise = Samples.normal(random, ROWS * spec.noiseSize());

            float[] actions = act(Policy.of(file, new VectorKernel()), observations, noise);

            DoublePolicy expected = new DoublePolicy(file);
            for (int row = 0; row < ROWS; row++) {
                double[] action = expected.act(row(observations, row, spec.observationSize()),
                        row(noise, row, spec.noiseSize()));
                for (int j = 0; j < action.length; j++) {
                    assertThat((double) actions[row * action.length + j]).isCloseTo(action[j], within(1e-5));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void act_plainJavaOrVectors_oneByOneOrTogether_sameBits(PolicySpec spec) {
        PolicyFile file = Samples.file(spec, 2);
        SplittableRandom random = new SplittableRandom(7);
        float[] observations = Samples.normal(random, ROWS * spec.observationSize());
        float[] noise = Samples.normal(random, ROWS * spec.noiseSize());
        float[] together = act(Policy.of(file, new VectorKernel()), observations, noise);

        assertThat(act(Policy.of(file, new PlainKernel()), observations, noise)).isEqualTo(together);
        Policy one = Policy.of(file);
        for (int row = 0; row < ROWS; row++) {
            float[] action = new float[spec.actionSize()];
            one.act(row(observations, row, spec.observationSize()), row(noise, row, spec.noiseSize()), action, 1);
            assertThat(action).isEqualTo(row(together, row, spec.actionSize()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 128, 192})
    void act_weightsOfBfloat16_sameBits_alsoWhereTheyArePacked(int width) {
        // with vectors of 4, 8 and 16 numbers some of these are packed in blocks, some are not
        PolicyFile file = Samples.file(Samples.flow(Solver.EULER, 3, 128, width, 2 * width), 4).rounded();
        SplittableRandom random = new SplittableRandom(9);
        float[] observations = Samples.normal(random, ROWS * 5);
        float[] noise = Samples.normal(random, ROWS * 3);
        float[] together = act(Policy.of(file, new VectorKernel()), observations, noise);
        float[] plain = act(Policy.of(file, new PlainKernel()), observations, noise);
        Policy one = Policy.of(file, new VectorKernel());
        DoublePolicy expected = new DoublePolicy(file);

        assertThat(plain).isEqualTo(together);
        for (int row = 0; row < ROWS; row++) {
            float[] action = new float[3];
            one.act(row(observations, row, 5), row(noise, row, 3), action, 1);
            assertThat(action).isEqualTo(row(together, row, 3));
            double[] exact = expected.act(row(observations, row, 5), row(noise, row, 3));
            for (int j = 0; j < 3; j++) {
                assertThat((double) action[j]).isCloseTo(exact[j], within(1e-5));
            }
        }
    }

    @Test
    void packed_whereItIsTheSameAndOfUse() {
        int block = 2 * Lanes.PANEL;
        int inputs = Dense.LARGE / block;

        assertThat(layer(inputs, block, 0.5f).packed()).hasSize(Dense.LARGE / 2).containsOnly(0x3F003F00);
        assertThat(layer(inputs, block, 0.1f).packed()).isNull(); // no number of 16 bits
        assertThat(layer(inputs + 1, block, 0.5f).packed()).isNull();
        assertThat(layer(inputs - 2, block, 0.5f).packed()).isNull();
        assertThat(layer(inputs, block + Lanes.PANEL, 0.5f).packed()).isNull();
    }

    private static Dense layer(int inputs, int outputs, float weight) {
        Dense layer = new Dense(inputs, outputs);
        float[] parameters = new float[(inputs + 1) * outputs];
        Arrays.fill(parameters, weight);
        layer.setAll(parameters, 0, 1);
        return layer;
    }

    @ParameterizedTest
    @MethodSource("specs")
    void act_betweenSegments_sameBits_andWhatWasChosenIsBoundedOnly(PolicySpec spec) {
        PolicyFile file = Samples.file(spec, 4);
        SplittableRandom random = new SplittableRandom(8);
        float[] observations = Samples.normal(random, ROWS * spec.observationSize());
        float[] noise = Samples.normal(random, ROWS * spec.noiseSize());
        float[] expected = act(Policy.of(file), observations, noise);
        int d = spec.actionSize();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chosen = arena.allocate(ValueLayout.JAVA_FLOAT, (long) ROWS * d);
            MemorySegment actions = arena.allocate(ValueLayout.JAVA_FLOAT, (long) ROWS * d);

            Policy.of(file).act(MemorySegment.ofArray(observations), MemorySegment.ofArray(noise), chosen, actions, 3,
                    ROWS);

            float[] squashed = actions.toArray(ValueLayout.JAVA_FLOAT);
            assertThat(Arrays.copyOf(squashed, 3 * d)).containsOnly(0);
            assertThat(Arrays.copyOfRange(squashed, 3 * d, squashed.length))
                    .isEqualTo(Arrays.copyOfRange(expected, 3 * d, expected.length));
            float[] before = chosen.toArray(ValueLayout.JAVA_FLOAT);
            for (int i = 0; i < before.length; i++) {
                assertThat(before[i]).isBetween(-1.5f, 1.5f);
                assertThat((float) Math.tanh(before[i])).isEqualTo(squashed[i]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void act_random_drawsTheNoiseRowByRow(PolicySpec spec) {
        PolicyFile file = Samples.file(spec, 1);
        float[] observations = Samples.normal(new SplittableRandom(1), ROWS * spec.observationSize());
        float[] expected = act(Policy.of(file), observations, Samples.normal(new SplittableRandom(5), ROWS * spec.noiseSize()));
        Policy policy = Policy.of(file);
        float[] actions = new float[expected.length];
        SplittableRandom random = new SplittableRandom(5);
        float[] first = new float[spec.actionSize()];

        policy.act(row(observations, 0, spec.observationSize()), first, new SplittableRandom(5));
        policy.act(observations, actions, ROWS, random);

        assertThat(first).isEqualTo(row(expected, 0, first.length));
        assertThat(actions).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void act_central_isThatOfZeroNoise(PolicySpec spec) {
        Policy policy = Policy.of(Samples.file(spec, 3));
        float[] observation = Samples.normal(new SplittableRandom(1), spec.observationSize());
        float[] expected = new float[spec.actionSize()];
        policy.act(observation, new float[spec.noiseSize()], expected, 1);
        float[] action = new float[spec.actionSize()];
        policy.act(observation, action, new SplittableRandom(2));

        policy.act(observation, action);

        assertThat(action).isEqualTo(expected);
    }

    @Test
    void act_handComputed() {
        // v = 0.5·(w·silu(h) + b), h = 2·s + 1·x + cos t·0 + sin t·0 + 0.5
        FlowSpec spec = new FlowSpec(1, 1, List.of(1), 2, 0.5, 1, List.of(1.0, 0.0), Solver.EULER, 0);
        float[] parameters = {2, 1, 0, 0, 0.5f, 3, -1};
        PolicyFile file = new PolicyFile(
                spec, Squash.TANH, 0, new float[] {1}, new float[] {2}, parameters, Map.of());
        float[] action = new float[1];

        Policy.of(file).act(new float[] {2}, new float[] {0.25f}, action, 1);

        double h = 2 * (2 - 1) / 2.0 + 0.25 + 0.5;
        double v = 0.5 * (3 * h / (1 + Math.exp(-h)) - 1);
        assertThat((double) action[0]).isCloseTo(Math.tanh(0.25 - v), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void act_allocatesNothing(PolicySpec spec) {
        Policy policy = Policy.of(Samples.file(spec, 1), new PlainKernel());
        float[] observations = new float[ROWS * spec.observationSize()];
        float[] noise = new float[ROWS * spec.noiseSize()];
        float[] actions = new float[ROWS * spec.actionSize()];
        SplittableRandom random = new SplittableRandom(1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        Runnable acts = () -> {
            policy.act(observations, noise, actions, ROWS);
            policy.act(observations, actions, ROWS, random);
        };
        acts.run(); // classes are loaded

        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 20; i++) {
            acts.run();
        }

        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(1000); // what asking itself takes
    }

    @Test
    void copy_actsOnAnotherThread_withTheSameWeights() throws InterruptedException, ExecutionException {
        Policy policy = Policy.of(Samples.file(Samples.paper(), 1));
        float[] observations = Samples.normal(new SplittableRandom(1), ROWS * 17);
        float[] noise = Samples.normal(new SplittableRandom(2), ROWS * 6);
        float[] expected = act(policy, observations, noise);

        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Future<float[]>> others = IntStream.range(0, 16)
                    .mapToObj(_ -> policy.copy())
                    .map(copy -> pool.submit(() -> act(copy, observations, noise)))
                    .toList();
            for (Future<float[]> other : others) {
                assertThat(other.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void act_observationIsNaN_actionIsNaN() {
        Policy policy = Policy.of(Samples.file(Samples.paper(), 1));
        float[] observation = new float[17];
        observation[3] = Float.NaN;
        float[] action = new float[6];

        policy.act(observation, action);

        assertThat(action).containsOnly(Float.NaN);
    }

    @Test
    void act_arraysOfOtherSizes_areRefused() {
        Policy policy = Policy.of(Samples.file(Samples.paper(), 1));

        assertThatThrownBy(() -> policy.act(new float[16], new float[6]))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("16 observations, where 17 are needed");
        assertThatThrownBy(() -> policy.act(new float[34], new float[12], new float[11], 2))
                .hasMessage("11 actions, where 12 are needed");
        assertThatThrownBy(() -> policy.act(new float[34], new float[11], new float[12], 2))
                .hasMessage("11 numbers of noise, where 12 are needed");
    }

    @Test
    void warmUp_endsWhenItIsWarm_orWhenItsTimeIsOver() {
        Policy policy = Policy.of(Samples.file(Samples.paper(), 1));
        long begin = System.nanoTime();

        boolean warm = policy.warmUp(20);

        double seconds = (System.nanoTime() - begin) * 1e-9;
        assertThat(warm ? Policy.isWarm() : seconds >= 20).isTrue();
        assertThat(policy.warmUp(0)).isFalse();
    }

    @Test
    void with_otherSolver_isThatSolvers() {
        PolicyFile file = Samples.file(Samples.paper(), 1).with(Solver.RK4, 3);
        float[] observation = Samples.normal(new SplittableRandom(1), 17);
        float[] noise = Samples.normal(new SplittableRandom(2), 6);
        float[] action = new float[6];

        Policy.of(file).act(observation, noise, action, 1);

        double[] expected = new DoublePolicy(file).act(observation, noise);
        assertThat(((FlowSpec) file.spec()).steps()).isEqualTo(3);
        for (int j = 0; j < 6; j++) {
            assertThat((double) action[j]).isCloseTo(expected[j], within(1e-5));
        }
    }

    private static float[] act(Policy policy, float[] observations, float[] noise) {
        float[] actions = new float[ROWS * policy.actionSize()];
        policy.act(observations, noise, actions, ROWS);
        return actions;
    }

    private static float[] row(float[] matrix, int row, int width) {
        return Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
    }
}
