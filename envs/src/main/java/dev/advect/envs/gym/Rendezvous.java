package dev.advect.envs.gym;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/**
 * A local server socket to which a newly started process connects back. It listens on the loopback interface, on a port
 * chosen by the system, until a caller authenticates by first sending the token, a random number of 256 bits.
 */
final class Rendezvous implements Closeable {
    private static final int TOKEN_BYTES = 32;
    private static final int TOKEN_MILLIS = 2000;
    private static final int POLL_MILLIS = 50;

    private final ServerSocket server;
    private final String token;

    Rendezvous() throws IOException {
        server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        token = HexFormat.of().formatHex(secret);
    }

    int port() {
        return server.getLocalPort();
    }

    String token() {
        return token;
    }

    /**
     * Waits for the caller with the token; other connections are closed.
     *
     * @param waiting polled to decide whether to keep waiting
     * @throws SocketTimeoutException if the caller does not connect in time, or {@code waiting} becomes false
     */
    Socket accept(Duration timeout, BooleanSupplier waiting) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        server.setSoTimeout(POLL_MILLIS);
        while (System.nanoTime() - deadline < 0 && waiting.getAsBoolean()) {
            Socket caller;
            try {
                caller = server.accept();
            } catch (SocketTimeoutException e) {
                continue;
            }
            if (presentsToken(caller)) {
                return caller;
            }
            caller.close();
        }
        throw new SocketTimeoutException("nobody came with the token");
    }

    private boolean presentsToken(Socket caller) {
        try {
            caller.setSoTimeout(TOKEN_MILLIS);
            byte[] expected = token.getBytes(StandardCharsets.US_ASCII);
            byte[] head = caller.getInputStream().readNBytes(Frames.HEAD);
            if (head.length < Frames.HEAD || Frames.length(head) != expected.length) {
                return false;
            }
            return MessageDigest.isEqual(expected, caller.getInputStream().readNBytes(expected.length));
        } catch (IOException e) {
            return false; // a caller that stays silent or disconnects is not the expected one
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
