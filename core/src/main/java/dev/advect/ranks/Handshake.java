package dev.advect.ranks;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * The proof of two processes to each other that they belong to the same run: each sends a random number, and the other
 * returns a code (HMAC-SHA256) of both numbers by the run's key, which itself is never sent.
 */
final class Handshake {
    private static final String CODE = "HmacSHA256";
    private static final int CODE_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Handshake() {}

    /** Introduces a process to the one that it has connected to. */
    static void introduce(int rank, byte[] key, DataInputStream in, DataOutputStream out) throws IOException {
        byte[] theirs = in.readNBytes(CODE_BYTES);
        byte[] mine = random();
        out.write(ByteBuffer.allocate(Integer.BYTES + 2 * CODE_BYTES).putInt(rank).put(mine)
                .put(code(key, "introduce", rank, mine, theirs)).array());
        require(code(key, "recognise", rank, mine, theirs), in.readNBytes(CODE_BYTES));
    }

    /** Recognises the process that has connected to this one, and returns its rank. */
    static int recognise(byte[] key, DataInputStream in, DataOutputStream out) throws IOException {
        byte[] mine = random();
        out.write(mine);
        int rank = in.readInt();
        byte[] theirs = in.readNBytes(CODE_BYTES);
        require(code(key, "introduce", rank, theirs, mine), in.readNBytes(CODE_BYTES));
        out.write(code(key, "recognise", rank, theirs, mine));
        return rank;
    }

    private static void require(byte[] expected, byte[] code) throws IOException {
        if (!MessageDigest.isEqual(expected, code)) {
            throw new IOException("it belongs to another run");
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[CODE_BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static byte[] code(byte[] key, String purpose, int rank, byte[] caller, byte[] listener) {
        try {
            Mac mac = Mac.getInstance(CODE);
            mac.init(new SecretKeySpec(key, CODE));
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(rank).flip());
            mac.update(caller);
            return mac.doFinal(listener);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
