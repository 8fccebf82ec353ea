package dev.advect.ranks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

class RanksTest {

    /** The results that the ranks compute, in the order of the ranks. */
    static <T> List<T> each(int size, Function<Ranks, T> task) {
        List<Future<T>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
            for (Exchange exchange : MemoryExchange.connected(size)) {
                futures.add(threads.submit(() -> {
                    try (Ranks ranks = Ranks.of(exchange)) {
                        return task.apply(ranks);
                    }
                }));
            }
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return results;
    }

    @Test
    void alone_hasAllRowsAndHandsNothingOver() {
        Ranks ranks = Ranks.alone();
        long[] rows = {1, 2, 3};
        ranks.gather(Rows.of(rows, 3));

        assertThat(ranks.areOne()).isTrue();
        assertThat(ranks.from(3)).isZero();
        assertThat(ranks.to(3)).isEqualTo(3);
        assertThat(rows).containsExactly(1, 2, 3);
        assertThat(ranks.broadcast(new byte[] {7})).containsExactly(7);
        assertThat(ranks.drainTimes()).isEqualTo(new ExchangeTimes(0, 0, 0, 0, 0, 0));
    }

    @Test
    void gather_unevenRowsOfSeveralArrays_allHaveAll() {
        // 5 rows on 3 ranks: [0, 1), [1, 3), [3, 5); 2 rows: none, [0, 1), [1, 2)
        List<String> all = each(3, ranks -> {
            float[] first = new float[10];
            double[] second = new double[2];
            for (int i = ranks.from(5); i < ranks.to(5); i++) {
                first[2 * i] = i;
                first[2 * i + 1] = -i;
            }
            for (int i = ranks.from(2); i < ranks.to(2); i++) {
                second[i] = 10 + i;
            }
            ranks.gather(Rows.of(first, 5), Rows.of(second, 2));
            return Arrays.toString(first) + Arrays.toString(second);
        });
        assertThat(all).hasSize(3).containsOnly("[0.0, 0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 4.0, -4.0][10.0, 11.0]");
    }

    @Test
    void gather_moreThanFitsIntoAMessage_allHaveAll() {
        int rows = 12_000_001; // 96 MB, of which a rank receives 64 MB at once
        List<Boolean> all = each(2, ranks -> {
            long[] values = new long[rows];
            for (int i = ranks.from(rows); i < ranks.to(rows); i++) {
                values[i] = 3L * i;
            }
            ranks.gather(Rows.of(new byte[0], 0), Rows.of(values, rows));
            for (int i = 0; i < rows; i++) {
                if (values[i] != 3L * i) {
                    return false;
                }
            }
            return true;
        });
        assertThat(all).containsExactly(true, true);
    }

    /** In float32, 1e8 + 3 is 1e8 and 1e8 + 3 + 3 + 3 differs with the order: what comes first decides. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void sum_isAddedInTheOrderOfTheWorkers(int size) {
        int workers = 2;
        int n = 7;
        float[] expected = new float[n];
        for (int i = 0; i < n; i++) {
            float sum = summand(0, i);
            for (int w = 1; w < size * workers; w++) {
                sum += summand(w, i);
            }
            expected[i] = sum;
        }
        List<float[]> sums = each(size, ranks -> {
            try (Arena arena = Arena.ofConfined()) {
                List<MemorySegment> vector = new ArrayList<>();
                List<MemorySegment> ones = new ArrayList<>();
                for (int w = 0; w < workers; w++) {
                    int number = ranks.rank() * workers + w;
                    vector.add(arena.allocate((long) n * Float.BYTES, 8));
                    ones.add(arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1));
                    for (int i = 0; i < n; i++) {
                        vector.get(w).setAtIndex(ValueLayout.JAVA_FLOAT, i, summand(number, i));
                    }
                }
                long[] beside = new long[size];
                beside[ranks.rank()] = 1;
                ranks.sum(List.of(vector, ones), Rows.of(beside, size));
                assertThat(beside).containsOnly(1);
                assertThat(ones.getFirst().get(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(size * workers);
                return vector.getFirst().toArray(ValueLayout.JAVA_FLOAT);
            }
        });
        assertThat(sums).allSatisfy(sum -> assertThat(sum).containsExactly(expected));
        assertThat(expected[0]).isEqualTo(1e8f); // each 3 is lost
        assertThat(expected[n - 1]).isNotEqualTo(1e8f);
    }

    /** The large one comes first in the first vector element, and last in the last one. */
    private static float summand(int worker, int element) {
        return worker == (element < 4 ? 0 : 3) ? 1e8f : 3;
    }

    @Test
    void bytes_ofAllRanksOneAfterAnother_andOfRank0() {
        List<String> all = each(3, ranks -> {
            byte[] mine = new byte[2 * ranks.rank()];
            Arrays.fill(mine, (byte) ranks.rank());
            byte[] word = ranks.broadcast(ranks.rank() == 0 ? new byte[] {5, 6, 7} : null);
            return Arrays.toString(ranks.concatenate(mine)) + Arrays.toString(word);
        });
        assertThat(all).hasSize(3).containsOnly("[1, 1, 2, 2, 2, 2][5, 6, 7]");
    }

    /** A vector for each element of which every process receives the summands of all others, or for long ones two shares. */
    @Test
    void sum_isPlannedByItsLength() {
        assertThat(SumPlan.of(1_000, 1, 2)).isEqualTo(new SumPlan(1, 1_000));
        assertThat(SumPlan.of(1_000_000, 1, 2)).isEqualTo(new SumPlan(1, 1_000_000));
        assertThat(SumPlan.of(1_000_000, 2, 2)).isEqualTo(new SumPlan(2, 1_500_000)); // instead of 2,000,000
        assertThat(SumPlan.of(30_000, 1, 4)).isEqualTo(new SumPlan(1, 90_000)); // instead of 45,000 and a message
        assertThat(SumPlan.of(100_000, 1, 4)).isEqualTo(new SumPlan(2, 150_000));
        assertThat(SumPlan.of(80_000_000, 1, 2).messages()).isEqualTo(2); // for want of memory
    }

    /** A rank that comes later lets the others wait, and does not wait itself. */
    @Test
    void times_tellTransferFromWaiting() {
        List<ExchangeTimes> times = each(2, ranks -> {
            if (ranks.rank() == 1) {
                pause();
            }
            ranks.gather(Rows.of(new long[2], 2));
            ranks.gather(Rows.of(new long[2], 2)); // in which the durations of the first are exchanged
            return ranks.drainTimes();
        });
        assertThat(times.getFirst().waiting()).isBetween(0.2, 5.0);
        assertThat(times.getLast().waiting()).isBetween(0.0, 0.1);
        assertThat(times.getFirst().transfer()).isEqualTo(times.getLast().transfer()).isLessThan(0.2);
        assertThat(times.getFirst().bytes()).isEqualTo(2 * (16 + 8));
    }

    private static void pause() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
