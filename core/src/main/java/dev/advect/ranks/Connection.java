package dev.advect.ranks;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * The connection of a process with another one. Every message begins with its number and its length, so that processes which
 * are not in step notice it.
 */
final class Connection implements AutoCloseable {
    private static final int HEADER = 2 * Long.BYTES;
    private static final ByteBuffer[] NOTHING = {};

    private final int rank;
    private final SocketChannel channel;
    private final ByteBuffer sentHeader = ByteBuffer.allocateDirect(HEADER);
    private final ByteBuffer receivedHeader = ByteBuffer.allocateDirect(HEADER);
    private ByteBuffer[] sent = NOTHING;
    private ByteBuffer[] received = NOTHING;
    private long sentCount;
    private long receivedCount;
    private boolean headerChecked = true;
    private @Nullable SelectionKey key;

    /** @param rank the number of the other process */
    Connection(int rank, SocketChannel channel) throws IOException {
        this.rank = rank;
        this.channel = channel;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    int rank() {
        return rank;
    }

    /** Makes this connection non-blocking, and lets a selector wait for it. */
    void poll(Selector selector) throws IOException {
        channel.configureBlocking(false);
        key = channel.register(selector, 0);
    }

    /**
     * Begins to send and to receive one message each.
     *
     * @param send the bytes to send; null for no message
     * @param receive where the other's bytes go; null if it sends none
     */
    void begin(@Nullable MemorySegment send, @Nullable MemorySegment receive) {
        if (send != null) {
            sentHeader.clear().putLong(sentCount++).putLong(send.byteSize()).flip();
            sent = new ByteBuffer[] {sentHeader, send.asByteBuffer()};
        }
        if (receive != null) {
            receivedHeader.clear();
            received = new ByteBuffer[] {receivedHeader, receive.asByteBuffer()};
            headerChecked = false;
        }
    }

    /** Sends and receives what is possible at once, and returns whether that was anything. */
    boolean move() throws IOException {
        long n = 0;
        if (isSending()) {
            n += channel.write(sent);
        }
        if (isReceiving()) {
            long count = channel.read(received);
            if (count < 0) {
                throw new EOFException();
            }
            n += count;
            if (!headerChecked && !receivedHeader.hasRemaining()) {
                check();
            }
        }
        return n > 0;
    }

    private void check() {
        headerChecked = true;
        long number = receivedHeader.flip().getLong();
        long length = receivedHeader.getLong();
        if (number != receivedCount++ || length != received[1].limit()) {
            throw new IllegalStateException("worker " + rank + " sends message " + number + " of " + length + " bytes where message "
                    + (receivedCount - 1) + " of " + received[1].limit() + " bytes is due");
        }
    }

    private boolean isSending() {
        return sent.length > 0 && sent[1].hasRemaining();
    }

    private boolean isReceiving() {
        return received.length > 0 && (!headerChecked || received[1].hasRemaining());
    }

    /** Whether something is left to be sent or received. */
    boolean isOpen() {
        return isSending() || isReceiving();
    }

    /** Tells the selector what this connection waits for. */
    void announce() {
        if (key != null) {
            key.interestOps((isSending() ? SelectionKey.OP_WRITE : 0) | (isReceiving() ? SelectionKey.OP_READ : 0));
        }
    }


    @Override
    public void close() throws IOException {
        channel.close();
    }
}
