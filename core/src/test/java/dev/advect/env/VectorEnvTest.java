package dev.advect.env;

import dev.advect.env.VectorEnv.Episodes;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.io.StateDict;
import dev.advect.nn.torch.HostTensor;
import org.junit.jupiter.api.Test;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VectorEnvTest {

    /**
     * Observes 100·episode + step; the action is the reward, except that |action| = 1 sets off what {@code event}
     * says.
     */
    private static final class Scripted implements Env {
        private final String event;
        private int episode;
        private int step;

        Scripted(String event) {
            this.event = event;
        }

        @Override
        public EnvSpec spec() {
            return EnvSpec.of("scripted", 1, 1, 3);
        }

        @Override
        public void reset(RandomGenerator random, float[] observation) {
            episode++;
            step = 0;
            observation[0] = 100 * episode;
        }

        @Override
        public void step(float[] action, Step out) {
            step++;
            out.observation[0] = 100 * episode + step;
            out.reward = action[0];
            if (Math.abs(action[0]) == 1) {
                switch (event) {
                    case "terminate" -> out.terminated = true;
                    case "truncate" -> out.truncated = true;
                    case "both" -> {
                        out.terminated = true;
                        out.truncated = true;
                    }
                    case "nan observation" -> out.observation[0] = Float.NaN;
                    case "infinite reward" -> out.reward = Double.NEGATIVE_INFINITY;
                    case "nan reward" -> out.reward = Double.NaN;
                    case "diverged" -> out.diverged = true;
                    default -> throw new IllegalStateException(event);
                }
            }
        }
    }

    @Test
    void step_timeLimit_truncates_resetsAndKeepsTheFinalObservation() {
        try (VectorEnv envs = scripted("terminate", NonFinite.ERROR)) {
            assertThat(observations(envs)).containsExactly(100, 100);
            step(envs, 0.5f, 0.25f);
            assertThat(observations(envs)).containsExactly(101, 101);
            assertThat(finals(envs)).containsExactly(101, 101);
            assertThat(envs.reward(1)).isEqualTo(0.25);
            assertThat(envs.truncated(0)).isFalse();
            step(envs, 0, 0);
            assertThat(envs.episodeStep(0)).isEqualTo(2);
            step(envs, 0, 0);
            assertThat(envs.truncated(0)).isTrue();
            assertThat(envs.terminated(0)).isFalse();
            assertThat(finals(envs)).containsExactly(103, 103);
            assertThat(observations(envs)).containsExactly(200, 200);
            assertThat(envs.episodeStep(0)).isZero();
            step(envs, 0, 0);
            assertThat(envs.truncated(0)).isFalse();
            assertThat(observations(envs)).containsExactly(201, 201);
        }
    }

    @Test
    void step_termination_isKeptApartFromTruncation() {
        try (VectorEnv envs = scripted("terminate", NonFinite.ERROR)) {
            step(envs, 1, 0); // the first terminates, the second goes on
            assertThat(envs.terminated(0)).isTrue();
            assertThat(envs.truncated(0)).isFalse();
            assertThat(envs.terminated(1)).isFalse();
            assertThat(finals(envs)).containsExactly(101, 101);
            assertThat(observations(envs)).containsExactly(200, 101);
            step(envs, 0, 0);
            step(envs, 0, 1); // the second terminates in its last step: no truncation then
            assertThat(envs.terminated(1)).isTrue();
            assertThat(envs.truncated(1)).isFalse();
            assertThat(envs.truncated(0)).isFalse();
            assertThat(envs.episodeStep(0)).isEqualTo(2);
        }
    }

    /** The first episode of three steps reaches "a" and then "b", the second one "a" in its last step. */
    @Test
    void drainEpisodes_milestones_areCountedOnceAnEpisode() {
        EnvSpec spec = new EnvSpec("marks", 1, 1, 3, 1, 1, List.of(), List.of("a", "b"));
        Env marks = new Env() {
            private long reached;

            @Override
            public EnvSpec spec() {
                return spec;
            }

            @Override
            public void reset(RandomGenerator random, float[] observation) {
                reached = 0;
            }

            @Override
            public void step(float[] action, Step out) {
                reached |= (long) action[0];
                out.reached = reached;
            }
        };
        try (VectorEnv envs = new VectorEnv(() -> marks, 1, 0, NonFinite.ERROR);
                HostTensor action = new HostTensor(1)) {
            envs.reset(0, 1);
            float[] bits = {1, 2, 0, 0, 0, 1};
            for (int t = 0; t < bits.length; t++) {
                assertThat(envs.drainEpisodes().reached()).containsEntry("a", t == 3 ? 1L : 0).containsEntry("b", t == 3 ? 1L : 0);
                action.write(0, bits, t, 1);
                envs.step(0, 1, action.segment());
            }
            Episodes last = envs.drainEpisodes();
            assertThat(last.count()).isEqualTo(1);
            assertThat(last.reached()).containsEntry("a", 1L).containsEntry("b", 0L);
        }
    }

    @Test
    void step_environmentTruncates_orDoesBoth() {
        try (VectorEnv envs = scripted("truncate", NonFinite.ERROR)) {
            step(envs, 1, 0);
            assertThat(envs.truncated(0)).isTrue();
            assertThat(envs.terminated(0)).isFalse();
            assertThat(observations(envs)).containsExactly(200, 101);
        }
        try (VectorEnv envs = scripted("both", NonFinite.ERROR)) {
            step(envs, 1, 0);
            assertThat(envs.truncated(0)).isFalse();
            assertThat(envs.terminated(0)).isTrue();
        }
    }

    @Test
    void step_ofARange_leavesTheOthers() {
        try (VectorEnv envs = scripted("terminate", NonFinite.ERROR); HostTensor actions = new HostTensor(2)) {
            envs.step(1, 2, actions.segment());
            assertThat(observations(envs)).containsExactly(100, 101);
            envs.reset(1, 2);
            assertThat(observations(envs)).containsExactly(100, 200);
        }
    }

    @Test
    void step_notFinite_namesEnvironmentIndexAndStep() {
        notFinite("nan observation", "component 0 of the observation is NaN");
        notFinite("infinite reward", "the reward is -Infinity");
        notFinite("nan reward", "the reward is NaN");
        notFinite("diverged", "the simulation diverged");
    }

    private static void notFinite(String event, String what) {
        try (VectorEnv envs = scripted(event, NonFinite.ERROR)) {
            step(envs, 0, 0);
            assertThatThrownBy(() -> step(envs, 0, 1)).isInstanceOf(EnvException.class)
                    .hasMessageStartingWith("environment scripted no. 1, step 2: " + what)
                    .hasMessageContaining("--set loop.nonFinite=end_episode");
        }
    }

    @Test
    void step_notFiniteEndsTheEpisode_terminatedWithoutRewardAndCounted() {
        for (String event : new String[] {"nan observation", "infinite reward", "nan reward", "diverged"}) {
            try (VectorEnv envs = scripted(event, NonFinite.END_EPISODE)) {
                step(envs, 0.5f, 0.5f);
                step(envs, 0.25f, 1);
                assertThat(envs.reward(1)).isZero();
                assertThat(envs.terminated(1)).isTrue();
                assertThat(envs.truncated(1)).isFalse();
                assertThat(finals(envs)).containsExactly(102, 101); // the observation before
                assertThat(observations(envs)).containsExactly(102, 200);
                assertThat(envs.drainEpisodes()).isEqualTo(new Episodes(1, 0.5, 2, 1));
            }
        }
    }

    @Test
    void step_actionNotFinite_refused() {
        for (NonFinite nonFinite : NonFinite.values()) {
            try (VectorEnv envs = scripted("terminate", nonFinite)) {
                step(envs, 0, 0);
                assertThatThrownBy(() -> step(envs, 0, Float.NaN)).isInstanceOf(EnvException.class)
                        .hasMessageStartingWith("environment scripted no. 1, step ")
                        .hasMessageContaining("component 0 of the action is NaN")
                        .hasMessageContaining("policy has diverged");
            }
        }
    }

    @Test
    void reset_notFinite_refusedInEitherMode() {
        Env env = new Env() {
            @Override
            public EnvSpec spec() {
                return EnvSpec.of("broken", 2, 1, 3);
            }

            @Override
            public void reset(RandomGenerator random, float[] observation) {
                observation[1] = Float.POSITIVE_INFINITY;
            }

            @Override
            public void step(float[] action, Step out) {}
        };
        try (VectorEnv envs = new VectorEnv(() -> env, 1, 0, NonFinite.END_EPISODE)) {
            assertThatThrownBy(() -> envs.reset(0, 1)).isInstanceOf(EnvException.class)
                    .hasMessage("environment broken no. 0, step 0: component 1 of the first observation is Infinity");
        }
    }

    @Test
    void drainEpisodes_sumsFinishedEpisodes_andForgetsThem() {
        try (VectorEnv envs = scripted("terminate", NonFinite.ERROR)) {
            step(envs, 0.5f, 0.25f);
            assertThat(envs.drainEpisodes()).isEqualTo(new Episodes(0, 0, 0, 0));
            step(envs, 1, 0.25f); // ends: 0.5 + 1, two steps
            step(envs, 0.5f, 0.25f); // the second is cut off: 3 · 0.25, three steps
            assertThat(envs.drainEpisodes()).isEqualTo(new Episodes(2, 2.25, 5, 0));
            assertThat(envs.drainEpisodes()).isEqualTo(new Episodes(0, 0, 0, 0));
            step(envs, -1, 0); // ends: 0.5 − 1
            assertThat(envs.drainEpisodes()).isEqualTo(new Episodes(1, -0.5, 2, 0));
        }
    }

    @Test
    void stagger_firstEpisodes_endAtDifferentTimes_andOnlyWholeOnesAreCounted() {
        int n = 64;
        try (VectorEnv envs = new VectorEnv(() -> new Scripted("terminate"), n, 5, NonFinite.ERROR);
                HostTensor actions = new HostTensor(n)) {
            envs.reset(0, n);
            envs.stagger(0, n);
            int[] begun = new int[3];
            for (int i = 0; i < n; i++) {
                begun[envs.episodeStep(i)]++;
            }
            // a third each: 21.3, standard deviation 3.8
            assertThat(begun).satisfies(counts -> {
                for (int count : counts) {
                    assertThat(count).isBetween(8, 35);
                }
            });
            // of three steps, each begun step is one less to go
            envs.step(0, n, actions.segment());
            int ended = 0;
            for (int i = 0; i < n; i++) {
                ended += envs.truncated(i) ? 1 : 0;
            }
            assertThat(ended).isEqualTo(begun[2]);
            assertThat(envs.drainEpisodes().count()).isZero();
            envs.step(0, n, actions.segment());
            assertThat(envs.drainEpisodes().count()).isZero();
            for (int expected : new int[] {begun[0], begun[2], begun[1], begun[0]}) {
                envs.step(0, n, actions.segment());
                assertThat(envs.drainEpisodes()).isEqualTo(new Episodes(expected, 0, 3L * expected, 0));
            }
        }
    }

    @Test
    void load_shortenedEpisodes_stayUncounted() {
        try (VectorEnv envs = tiny(11);
                VectorEnv other = tiny(99)) {
            envs.stagger(0, 4);
            StateDict state = new StateDict();
            envs.save(state);
            other.load(state);
            assertThat(walk(other, 0, 5)).containsExactlyElementsOf(walk(envs, 0, 5));
        }
    }

    @Test
    void reset_everyEnvironment_hasItsOwnRandomness_fromTheSeed() {
        try (VectorEnv a = new VectorEnv(TinyEnv::new, 3, 5, NonFinite.ERROR);
                VectorEnv b = new VectorEnv(TinyEnv::new, 3, 5, NonFinite.ERROR);
                VectorEnv c = new VectorEnv(TinyEnv::new, 3, 6, NonFinite.ERROR)) {
            a.reset(0, 3);
            b.reset(0, 3);
            c.reset(0, 3);
            float[] first = observations(a);
            assertThat(observations(b)).containsExactly(first);
            assertThat(observations(c)[0]).isNotEqualTo(first[0]);
            assertThat(first[0]).isNotEqualTo(first[2]);
            assertThat(first[2]).isNotEqualTo(first[4]);
        }
    }

    @Test
    void load_savableEnvironments_continueInTheMiddleOfEpisodes() {
        try (VectorEnv envs = tiny(11);
                VectorEnv other = tiny(99)) {
            walk(envs, 0, 13);
            envs.drainEpisodes();
            StateDict state = new StateDict();
            envs.save(state);
            float[] saved = observations(envs);
            List<String> expected = walk(envs, 13, 40);

            walk(other, 0, 7);
            other.drainEpisodes();
            assertThat(other.load(state)).isTrue();
            assertThat(observations(other)).containsExactly(saved);
            assertThat(walk(other, 13, 40)).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void load_notSavable_beginsNewEpisodesAndSaysSo() {
        try (VectorEnv envs = new VectorEnv(TinyEnv::notSavable, 4, 11, NonFinite.ERROR);
                VectorEnv other = new VectorEnv(TinyEnv::notSavable, 4, 11, NonFinite.ERROR)) {
            envs.reset(0, 4);
            walk(envs, 0, 13);
            StateDict state = new StateDict();
            envs.save(state);
            assertThat(other.load(state)).isFalse();
            for (int i = 0; i < 4; i++) {
                assertThat(other.episodeStep(i)).isZero();
                assertThat(observations(other)[2 * i + 1]).isZero();
            }
            // the new episodes are fresh ones, not those with which the run once began
            float[] drawn = observations(other);
            walk(envs, 13, 14);
            StateDict later = new StateDict();
            envs.save(later);
            other.load(later);
            assertThat(observations(other)).isNotEqualTo(drawn);
            StateDict restored = new StateDict();
            other.load(state);
            assertThat(observations(other)).containsExactly(drawn);
            other.save(restored);
            assertThat(restored.doubles("progress")[0]).isEqualTo(13);
        }
    }

    @Test
    void load_stateIsNotReadWhole_refused() {
        StateDict state = new StateDict();
        try (VectorEnv envs = tiny(1)) {
            envs.save(state);
        }
        long[] lengths = state.longs("state_lengths"); // 8 bytes each
        lengths[0] += 4;
        lengths[1] -= 4;
        try (VectorEnv other = tiny(1)) {
            assertThatThrownBy(() -> other.load(state)).isInstanceOf(UncheckedIOException.class).hasMessage(
                    "the saved state of environment no. 0 cannot be read: 4 bytes are left that the environment does not read");
        }
    }

    @Test
    void load_ofOtherShape_refusedByName() {
        StateDict state = new StateDict();
        try (VectorEnv envs = tiny(1)) {
            envs.save(state);
        }
        try (VectorEnv more = new VectorEnv(TinyEnv::new, 5, 1, NonFinite.ERROR)) {
            assertThatThrownBy(() -> more.load(state)).isInstanceOf(RuntimeException.class)
                    .hasMessageContaining("random");
        }
    }

    @Test
    void constructor_noEnvironments_refused() {
        assertThatThrownBy(() -> new VectorEnv(TinyEnv::new, 0, 1, NonFinite.ERROR))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("envs: 0");
    }

    @Test
    void close_closesEveryEnvironment() {
        List<Integer> closed = new ArrayList<>();
        VectorEnv envs = new VectorEnv(() -> new Env() {
            private final Scripted scripted = new Scripted("terminate");

            @Override
            public EnvSpec spec() {
                return scripted.spec();
            }

            @Override
            public void reset(RandomGenerator random, float[] observation) {
                scripted.reset(random, observation);
            }

            @Override
            public void step(float[] action, Step out) {
                scripted.step(action, out);
            }

            @Override
            public void close() {
                closed.add(closed.size());
            }
        }, 3, 0, NonFinite.ERROR);
        envs.close();
        assertThat(closed).containsExactly(0, 1, 2);
    }

    private static VectorEnv scripted(String event, NonFinite nonFinite) {
        VectorEnv envs = new VectorEnv(() -> new Scripted(event), 2, 0, nonFinite);
        envs.reset(0, 2);
        return envs;
    }

    private static VectorEnv tiny(long seed) {
        VectorEnv envs = new VectorEnv(TinyEnv::new, 4, seed, NonFinite.ERROR);
        envs.reset(0, 4);
        return envs;
    }

    private static void step(VectorEnv envs, float... actions) {
        try (HostTensor block = new HostTensor(actions.length)) {
            block.write(0, actions, 0, actions.length);
            envs.step(0, envs.count(), block.segment());
        }
    }

    /** Steps with actions that depend on the step's number; all that comes of it. */
    private static List<String> walk(VectorEnv envs, int from, int to) {
        List<String> seen = new ArrayList<>();
        for (int k = from; k < to; k++) {
            float a = (float) Math.sin(k);
            step(envs, a, -a, a / 2, 0);
            for (int i = 0; i < 4; i++) {
                seen.add(envs.reward(i) + " " + envs.terminated(i) + " " + envs.truncated(i) + " "
                        + observations(envs)[2 * i] + " " + finals(envs)[2 * i + 1]);
            }
        }
        seen.add(envs.drainEpisodes().toString());
        return seen;
    }

    private static float[] observations(VectorEnv envs) {
        return floats(envs.observations());
    }

    private static float[] finals(VectorEnv envs) {
        return floats(envs.finalObservations());
    }

    private static float[] floats(MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_FLOAT);
    }
}
