package dev.advect.envs;

import dev.advect.env.SavableEnv;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The saved state of an environment. */
public final class Saved {
    private Saved() {}

    public static byte[] of(SavableEnv env) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        env.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    public static DataInputStream in(byte[] state) {
        return new DataInputStream(new ByteArrayInputStream(state));
    }
}
