package dev.advect.ranks;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Exchanges between real processes, and between threads where no process has to die. */
@Timeout(120)
class SocketExchangeTest {
    private static final byte[] KEY = {1, 2, 3};

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    private BufferedReader start(int rank, int size, int seconds, long count) throws IOException {
        Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), RankProcess.class.getName(),
                Integer.toString(rank), Integer.toString(size), Integer.toString(seconds), Long.toString(count))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        processes.add(process);
        return process.inputReader();
    }

    private List<BufferedReader> startAll(int size, int seconds, long count) throws IOException {
        List<BufferedReader> all = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            all.add(start(rank, size, seconds, count));
        }
        StringBuilder ports = new StringBuilder();
        for (BufferedReader out : all) {
            ports.append(out.readLine()).append('\n');
        }
        for (Process process : processes) {
            process.outputWriter().append(ports).flush();
        }
        for (BufferedReader out : all) {
            assertThat(out.readLine()).isEqualTo("connected");
        }
        return all;
    }

    @Test
    void processes_haveTheNumbersOfAll() throws IOException {
        // 5 rows on 3 ranks: [0, 1), [1, 3), [3, 5)
        for (BufferedReader out : startAll(3, 30, 4)) {
            assertThat(out.readLine()).isEqualTo("numbers [0, 11, 12, 23, 24] [0, 0, 0, 0, 0, 0]");
        }
    }

    @Test
    void killedProcess_isNoticedInUnderTwoSeconds() throws Exception {
        List<BufferedReader> out = startAll(2, 60, Long.MAX_VALUE);

        Thread.sleep(500);
        long killed = System.nanoTime();
        processes.getLast().destroyForcibly();

        assertThat(out.getFirst().readLine()).endsWith("the connection with another worker is lost");
        assertThat(System.nanoTime() - killed).isLessThan(2_000_000_000L);
        assertThat(processes.getFirst().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stoppedProcess_isNoticedAtTheTimeLimit() throws Exception {
        List<BufferedReader> out = startAll(2, 3, Long.MAX_VALUE);

        Thread.sleep(500);
        new ProcessBuilder("kill", "-STOP", Long.toString(processes.getLast().pid())).start().waitFor();

        String line = out.getFirst().readLine();
        assertThat(line).endsWith("another worker did not answer within 3 s");
        assertThat(Integer.parseInt(line.replaceAll("\\D+(\\d+) ms.*", "$1"))).isBetween(2_500, 6_000);
    }

    /** A task of a rank. */
    private interface Task<T> {
        T run(SocketExchange exchange) throws Exception;
    }

    /** Runs every rank in a thread of this process, connected by sockets, and returns the results of all. */
    private static <T> List<T> each(int size, Task<T> task) throws Exception {
        List<RankListener> listeners = new ArrayList<>();
        List<InetSocketAddress> all = new ArrayList<>();
        for (int r = 0; r < size; r++) {
            listeners.add(RankListener.open("127.0.0.1"));
            all.add(listeners.get(r).address());
        }
        List<Callable<T>> calls = new ArrayList<>();
        for (int r = 0; r < size; r++) {
            int rank = r;
            calls.add(() -> {
                try (RankListener listener = listeners.get(rank); SocketExchange exchange = listener.connect(rank, all, KEY, 20)) {
                    return task.run(exchange);
                }
            });
        }
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
        }
        return results;
    }

    /** Messages that fill the buffers of the system in both directions at once. */
    @Test
    void longMessages_arriveWhole() throws Exception {
        int n = 3_000_001;
        List<Boolean> all = each(3, exchange -> {
            try (Arena arena = Arena.ofShared()) {
                MemorySegment send = arena.allocate(3L * n, 8);
                MemorySegment received = arena.allocate(3L * n, 8);
                for (int to = 0; to < 3; to++) {
                    send.asSlice((long) to * n, n).fill((byte) (10 * exchange.rank() + to));
                }
                exchange.allToAll(send, received);
                for (int from = 0; from < 3; from++) {
                    MemorySegment expected = arena.allocate(n).fill((byte) (10 * from + exchange.rank()));
                    if (expected.mismatch(received.asSlice((long) from * n, n)) >= 0) {
                        return false;
                    }
                }
                MemorySegment word = arena.allocateFrom(ValueLayout.JAVA_LONG, exchange.rank() == 0 ? 7 : 0);
                exchange.broadcast(word);
                return word.get(ValueLayout.JAVA_LONG, 0) == 7;
            }
        });
        assertThat(all).containsExactly(true, true, true);
    }

    @Test
    void processesOutOfStep_noticeIt() {
        assertThatThrownBy(() -> each(2, exchange -> {
            try (Arena arena = Arena.ofShared()) {
                int n = 8 * (1 + exchange.rank());
                exchange.allGather(arena.allocate(n), arena.allocate(2L * n));
                return n;
            }
        })).isInstanceOf(ExecutionException.class).cause().isInstanceOf(IllegalStateException.class)
                .hasMessage("worker 1 sends message 0 of 16 bytes where message 0 of 8 bytes is due");
    }

    @Test
    void strangers_areTurnedAway_andTheWorkersConnect() throws Exception {
        try (RankListener first = RankListener.open("127.0.0.1"); RankListener second = RankListener.open("127.0.0.1");
                ExecutorService threads = Executors.newFixedThreadPool(2);
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), first.port())) {
            assertThat(silent.isConnected()).isTrue();
            List<InetSocketAddress> all = List.of(first.address(), second.address());
            Future<SocketExchange> zero = threads.submit(() -> first.connect(0, all, KEY, 20));

            assertThatThrownBy(() -> second.connect(1, all, new byte[] {9}, 20)).isInstanceOf(LostRankException.class)
                    .hasMessage("worker 0 cannot be reached at 127.0.0.1:" + first.port() + " (it belongs to another run)");

            Future<SocketExchange> one = threads.submit(() -> second.connect(1, all, KEY, 20));
            zero.get().close();
            one.get().close();
        }
    }
}
