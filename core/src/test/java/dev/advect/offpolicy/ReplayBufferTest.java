package dev.advect.offpolicy;

import dev.advect.random.Rng;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** In these tests the observation before step t is t, its action 100 + t and its reward 2^t, unless said otherwise. */
class ReplayBufferTest {
    private final ReplayBuffer buffer = new ReplayBuffer(1, 100, 1, 1, 0.5);
    private final Rng random = new Rng(1, 0);

    @AfterEach
    void close() {
        buffer.close();
    }

    @Test
    void sample_oneStep_isTheTransition() {
        episode(buffer, 0, 0, 3, true);
        for (Map.Entry<Float, Row> entry : rows(buffer, 1, 1).rows().entrySet()) {
            float t = entry.getKey();
            Row row = entry.getValue();
            assertThat(row.action()).containsExactly(100 + t);
            assertThat(row.reward()).isEqualTo((float) Math.pow(2, t));
            assertThat(row.next()).isEqualTo(t + 1);
            assertThat(row.discount()).isEqualTo(t == 2 ? 0 : 0.5f);
        }
        assertThat(rows(buffer, 1, 1).rows().keySet()).containsExactly(0f, 1f, 2f);
        assertThat(buffer.steps()).isEqualTo(3);
    }

    @Test
    void sample_threeSteps_sumsDiscountedRewards_andStopsAtTheEnd() {
        episode(buffer, 0, 0, 5, true);
        Drawn rows = rows(buffer, 1, 3);
        // rewards 1 2 4 8 16, γ = 1/2: three of them from t sum to 3·2^t
        assertThat(rows.row(0f).reward()).isEqualTo(3);
        assertThat(rows.row(0f).next()).isEqualTo(3);
        assertThat(rows.row(0f).discount()).isEqualTo(0.125f);
        assertThat(rows.row(2f).reward()).isEqualTo(12);
        assertThat(rows.row(2f).discount()).isZero();
        assertThat(rows.row(3f).reward()).isEqualTo(16); // 8 + 16/2
        assertThat(rows.row(3f).next()).isEqualTo(5);
        assertThat(rows.row(4f).reward()).isEqualTo(16);
        assertThat(rows.row(4f).discount()).isZero();
    }

    @Test
    void sample_truncated_bootstrapsFromTheLastObservation() {
        episode(buffer, 0, 0, 5, false);
        episode(buffer, 0, 50, 2, true);
        Drawn rows = rows(buffer, 1, 3);
        assertThat(rows.row(2f).discount()).isEqualTo(0.125f);
        assertThat(rows.row(4f).discount()).isEqualTo(0.5f);
        assertThat(rows.row(4f).next()).isEqualTo(5);
        assertThat(rows.row(3f).discount()).isEqualTo(0.25f);
        assertThat(rows.row(50f).discount()).isZero();
        assertThat(rows.rows().keySet()).containsExactly(0f, 1f, 2f, 3f, 4f, 50f, 51f);
    }

    @Test
    void sample_runningEpisode_bootstrapsFromThePresent() {
        steps(buffer, 0, 0, 2);
        Drawn rows = rows(buffer, 1, 3);
        assertThat(rows.row(0f).reward()).isEqualTo(2);
        assertThat(rows.row(0f).discount()).isEqualTo(0.25f);
        assertThat(rows.row(0f).next()).isEqualTo(2);
        assertThat(rows.row(1f).next()).isEqualTo(2);
        assertThat(rows.row(1f).discount()).isEqualTo(0.5f);
    }

    @Test
    void sample_chunks_holdSuccessiveActions_andRepeatTheLastBeyondTheEnd() {
        episode(buffer, 0, 0, 4, true);
        steps(buffer, 0, 20, 2); // two of three actions: not complete yet
        Drawn rows = rows(buffer, 3, 3);
        assertThat(rows.rows().keySet()).containsExactly(0f, 1f, 2f, 3f);
        assertThat(rows.row(0f).action()).containsExactly(100, 101, 102);
        assertThat(rows.row(1f).action()).containsExactly(101, 102, 103);
        assertThat(rows.row(2f).action()).containsExactly(102, 103, 103);
        assertThat(rows.row(3f).action()).containsExactly(103, 103, 103);
        assertThat(rows.row(2f).reward()).isEqualTo(8); // 4 + 8/2
        assertThat(rows.row(2f).discount()).isZero();
        steps(buffer, 0, 22, 1);
        assertThat(rows(buffer, 3, 3).row(20f).action()).containsExactly(120, 121, 122);
    }

    @Test
    void sample_returnToGo_isKnownWhenTheEpisodeHasEnded() {
        episode(buffer, 0, 0, 3, true);
        steps(buffer, 0, 10, 1);
        Drawn rows = rows(buffer, 1, 1);
        assertThat(rows.row(2f).returnToGo()).isEqualTo(4);
        assertThat(rows.row(1f).returnToGo()).isEqualTo(4); // 2 + 4/2
        assertThat(rows.row(0f).returnToGo()).isEqualTo(3);
        assertThat(rows.row(10f).returnToGo()).isEqualTo(Float.NEGATIVE_INFINITY);
        buffer.cutOff(0);
        buffer.cutOff(0);
        assertThat(rows(buffer, 1, 1).row(10f).returnToGo()).isEqualTo(1024);
        assertThat(rows(buffer, 1, 1).row(10f).discount()).isEqualTo(0.5f);
    }

    @Test
    void sample_interruptedEpisode_bootstrapsFromTheLastObservation_andItsReturnStaysUnknown() {
        episode(buffer, 0, 0, 2, true);
        steps(buffer, 0, 10, 2);
        buffer.interrupt(0);
        buffer.interrupt(0);
        episode(buffer, 0, 50, 1, true);
        Drawn rows = rows(buffer, 1, 3);
        assertThat(rows.row(1f).returnToGo()).isEqualTo(2);
        assertThat(rows.row(10f).returnToGo()).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(rows.row(11f).returnToGo()).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(rows.row(10f).discount()).isEqualTo(0.25f);
        assertThat(rows.row(11f).discount()).isEqualTo(0.5f);
        assertThat(rows.row(11f).next()).isEqualTo(12);
        assertThat(rows.row(50f).returnToGo()).isEqualTo(1);
    }

    @Test
    void add_beyondCapacity_replacesTheOldest() {
        try (ReplayBuffer small = new ReplayBuffer(2, 20, 1, 1, 0.5)) {
            // each lane holds nine rows beside the open one
            for (int episode = 0; episode < 7; episode++) {
                episode(small, 0, 10 * episode, 3, true);
                episode(small, 1, 1000 + 10 * episode, 3, true);
            }
            // rows of lane 0: … 40 41 42 end 50 51 52 end 60 61 62 end; the last nine begin with 42's end's successor
            assertThat(rows(small, 1, 1).rows().keySet())
                    .containsExactly(50f, 51f, 52f, 60f, 61f, 62f, 1050f, 1051f, 1052f, 1060f, 1061f, 1062f);
            assertThat(small.steps()).isEqualTo(12);
            steps(small, 0, 70, 5);
            assertThat(rows(small, 1, 1).rows().keySet()).containsExactly(
                    60f, 61f, 62f, 70f, 71f, 72f, 73f, 74f, 1050f, 1051f, 1052f, 1060f, 1061f, 1062f);
            assertThat(small.steps()).isEqualTo(14);
        }
    }

    @Test
    void sample_isUniformOverSteps() {
        try (ReplayBuffer two = new ReplayBuffer(2, 100, 1, 1, 0.5)) {
            episode(two, 0, 0, 5, true);
            episode(two, 1, 10, 2, false);
            episode(two, 1, 20, 3, true);
            Map<Float, Integer> counts = new TreeMap<>();
            try (Batch batch = new Batch(20_000, 1, 1, 1)) {
                two.sample(random, batch, 0, 20_000, 1);
                for (int i = 0; i < 20_000; i++) {
                    counts.merge(batch.observation().get(i), 1, Integer::sum);
                }
            }
            // 20000 draws of ten steps: 2000 each, standard deviation 42
            assertThat(counts).hasSize(10).allSatisfy((t, n) -> assertThat(n).isBetween(1790, 2210));
        }
    }

    @Test
    void sample_range_fillsOnlyThoseRows() {
        episode(buffer, 0, 5, 1, true);
        try (Batch batch = new Batch(4, 1, 1, 1)) {
            buffer.sample(random, batch, 1, 3, 1);
            assertThat(batch.observation().toArray()).containsExactly(0, 5, 5, 0);
        }
    }

    @Test
    void sample_nothingThere_saysSo() {
        try (Batch batch = new Batch(1, 1, 1, 1); Batch chunks = new Batch(1, 1, 1, 4)) {
            assertThatThrownBy(() -> buffer.sample(random, batch, 0, 1, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the replay buffer holds no 1 successive steps");
            steps(buffer, 0, 0, 3);
            assertThatThrownBy(() -> buffer.sample(random, chunks, 0, 1, 4))
                    .hasMessage("the replay buffer holds no 4 successive steps");
        }
    }

    @Test
    void sample_agreesWithAListOfTransitions_whateverWasAdded() {
        for (int round = 0; round < 20; round++) {
            int lanes = 1 + random.nextInt(3);
            int horizon = 1 + random.nextInt(4);
            try (ReplayBuffer ring = new ReplayBuffer(lanes, lanes * 15L, 2, 2, 0.9)) {
                PlainReplay plain = new PlainReplay(lanes, 14, 0.9);
                for (int i = 0; i < 60; i++) {
                    plain.addRandomStep(ring, random.nextInt(lanes), random);
                }
                plain.check(ring, horizon);
            }
        }
    }

    @Test
    void constructor_tooSmall_refused() {
        assertThatThrownBy(() -> new ReplayBuffer(8, 24, 1, 1, 0.99)).hasMessage(
                "capacity: 24 is not possible with 8 environments, at least 4 rows each are needed");
    }

    // ---- helpers

    record Row(float[] action, float reward, float discount, float next, float returnToGo) {}

    static void episode(ReplayBuffer buffer, int lane, int first, int length, boolean terminated) {
        steps(buffer, lane, first, length - 1);
        int t = first + length - 1;
        add(buffer, lane, t, t - first, terminated, !terminated);
    }

    static void steps(ReplayBuffer buffer, int lane, int first, int count) {
        for (int i = 0; i < count; i++) {
            add(buffer, lane, first + i, first % 10 + i, false, false);
        }
    }

    private static void add(
            ReplayBuffer buffer, int lane, int t, int power, boolean terminated, boolean truncated) {
        double reward = Math.pow(2, t >= 10 && t < 20 ? t : power);
        buffer.add(lane, MemorySegment.ofArray(new float[] {t}), MemorySegment.ofArray(new float[] {100 + t}), 0,
                reward, terminated, truncated, MemorySegment.ofArray(new float[] {t + 1}));
    }

    /** All rows that can be drawn, by the first component of their observation. */
    private static Drawn rows(ReplayBuffer buffer, int chunk, int horizon) {
        Map<Float, Row> rows = new TreeMap<>();
        int d = buffer.actionSize();
        int n = 2000;
        try (Batch batch = new Batch(n, buffer.observationSize(), d, chunk)) {
            buffer.sample(new Rng(9, 0), batch, 0, n, horizon);
            for (int i = 0; i < n; i++) {
                float[] action = new float[chunk * d];
                batch.action().read((long) i * chunk * d, action, 0, chunk * d);
                Row row = new Row(action, batch.reward().get(i), batch.discount().get(i),
                        batch.next().get((long) i * buffer.observationSize()), batch.returnToGo().get(i));
                rows.put(batch.observation().get((long) i * buffer.observationSize()), row);
            }
        }
        return new Drawn(rows);
    }

    /** Rows by the first component of their observation. */
    private record Drawn(Map<Float, Row> rows) {
        Row row(float observation) {
            return Objects.requireNonNull(rows.get(observation));
        }
    }

    /** The same as a list of episodes, the plain way. */
    private static final class PlainReplay {
        private record Step(float s, float a, double r, float next, boolean terminated, boolean truncated) {}

        private final List<List<Step>> lanes = new ArrayList<>();
        private final int rowsKept;
        private final double discount;
        private float count;

        PlainReplay(int lanes, int rowsKept, double discount) {
            for (int i = 0; i < lanes; i++) {
                this.lanes.add(new ArrayList<>());
            }
            this.rowsKept = rowsKept;
            this.discount = discount;
        }

        void addRandomStep(ReplayBuffer ring, int lane, Rng random) {
            List<Step> steps = lanes.get(lane);
            boolean goesOn = !steps.isEmpty() && !steps.getLast().terminated() && !steps.getLast().truncated();
            float s = goesOn ? steps.getLast().next() : ++count;
            Step step = new Step(s, (float) random.nextGaussian(), random.nextGaussian(), ++count,
                    random.nextInt(6) == 0, random.nextInt(6) == 0);
            steps.add(step);
            ring.add(lane, MemorySegment.ofArray(new float[] {step.s(), -step.s()}),
                    MemorySegment.ofArray(new float[] {step.a(), 1}), 0, step.r(), step.terminated(), step.truncated(),
                    MemorySegment.ofArray(new float[] {step.next(), -step.next()}));
        }

        void check(ReplayBuffer ring, int horizon) {
            Drawn drawn = rows(ring, 1, horizon);
            Set<Float> expected = new TreeSet<>();
            for (List<Step> steps : lanes) {
                int rows = 0;
                for (int i = steps.size() - 1; i >= 0; i--) {
                    Step step = steps.get(i);
                    rows += step.terminated() || step.truncated() ? 2 : 1;
                    if (rows > rowsKept) {
                        break;
                    }
                    expected.add(step.s());
                    compare(steps, i, horizon, drawn.row(step.s()));
                }
            }
            assertThat(drawn.rows().keySet()).containsExactlyElementsOf(expected);
            assertThat(ring.steps()).isEqualTo(expected.size());
        }

        private void compare(List<Step> steps, int i, int horizon, Row row) {
            double sum = 0;
            double gamma = 1;
            int at = i;
            Step last = steps.get(i);
            for (; at < steps.size() && at < i + horizon; at++) {
                last = steps.get(at);
                sum += gamma * (float) last.r();
                gamma *= discount;
                if (last.terminated() || last.truncated()) {
                    break;
                }
            }
            assertThat((double) row.reward()).isCloseTo(sum, within(1e-5));
            assertThat((double) row.discount()).isCloseTo(last.terminated() ? 0 : gamma, within(1e-6));
            assertThat(row.next()).isEqualTo(last.next());
            assertThat(row.action()).isEqualTo(new float[] {steps.get(i).a(), 1});
        }
    }
}
