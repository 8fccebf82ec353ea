package dev.advect.envs.gym;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Frames on a socket: the number of bytes, four of them little-endian, then the bytes. */
final class Frames {
    /** Bytes before those of the frame. */
    static final int HEAD = 4;

    private final InputStream in;
    private final OutputStream out;

    Frames(Socket socket) throws IOException {
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** The length that a head tells. */
    static int length(byte[] head) {
        return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    /** Room for a frame of so many bytes, positioned where they begin. */
    static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(HEAD + bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes);
    }

    /** A frame that was made by {@link #allocate} and filled. */
    void send(ByteBuffer frame) throws IOException {
        out.write(frame.array(), frame.arrayOffset(), frame.capacity());
    }

    void send(byte[] bytes) throws IOException {
        send(allocate(bytes.length).put(bytes));
    }

    /** The next frame. */
    ByteBuffer receive() throws IOException {
        int length = length(exactly(HEAD));
        if (length < 0) {
            throw new IOException("a frame of " + Integer.toUnsignedString(length) + " bytes is too long");
        }
        return ByteBuffer.wrap(exactly(length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the other side is gone");
        }
        return bytes;
    }
}
