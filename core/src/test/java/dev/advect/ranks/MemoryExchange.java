package dev.advect.ranks;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An exchange between threads of this process, for tests. */
public final class MemoryExchange implements Exchange {
    private static final int SECONDS = 20;

    private final int rank;
    private final MemorySegment[] shown;
    private final CyclicBarrier barrier;

    private MemoryExchange(int rank, MemorySegment[] shown, CyclicBarrier barrier) {
        this.rank = rank;
        this.shown = shown;
        this.barrier = barrier;
    }

    /** Exchanges that are connected with each other, one for each rank. */
    public static List<Exchange> connected(int size) {
        MemorySegment[] shown = new MemorySegment[size];
        CyclicBarrier barrier = new CyclicBarrier(size);
        List<Exchange> all = new ArrayList<>();
        for (int r = 0; r < size; r++) {
            all.add(new MemoryExchange(r, shown, barrier));
        }
        return all;
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return shown.length;
    }

    @Override
    public void allGather(MemorySegment own, MemorySegment all) {
        long n = own.byteSize();
        meet(own, () -> {
            for (int r = 0; r < shown.length; r++) {
                check(shown[r].byteSize() == n && all.byteSize() == n * shown.length);
                all.asSlice(r * n, n).copyFrom(shown[r]);
            }
        });
    }

    @Override
    public void allToAll(MemorySegment send, MemorySegment received) {
        long n = send.byteSize() / shown.length;
        meet(send, () -> {
            for (int r = 0; r < shown.length; r++) {
                check(shown[r].byteSize() == received.byteSize());
                received.asSlice(r * n, n).copyFrom(shown[r].asSlice(rank * n, n));
            }
        });
    }

    @Override
    public void broadcast(MemorySegment bytes) {
        meet(bytes, () -> {
            check(shown[0].byteSize() == bytes.byteSize());
            if (rank > 0) {
                bytes.copyFrom(shown[0]);
            }
        });
    }

    private static void check(boolean same) {
        if (!same) {
            throw new IllegalStateException("the ranks exchange different sizes");
        }
    }

    private void meet(MemorySegment mine, Runnable read) {
        check(mine.isNative() && mine.byteSize() % Long.BYTES == 0);
        try {
            shown[rank] = mine;
            barrier.await(SECONDS, TimeUnit.SECONDS);
            read.run();
            barrier.await(SECONDS, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new LostRankException("another rank is lost", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LostRankException("interrupted", e);
        }
    }

    @Override
    public void close() {
        barrier.reset(); // whoever waits for this rank learns that it has ended
    }
}
