package dev.advect.app.bench;

import dev.advect.ranks.RankListener;
import dev.advect.ranks.SocketExchange;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The network between workers, as a model of their exchange sees it.
 *
 * @param name the network's name
 * @param latency the seconds from the sending of a short message to its receipt
 * @param bandwidth the bytes that a machine sends, and at the same time receives, in a second
 */
record ClusterNetwork(String name, double latency, double bandwidth) {
    private static final int WARM_UP = 2000;
    private static final int SHORT_ROUNDS = 4000;
    private static final int LONG_ROUNDS = 40;
    private static final int SHORT = 64;
    private static final int LONG = 4 << 20;
    /** The bytes per second of a network of one gigabit per second. */
    static final double GIGABIT = 1e9 / 8;

    /** Ethernet with one gigabit per second. */
    static ClusterNetwork lan() {
        return new ClusterNetwork("LAN", 100e-6, GIGABIT);
    }

    /** The network between the machines of a data centre, with 25 gigabits per second. */
    static ClusterNetwork dataCentre() {
        return new ClusterNetwork("data centre", 30e-6, 25 * GIGABIT);
    }

    /** Measures the exchange between two threads of this machine that are connected by sockets; medians. */
    static ClusterNetwork measure() throws IOException {
        byte[] key = {0};
        try (RankListener first = RankListener.open("127.0.0.1"); RankListener second = RankListener.open("127.0.0.1");
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<InetSocketAddress> all = List.of(first.address(), second.address());
            Callable<double[]> zero = () -> measure(first.connect(0, all, key, 60));
            Callable<double[]> one = () -> measure(second.connect(1, all, key, 60));
            Future<double[]> result = threads.submit(zero);
            threads.submit(one).get();
            return new ClusterNetwork("this machine", result.get()[0], LONG / Math.max(1e-9, result.get()[1] - result.get()[0]));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the measurement was interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("the measurement failed: " + e.getCause(), e);
        }
    }

    /** The seconds of a short and of a long exchange. */
    private static double[] measure(SocketExchange exchange) {
        try (exchange; Arena arena = Arena.ofShared()) {
            MemorySegment own = arena.allocate(LONG, Long.BYTES);
            MemorySegment all = arena.allocate(2L * LONG, Long.BYTES);
            median(exchange, own.asSlice(0, SHORT), all.asSlice(0, 2 * SHORT), WARM_UP);
            return new double[] {median(exchange, own.asSlice(0, SHORT), all.asSlice(0, 2 * SHORT), SHORT_ROUNDS),
                median(exchange, own, all, LONG_ROUNDS)};
        }
    }

    private static double median(SocketExchange exchange, MemorySegment own, MemorySegment all, int rounds) {
        double[] seconds = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            exchange.allGather(own, all);
            seconds[i] = (System.nanoTime() - start) * 1e-9;
        }
        Arrays.sort(seconds);
        return seconds[rounds / 2];
    }
}
