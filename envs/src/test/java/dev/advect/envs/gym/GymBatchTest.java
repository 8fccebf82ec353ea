package dev.advect.envs.gym;

import dev.advect.env.BatchEnv;
import dev.advect.env.Env;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.env.Step;
import dev.advect.env.VectorEnv;
import dev.advect.env.VectorEnv.Episodes;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.io.StateDict;
import dev.advect.random.Rng;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What comes through the bridge. */
class GymBatchTest {
    private static final int COUNT = 5;

    @BeforeAll
    static void python() throws IOException, InterruptedException {
        Python.assume();
    }

    /** All that a vector of environments shows of some steps, first as two ranges, then as one. */
    private static List<String> walk(EnvFactory factory, int steps) {
        List<String> seen = new ArrayList<>();
        try (VectorEnv envs = new VectorEnv(factory, COUNT, 3, NonFinite.ERROR); Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(COUNT * 2 * Float.BYTES);
            Rng random = new Rng(1, 1);
            envs.reset(0, COUNT);
            for (int t = 0; t < steps; t++) {
                for (int k = 0; k < 2 * COUNT; k++) {
                    actions.setAtIndex(ValueLayout.JAVA_FLOAT, k, random.nextFloat(-1, 1));
                }
                int split = t % (COUNT + 1);
                envs.step(0, split, actions);
                envs.step(split, COUNT, actions);
                for (int i = 0; i < COUNT; i++) {
                    seen.add(envs.reward(i) + " " + envs.terminated(i) + " " + envs.truncated(i));
                }
                seen.add(floats(envs.observations()));
                seen.add(floats(envs.finalObservations()));
            }
            seen.add(envs.drainEpisodes().toString());
        }
        return seen;
    }

    private static String floats(MemorySegment block) {
        return Arrays.toString(block.toArray(ValueLayout.JAVA_FLOAT));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void step_trajectories_areThoseOfTheTwin(int processes) {
        List<String> twin = walk(StubTwin::new, 120);
        assertThat(twin).anyMatch(line -> line.contains(" true false"), "terminated")
                .anyMatch(line -> line.contains(" false true"), "truncated");
        assertThat(walk(Python.stub("Stub", processes), 120)).isEqualTo(twin);
    }

    @Test
    void spec_isGymnasiums() {
        assertThat(Python.stub("Stub", 1).spec()).isEqualTo(EnvSpec.of("gym:stub:Stub-v0", 3, 2, 12));
        assertThat(Python.stub("Parts", 1).spec()).isEqualTo(EnvSpec.of("gym:stub:Parts-v0", 5, 2, 1000)
                .withParts(new ObservationPart("a", 1), new ObservationPart("b", 4)));
    }

    @Test
    void create_single_isABatchOfOne() {
        try (Env env = Python.stub("Stub", 4).create(); Env twin = new StubTwin()) {
            float[] seen = new float[3];
            float[] expected = new float[3];
            env.reset(new Rng(0, 0), seen);
            twin.reset(new Rng(0, 0), expected);
            assertThat(seen).containsExactly(expected);
            Step out = new Step(3);
            Step of = new Step(3);
            env.step(new float[] {-1, 1}, out);
            twin.step(new float[] {-1, 1}, of);
            assertThat(out.observation).containsExactly(of.observation);
            assertThat(out.reward).isEqualTo(of.reward);
        }
    }

    @Test
    void observation_dictOfBoxes_isFlattenedInItsOrder() {
        Step out = only(Python.stub("Parts", 1), new float[] {0, 0});
        assertThat(out.observation).containsExactly(1, 1.5f, 2.5f, 3.5f, 4.5f);
    }

    @Test
    void observation_dictOfAnotherOrder_saysWhich() {
        GymFactory factory = Python.stub("Unsorted", 1);

        assertThat(factory.spec().observationParts())
                .containsExactly(new ObservationPart("b", 4), new ObservationPart("a", 1));
        assertThat(only(factory, new float[] {0, 0}).observation).containsExactly(1.5f, 2.5f, 3.5f, 4.5f, 1);
    }

    /** 0.1 is 4.95 of 9, whole numbers being asked for: 5. */
    @Test
    void action_ofWholeNumbers_isRounded() {
        assertThat(only(Python.stub("Whole", 1), new float[] {0.1f}).observation[2]).isEqualTo(5);
        assertThat(only(Python.stub("Whole", 1), new float[] {-7}).observation[2]).isZero();
    }

    /** The first step of a batch of one. */
    private static Step only(EnvFactory factory, float[] action) {
        try (BatchEnv batch = factory.createBatch(1)) {
            batch.reset(0, new Rng(0, 0), new float[batch.spec().observationSize()]);
            Step[] out = {new Step(batch.spec().observationSize())};
            batch.step(0, 1, new float[][] {action}, out);
            return out[0];
        }
    }

    @Test
    void step_notANumber_endsTheEpisodeOrTheRun() {
        GymFactory factory = Python.stub("NotANumber", 1);
        try (Arena arena = Arena.ofConfined();
                VectorEnv envs = new VectorEnv(factory, 1, 0, NonFinite.END_EPISODE);
                VectorEnv strict = new VectorEnv(factory, 1, 0, NonFinite.ERROR)) {
            MemorySegment still = arena.allocate(2 * Float.BYTES);
            envs.reset(0, 1);
            for (int t = 0; t < 4; t++) {
                envs.step(0, 1, still);
                assertThat(envs.terminated(0)).isEqualTo(t % 2 == 1);
            }
            // Python knows nothing of the end, and is told to begin anew
            assertThat(envs.observations().getAtIndex(ValueLayout.JAVA_FLOAT, 1)).isZero();
            assertThat(envs.drainEpisodes()).satisfies(episodes -> {
                assertThat(episodes.count()).isEqualTo(2);
                assertThat(episodes.nonFinite()).isEqualTo(2);
            });
            strict.reset(0, 1);
            strict.step(0, 1, still);
            assertThatThrownBy(() -> strict.step(0, 1, still)).isInstanceOf(EnvException.class)
                    .hasMessageStartingWith("environment gym:stub:NotANumber-v0 no. 0, step 2: component 1 of the obs");
        }
    }

    @Test
    void load_pythonIsNotSaved_beginsNewEpisodes() {
        GymFactory factory = Python.stub("Stub", 1);
        try (Arena arena = Arena.ofConfined();
                VectorEnv envs = new VectorEnv(factory, 2, 0, NonFinite.ERROR);
                VectorEnv other = new VectorEnv(factory, 2, 1, NonFinite.ERROR)) {
            envs.reset(0, 2);
            envs.step(0, 2, arena.allocate(4 * Float.BYTES));
            StateDict state = new StateDict();
            envs.save(state);
            assertThat(other.load(state)).isFalse();
            assertThat(other.episodeStep(0)).isZero();
            assertThat(other.drainEpisodes()).isEqualTo(new Episodes(0, 0, 0, 0));
        }
    }
}
