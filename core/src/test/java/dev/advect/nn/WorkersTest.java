package dev.advect.nn;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkersTest {

    @Test
    void fromTo_coverEveryRowOnce_asEvenlyAsCanBe() {
        for (int count = 1; count <= 7; count++) {
            try (Workers workers = new Workers(count)) {
                for (int total : new int[] {0, 1, 2, 5, 7, 64, 1000, 2_000_000_000}) {
                    assertThat(workers.from(0, total)).isZero();
                    assertThat(workers.to(count - 1, total)).isEqualTo(total);
                    for (int worker = 0; worker < count; worker++) {
                        int rows = workers.to(worker, total) - workers.from(worker, total);
                        assertThat(rows).isBetween(total / count, total / count + 1);
                        assertThat(workers.to(worker, total))
                                .isEqualTo(worker == count - 1 ? total : workers.from(worker + 1, total));
                    }
                }
            }
        }
    }

    @Test
    void run_everyShardOnce_worker0OnTheCallingThread() {
        try (Workers workers = new Workers(4)) {
            AtomicIntegerArray runs = new AtomicIntegerArray(4);
            AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(4);
            CountDownLatch all = new CountDownLatch(4);
            workers.run(worker -> {
                runs.incrementAndGet(worker);
                threads.set(worker, Thread.currentThread());
                all.countDown();
                all.await(); // returns only if all four run at once
            });
            assertThat(runs.toString()).isEqualTo("[1, 1, 1, 1]");
            assertThat(threads.get(0)).isSameAs(Thread.currentThread());
            assertThat(threads.get(1)).isNotSameAs(threads.get(0)).isNotSameAs(threads.get(2));
            assertThat(threads.get(3).isDaemon()).isTrue();
            assertThat(workers.count()).isEqualTo(4);
        }
    }

    @Test
    void run_aShardFails_othersEndFirst_andItsErrorIsRethrown() {
        try (Workers workers = new Workers(3)) {
            AtomicBoolean ended = new AtomicBoolean();
            CountDownLatch failed = new CountDownLatch(1);
            IllegalArgumentException failure = new IllegalArgumentException("shard 1");
            assertThatThrownBy(() -> workers.run(worker -> {
                if (worker == 1) {
                    failed.countDown();
                    throw failure;
                }
                if (worker == 2) {
                    failed.await();
                    Thread.sleep(20);
                    ended.set(true);
                }
            })).isSameAs(failure);
            assertThat(ended).isTrue();
            AtomicIntegerArray runs = new AtomicIntegerArray(3);
            workers.run(runs::incrementAndGet);
            assertThat(runs.toString()).isEqualTo("[1, 1, 1]");
        }
    }

    @Test
    void run_severalFail_theLowestWorkersErrorIsRethrown() {
        try (Workers workers = new Workers(3)) {
            assertThatThrownBy(() -> workers.run(worker -> {
                throw new IllegalStateException("shard " + worker);
            })).isExactlyInstanceOf(IllegalStateException.class).hasMessage("shard 0");
            assertThatThrownBy(() -> workers.run(worker -> {
                if (worker > 0) {
                    throw new AssertionError("shard " + worker);
                }
            })).isExactlyInstanceOf(AssertionError.class).hasMessage("shard 1");
        }
    }

    @Test
    void run_checkedException_isWrappedWithItsMessage() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run(worker -> {
                if (worker == 1) {
                    throw new IOException("disk full");
                }
            })).isExactlyInstanceOf(IllegalStateException.class).hasMessage("disk full")
                    .hasCauseExactlyInstanceOf(IOException.class);
        }
    }

    @Test
    void run_interrupted_waitsForTheShardsAndKeepsTheFlag() {
        try (Workers workers = new Workers(2)) {
            AtomicBoolean ended = new AtomicBoolean();
            Thread caller = Thread.currentThread();
            workers.run(worker -> {
                if (worker == 1) {
                    caller.interrupt();
                    Thread.sleep(30);
                    ended.set(true);
                }
            });
            assertThat(Thread.interrupted()).isTrue();
            assertThat(ended).isTrue();
        }
    }

    @Test
    void constructor_noThreads_refused() {
        assertThatThrownBy(() -> new Workers(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads: 0 is not possible, at least 1 is needed");
    }
}
