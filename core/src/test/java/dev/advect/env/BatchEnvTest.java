package dev.advect.env;

import dev.advect.env.VectorEnv.Episodes;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.nn.torch.HostTensor;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/** How {@link VectorEnv} drives environments that are stepped together. */
class BatchEnvTest {

    /** Observes the steps since the reset plus 100 · i, and notes its calls; action 1 terminates. */
    private static final class Noted implements BatchEnv {
        final List<String> calls = new ArrayList<>();
        final int[] steps;

        Noted(int count) {
            steps = new int[count];
        }

        @Override
        public EnvSpec spec() {
            return EnvSpec.of("noted", 1, 1, 3);
        }

        @Override
        public int count() {
            return steps.length;
        }

        @Override
        public void reset(int i, RandomGenerator random, float[] observation) {
            calls.add("reset " + i);
            steps[i] = 0;
            observation[0] = 100 * i;
        }

        @Override
        public void step(int from, int to, float[][] actions, Step[] out) {
            calls.add("step " + from + " to " + to);
            for (int i = from; i < to; i++) {
                steps[i]++;
                out[i].observation[0] = 100 * i + steps[i];
                out[i].reward = actions[i][0];
                out[i].terminated = actions[i][0] == 1;
            }
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private static EnvFactory factory(Noted noted) {
        return new EnvFactory() {
            @Override
            public Env create() {
                throw new AssertionError("a batch was asked for");
            }

            @Override
            public BatchEnv createBatch(int count) {
                assertThat(count).isEqualTo(noted.count());
                return noted;
            }
        };
    }

    @Test
    void step_wholeRange_isOneCall_andResetsFollowForThoseThatEnded() {
        Noted noted = new Noted(3);
        try (VectorEnv envs = new VectorEnv(factory(noted), 3, 0, NonFinite.ERROR);
                HostTensor actions = new HostTensor(3)) {
            envs.reset(0, 3);
            actions.write(0, new float[] {0.5f, 1, 0.25f}, 0, 3);
            envs.step(0, 3, actions.segment());
            envs.step(1, 2, actions.segment());
            assertThat(envs.observations().toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1, 100, 201);
            assertThat(envs.finalObservations().toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1, 101, 201);
            assertThat(envs.drainEpisodes()).isEqualTo(new Episodes(2, 2, 2, 0));
        }
        assertThat(noted.calls).containsExactly("reset 0", "reset 1", "reset 2", "step 0 to 3", "reset 1",
                "step 1 to 2", "reset 1", "close");
    }

    @Test
    void createBatch_byDefault_stepsThoseOfTheFactory() {
        AtomicInteger made = new AtomicInteger();
        EnvFactory factory = () -> {
            made.incrementAndGet();
            return new TinyEnv();
        };
        try (BatchEnv batch = factory.createBatch(4)) {
            assertThat(made).hasValue(4);
            assertThat(batch.count()).isEqualTo(4);
            assertThat(batch.spec()).isEqualTo(TinyEnv.SPEC);
            assertThat(batch.savable(2)).isInstanceOf(TinyEnv.class);
            float[] observation = new float[2];
            batch.reset(2, new Rng(0, 0), observation);
            float[][] actions = {{0}, {0}, {0.25f}, {0}};
            Step[] out = {new Step(2), new Step(2), new Step(2), new Step(2)};
            batch.step(2, 3, actions, out);
            assertThat(out[2].reward).isEqualTo(-0.0625);
            assertThat(out[1].observation).containsExactly(0, 0);
        }
        EnvFactory other = TinyEnv::notSavable;
        try (BatchEnv batch = other.createBatch(1)) {
            assertThat(batch.savable(0)).isNull();
        }
    }
}
