package dev.advect.envs.gym;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The framing of messages on a socket: the payload length as a little-endian 32-bit integer, then the payload. */
final class Frames {
    /** The size of the length header, in bytes. */
    static final int HEAD = 4;

    private final InputStream in;
    private final OutputStream out;

    Frames(Socket socket) throws IOException {
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** The payload length that a header encodes. */
    static int length(byte[] head) {
        return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    /** Allocates a frame for a payload of the given number of bytes, positioned at the start of the payload. */
    static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(HEAD + bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes);
    }

    /** Sends a frame that was created by {@link #allocate} and filled. */
    void send(ByteBuffer frame) throws IOException {
        out.write(frame.array(), frame.arrayOffset(), frame.capacity());
    }

    /** Receives the next frame's payload. */
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
