package dev.advect.ranks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An exchange over TCP, in which every process has a connection with every other one, see {@link RankListener}.
 *
 * <p>The gradients of a small network take microseconds to transmit, so that what counts is how soon a process goes on. No
 * other thread takes part: the caller itself sends and receives until everything has arrived, and polls without pause for
 * {@value #SPIN_MICROSECONDS} µs after the last byte before it lets the system wake it.
 *
 * <p>A process that ends is noticed at once by all that wait for it, one that hangs after the time limit.
 */
public final class SocketExchange implements Exchange {
    private static final int SPIN_MICROSECONDS = 200;

    private final int rank;
    private final List<Connection> connections;
    private final Selector selector;
    private final long seconds;

    /**
     * @param connections those with the other processes, in the order of their ranks
     * @param seconds the time in which something must arrive
     */
    SocketExchange(int rank, List<Connection> connections, long seconds) throws IOException {
        this.rank = rank;
        this.connections = List.copyOf(connections);
        this.seconds = seconds;
        selector = Selector.open();
        for (Connection connection : connections) {
            connection.poll(selector);
        }
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return connections.size() + 1;
    }

    @Override
    public void allGather(MemorySegment own, MemorySegment all) {
        long n = own.byteSize();
        for (Connection other : connections) {
            other.begin(own, all.asSlice(other.rank() * n, n));
        }
        all.asSlice(rank * n, n).copyFrom(own);
        complete();
    }

    @Override
    public void allToAll(MemorySegment send, MemorySegment received) {
        long n = send.byteSize() / size();
        for (Connection other : connections) {
            other.begin(send.asSlice(other.rank() * n, n), received.asSlice(other.rank() * n, n));
        }
        received.asSlice(rank * n, n).copyFrom(send.asSlice(rank * n, n));
        complete();
    }

    @Override
    public void broadcast(MemorySegment bytes) {
        if (rank == 0) {
            connections.forEach(other -> other.begin(bytes, null));
        } else {
            connections.getFirst().begin(null, bytes);
        }
        complete();
    }

    /** Sends and receives until nothing is left. */
    private void complete() {
        long moved = System.nanoTime();
        try {
            while (true) {
                boolean moving = false;
                boolean open = false;
                for (Connection connection : connections) {
                    moving |= connection.move();
                    open |= connection.isOpen();
                }
                if (!open) {
                    return;
                }
                long idle = moving ? 0 : System.nanoTime() - moved;
                if (moving) {
                    moved = System.nanoTime();
                } else if (idle > TimeUnit.SECONDS.toNanos(seconds)) {
                    throw new LostRankException("another worker did not answer within " + seconds + " s", null);
                } else if (idle > TimeUnit.MICROSECONDS.toNanos(SPIN_MICROSECONDS)) {
                    await(TimeUnit.SECONDS.toNanos(seconds) - idle);
                } else {
                    Thread.onSpinWait();
                }
            }
        } catch (IOException e) {
            throw new LostRankException("the connection with another worker is lost", e);
        }
    }

    /** Waits until something can be sent or received, or the time is over. */
    private void await(long nanoseconds) throws IOException {
        connections.forEach(Connection::announce);
        selector.select(TimeUnit.NANOSECONDS.toMillis(nanoseconds) + 1);
        selector.selectedKeys().clear();
    }

    @Override
    public void close() {
        try {
            selector.close();
            for (Connection connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
