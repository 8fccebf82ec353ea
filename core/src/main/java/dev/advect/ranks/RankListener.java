package dev.advect.ranks;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The port at which a process of a run waits for the others, bound to one address of its machine. Both ends of a connection
 * prove that they know the run's key, see {@link Handshake}; whoever does not is turned away.
 */
public final class RankListener implements AutoCloseable {
    /** The seconds in which all processes must have started and connected. */
    private static final int CONNECT = 180;
    /** The seconds in which a process that has connected must say who it is. */
    private static final int INTRODUCTION = 5;
    private static final int BACKLOG = 1024;

    private final ServerSocketChannel server;

    private RankListener(ServerSocketChannel server) {
        this.server = server;
    }

    /**
     * Opens a free port.
     *
     * @param host the name or address by which the others reach this machine
     */
    public static RankListener open(String host) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(InetAddress.getByName(host), 0), BACKLOG);
            return new RankListener(server);
        } catch (IOException e) {
            server.close();
            throw new IOException("no port of " + host + " can be opened (" + e.getMessage() + ")", e);
        }
    }

    /** The address at which this process waits. */
    public InetSocketAddress address() {
        return new InetSocketAddress(server.socket().getInetAddress(), port());
    }

    /** The number of the port. */
    public int port() {
        return server.socket().getLocalPort();
    }

    /**
     * Connects this process with all others, and waits for them.
     *
     * @param rank the number of this process
     * @param all the addresses of all processes, in the order of their ranks
     * @param key the run's key, which all of them have
     * @param seconds the time limit of every exchange
     * @throws LostRankException if one of the others cannot be reached, or does not come in time
     */
    public SocketExchange connect(int rank, List<InetSocketAddress> all, byte[] key, long seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT);
        List<Connection> connections = new ArrayList<>();
        try {
            for (int lower = 0; lower < rank; lower++) {
                connections.add(call(rank, lower, all.get(lower), key));
            }
            Connection[] higher = new Connection[all.size() - rank - 1];
            for (int missing = higher.length; missing > 0;) {
                Connection next = answer(key, deadline);
                int place = next == null ? -1 : next.rank() - rank - 1;
                if (next != null && place >= 0 && place < higher.length && higher[place] == null) {
                    higher[place] = next;
                    missing--;
                } else if (next != null) {
                    next.close();
                }
            }
            connections.addAll(List.of(higher));
            return new SocketExchange(rank, connections, seconds);
        } catch (IOException e) {
            connections.forEach(RankListener::drop);
            throw new LostRankException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Connection call(int rank, int lower, InetSocketAddress address, byte[] key) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, (int) TimeUnit.SECONDS.toMillis(CONNECT));
            channel.socket().setSoTimeout((int) TimeUnit.SECONDS.toMillis(CONNECT));
            Handshake.introduce(rank, key, new DataInputStream(channel.socket().getInputStream()),
                    new DataOutputStream(channel.socket().getOutputStream()));
            return new Connection(lower, channel);
        } catch (IOException e) {
            channel.close();
            throw new IOException("worker " + lower + " cannot be reached at " + address.getHostString() + ":" + address.getPort()
                    + " (" + e.getMessage() + ")", e);
        }
    }

    /** Accepts a connection; null if it was none of this run. */
    private @Nullable Connection answer(byte[] key, long deadline) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        SocketChannel channel;
        try {
            server.socket().setSoTimeout((int) Math.max(1, left));
            channel = server.socket().accept().getChannel();
        } catch (SocketTimeoutException e) {
            throw new IOException("the workers did not connect with each other within " + CONNECT + " s", e);
        }
        try {
            channel.socket().setSoTimeout((int) TimeUnit.SECONDS.toMillis(INTRODUCTION));
            int rank = Handshake.recognise(key, new DataInputStream(channel.socket().getInputStream()),
                    new DataOutputStream(channel.socket().getOutputStream()));
            return new Connection(rank, channel);
        } catch (IOException e) {
            channel.close();
            return null;
        }
    }

    private static void drop(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
