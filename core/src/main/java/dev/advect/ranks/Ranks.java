package dev.advect.ranks;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * The processes that train one policy together, as one of them sees them. Each holds an even share of the rows of every task
 * (environments, unrolls of a minibatch, episodes of an evaluation), computes it, and hands the result to the others, so
 * that all continue with the same numbers.
 *
 * <p>Sums are added in the order of the ranks, as threads of one process would add them; a run is therefore the same, bit
 * for bit, however its workers are distributed over processes. Long vectors are summed in
 * shares: every rank receives its share of them, adds it, and distributes the sum, so that each sends and receives about
 * twice the vector, however many ranks there are, see {@link SumPlan}.
 *
 * <p>A single process has no exchange, and every method returns at once.
 */
public final class Ranks implements AutoCloseable {
    /** The bytes that a process receives at once, which limits the memory for copies. */
    private static final long MEMORY = 1 << 26;
    /** The shortest message of a rank that is worth its latency, in bytes. */
    private static final long SHORTEST = 1 << 16;
    /** The bytes before a message of {@link #gather}: how long the last exchanges took, in nanoseconds. */
    private static final int HEADER = 2 * Long.BYTES;

    private final @Nullable Exchange exchange;
    private final Buffer own = new Buffer();
    private final Buffer all = new Buffer();
    /** The nanoseconds of the last gathering, and of the last sum's first half. */
    private final long[] last = new long[2];
    private double transfer;
    private double waiting;
    private long bytes;
    private long messages;
    private long sums;
    private long summed;

    private Ranks(@Nullable Exchange exchange) {
        this.exchange = exchange;
    }

    /** A single process. */
    public static Ranks alone() {
        return new Ranks(null);
    }

    /** Some processes that are connected; the exchange is closed with the result. */
    public static Ranks of(Exchange exchange) {
        return exchange.size() == 1 ? new Ranks(null) : new Ranks(exchange);
    }

    /** Whether there is one process only. */
    public boolean areOne() {
        return exchange == null;
    }

    /** The number of this process, from 0. */
    public int rank() {
        return exchange == null ? 0 : exchange.rank();
    }

    /** The number of processes. */
    public int size() {
        return exchange == null ? 1 : exchange.size();
    }

    /** The first of this rank's rows when some rows are split as evenly as possible. */
    public int from(int rows) {
        return from(rows, rank(), size());
    }

    /** One past the last of this rank's rows. */
    public int to(int rows) {
        return from(rows, rank() + 1, size());
    }

    /** The first row of a part when some rows are split into parts as evenly as possible. */
    public static int from(int rows, int part, int parts) {
        return (int) ((long) rows * part / parts);
    }

    private int from(int rank, int rows) {
        return from(rows, rank, size());
    }

    /** Hands this rank's rows of some arrays to all others, and receives theirs. */
    public void gather(Rows... arrays) {
        if (exchange == null) {
            return;
        }
        long longest = 0;
        for (int r = 0; r < size(); r++) {
            longest = Math.max(longest, bytes(r, arrays));
        }
        long limit = Math.max(SHORTEST, round(MEMORY / size()));
        for (long done = 0; done < longest; done += limit) {
            long n = HEADER + round(Math.min(limit, longest - done));
            MemorySegment message = own.of(n);
            MemorySegment messages = all.of(n * size());
            copy(rank(), arrays, done, message.asSlice(HEADER), true);
            handOver(message, messages);
            for (int r = 0; r < size(); r++) {
                if (r != rank()) {
                    copy(r, arrays, done, messages.asSlice(r * n + HEADER, n - HEADER), false);
                }
            }
        }
    }

    /** Hands a message to all others, and receives theirs; each begins with {@value #HEADER} bytes that this method fills. */
    private void handOver(MemorySegment message, MemorySegment received) {
        for (int i = 0; i < last.length; i++) {
            message.set(ValueLayout.JAVA_LONG, (long) i * Long.BYTES, last[i]);
        }
        long n = message.byteSize();
        long start = System.nanoTime();
        Objects.requireNonNull(exchange).allGather(message, received);
        account(received, n);
        last[0] = System.nanoTime() - start;
        last[1] = 0;
        bytes += n * (size() - 1);
        messages++;
    }

    private long bytes(int rank, Rows... arrays) {
        long sum = 0;
        for (Rows array : arrays) {
            sum += array.offset(from(rank + 1, array.count())) - array.offset(from(rank, array.count()));
        }
        return sum;
    }

    /** Copies a rank's rows, as if they lay one after another, from the byte {@code done} on. */
    private void copy(int rank, Rows[] arrays, long done, MemorySegment message, boolean out) {
        long begin = 0;
        for (Rows array : arrays) {
            long offset = array.offset(from(rank, array.count()));
            long end = begin + array.offset(from(rank + 1, array.count())) - offset;
            long from = Math.max(begin, done);
            long n = Math.min(end, done + message.byteSize()) - from;
            if (n > 0) {
                MemorySegment part = array.memory().asSlice(offset + from - begin, n);
                MemorySegment place = message.asSlice(from - done, n);
                if (out) {
                    place.copyFrom(part);
                } else {
                    part.copyFrom(place);
                }
            }
            begin = end;
        }
    }

    /**
     * Adds vectors over all workers of all ranks, in the order of the workers.
     *
     * @param vectors some vectors of floats, each of which every worker of this process has a summand of; the first worker's
     *     is replaced by the sum
     * @param arrays what is to be handed over with the sums, see {@link #gather}
     */
    public void sum(List<List<MemorySegment>> vectors, Rows... arrays) {
        if (exchange == null) {
            return;
        }
        long length = 0;
        for (List<MemorySegment> vector : vectors) {
            length += vector.getFirst().byteSize();
        }
        sums++;
        summed += length;
        if (SumPlan.of(length, vectors.getFirst().size(), size()).messages() == 1) {
            sumWhole(vectors, arrays);
        } else {
            sumShares(vectors, arrays);
        }
    }

    /** Hands all summands to all ranks, each of which adds them: one message, see {@link SumPlan}. */
    private void sumWhole(List<List<MemorySegment>> vectors, Rows... arrays) {
        long rows = 0;
        for (int r = 0; r < size(); r++) {
            rows = Math.max(rows, bytes(r, arrays));
        }
        long summands = 0;
        for (List<MemorySegment> vector : vectors) {
            summands += vector.getFirst().byteSize() * vector.size();
        }
        long begin = HEADER + round(summands);
        long n = begin + round(rows);
        MemorySegment message = own.of(n);
        MemorySegment messages = all.of(n * size());
        long position = HEADER;
        for (List<MemorySegment> vector : vectors) {
            for (MemorySegment summand : vector) {
                MemorySegment.copy(summand, 0, message, position, summand.byteSize());
                position += summand.byteSize();
            }
        }
        copy(rank(), arrays, 0, message.asSlice(begin), true);
        handOver(message, messages);

        position = HEADER;
        for (List<MemorySegment> vector : vectors) {
            long length = vector.getFirst().byteSize();
            for (int r = 0; r < size(); r++) {
                for (int w = 0; w < vector.size(); w++) {
                    MemorySegment summand = messages.asSlice(r * n + position + w * length, length);
                    if (r == 0 && w == 0) {
                        vector.getFirst().copyFrom(summand);
                    } else {
                        add(vector.getFirst(), summand, floats(vector));
                    }
                }
            }
            position += length * vector.size();
        }
        for (int r = 0; r < size(); r++) {
            if (r != rank()) {
                copy(r, arrays, 0, messages.asSlice(r * n + begin, n - begin), false);
            }
        }
    }

    /** Hands every rank its share of the vectors, of which it hands the sums to all others. */
    private void sumShares(List<List<MemorySegment>> vectors, Rows... arrays) {
        int workers = vectors.getFirst().size();
        long share = 0;
        for (List<MemorySegment> vector : vectors) {
            share += Math.ceilDiv(floats(vector), size());
        }
        long part = round(share * workers * Float.BYTES);
        MemorySegment send = own.of(part * size());
        MemorySegment received = all.of(part * size());
        for (int r = 0; r < size(); r++) {
            long position = r * part;
            for (List<MemorySegment> vector : vectors) {
                long from = (long) from(r, floats(vector)) * Float.BYTES;
                long n = (long) from(r + 1, floats(vector)) * Float.BYTES - from;
                for (MemorySegment summand : vector) {
                    MemorySegment.copy(summand, from, send, position, n);
                    position += n;
                }
            }
        }
        long start = System.nanoTime();
        Objects.requireNonNull(exchange).allToAll(send, received);
        last[1] = System.nanoTime() - start;
        messages++;
        bytes += part * (size() - 1);

        Rows[] results = new Rows[vectors.size() + arrays.length];
        System.arraycopy(arrays, 0, results, vectors.size(), arrays.length);
        long position = 0;
        for (int v = 0; v < vectors.size(); v++) {
            MemorySegment sum = vectors.get(v).getFirst();
            int count = floats(vectors.get(v));
            int n = to(count) - from(count);
            add(received, position, part, workers, n);
            MemorySegment.copy(received, position, sum, (long) from(count) * Float.BYTES, (long) n * Float.BYTES);
            position += (long) workers * n * Float.BYTES;
            results[v] = new Rows(sum, count);
        }
        gather(results);
    }

    /** Adds the summands of all workers to that of the first, which is where they begin. */
    private void add(MemorySegment received, long position, long part, int workers, int n) {
        MemorySegment sum = received.asSlice(position, (long) n * Float.BYTES);
        for (int r = 0; r < size(); r++) {
            for (int w = 0; w < workers; w++) {
                if (r > 0 || w > 0) {
                    add(sum, received.asSlice(r * part + position + (long) w * n * Float.BYTES, (long) n * Float.BYTES), n);
                }
            }
        }
    }

    private static void add(MemorySegment sum, MemorySegment summand, int n) {
        for (int i = 0; i < n; i++) {
            sum.setAtIndex(ValueLayout.JAVA_FLOAT, i,
                    sum.getAtIndex(ValueLayout.JAVA_FLOAT, i) + summand.getAtIndex(ValueLayout.JAVA_FLOAT, i));
        }
    }

    private static int floats(List<MemorySegment> vector) {
        return Math.toIntExact(vector.getFirst().byteSize() / Float.BYTES);
    }

    /** Hands this rank's bytes to all others, and returns those of all ranks one after another. */
    public byte[] concatenate(byte[] mine) {
        if (exchange == null) {
            return mine;
        }
        long[] lengths = new long[size()];
        lengths[rank()] = mine.length;
        gather(Rows.of(lengths, size()));
        int width = (int) LongStream.of(lengths).max().orElse(0);
        byte[] padded = new byte[Math.multiplyExact(width, size())];
        System.arraycopy(mine, 0, padded, width * rank(), mine.length);
        gather(Rows.of(padded, size()));
        byte[] whole = new byte[Math.toIntExact(LongStream.of(lengths).sum())];
        int position = 0;
        for (int r = 0; r < size(); r++) {
            System.arraycopy(padded, width * r, whole, position, (int) lengths[r]);
            position += (int) lengths[r];
        }
        return whole;
    }

    /**
     * Hands bytes of rank 0 to all ranks.
     *
     * @param content what rank 0 sends; null on the others
     * @return the content, on all ranks
     */
    public byte[] broadcast(byte @Nullable [] content) {
        if (exchange == null) {
            return Objects.requireNonNull(content);
        }
        MemorySegment length = own.of(Long.BYTES);
        length.set(ValueLayout.JAVA_LONG, 0, content == null ? 0 : content.length);
        exchange.broadcast(length);
        int n = Math.toIntExact(length.get(ValueLayout.JAVA_LONG, 0));
        MemorySegment message = all.of(round(n));
        if (content != null) {
            MemorySegment.copy(content, 0, message, ValueLayout.JAVA_BYTE, 0, n);
        }
        if (n > 0) {
            exchange.broadcast(message);
        }
        return content != null ? content : message.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * Splits the time of the exchanges before this one. The last rank to come does not wait, so that what it needs is the
     * transfer, and what others need beyond that is waiting.
     */
    private void account(MemorySegment messages, long n) {
        for (int i = 0; i < last.length; i++) {
            long shortest = Long.MAX_VALUE;
            for (int r = 0; r < size(); r++) {
                shortest = Math.min(shortest, messages.get(ValueLayout.JAVA_LONG, r * n + (long) i * Long.BYTES));
            }
            transfer += shortest * 1e-9;
            waiting += (last[i] - shortest) * 1e-9;
        }
    }

    /** Returns where the time of exchanges went since the last call. */
    public ExchangeTimes drainTimes() {
        ExchangeTimes times = new ExchangeTimes(transfer, waiting, bytes, messages, sums, summed);
        transfer = 0;
        waiting = 0;
        bytes = 0;
        messages = 0;
        sums = 0;
        summed = 0;
        return times;
    }

    private static long round(long bytes) {
        return Math.ceilDiv(bytes, Long.BYTES) * Long.BYTES;
    }

    @Override
    public void close() {
        if (exchange != null) {
            exchange.close();
        }
        own.close();
        all.close();
    }

    /** Native memory that grows. */
    private static final class Buffer implements AutoCloseable {
        private static final int ALIGNMENT = 64;
        private @Nullable Arena arena;
        private MemorySegment memory = MemorySegment.NULL;

        MemorySegment of(long size) {
            if (memory.byteSize() < size) {
                close();
                arena = Arena.ofShared();
                memory = arena.allocate(size, ALIGNMENT);
            }
            return memory.asSlice(0, size);
        }

        @Override
        public void close() {
            if (arena != null) {
                arena.close();
                arena = null;
                memory = MemorySegment.NULL;
            }
        }
    }
}
