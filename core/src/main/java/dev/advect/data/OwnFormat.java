package dev.advect.data;

import dev.advect.io.Safetensors;
import dev.advect.io.StateDict;
import dev.advect.io.StateException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * This project's own format, a safetensors file: {@code observation [n, o]}, {@code action [n, d]}, {@code reward [n]} and
 * {@code next_observation [n, o]} as floats, {@code terminated [n]} and {@code truncated [n]} as bytes 0 or 1,
 * {@code starts [episodes]} as 64-bit integers.
 */
final class OwnFormat {
    private OwnFormat() {}

    static void write(Path file, Demonstrations demonstrations) throws IOException {
        StateDict state = new StateDict();
        int n = demonstrations.steps();
        state.putFloats("observation", demonstrations.observation(), n, demonstrations.observationSize());
        state.putFloats("action", demonstrations.action(), n, demonstrations.actionSize());
        state.putFloats("reward", demonstrations.reward(), n);
        state.putFloats("next_observation", demonstrations.nextObservation(), n, demonstrations.observationSize());
        state.putBytes("terminated", bytes(demonstrations.terminated()), n);
        state.putBytes("truncated", bytes(demonstrations.truncated()), n);
        state.putLongs("starts", Arrays.stream(demonstrations.starts()).asLongStream().toArray());
        Safetensors.write(file, state, Map.of("format", "advect-demonstrations"));
    }

    static Demonstrations read(Path file) throws IOException {
        StateDict state = Safetensors.read(file).state();
        try {
            float[] reward = state.floats("reward", -1);
            int n = reward.length;
            return new Demonstrations((int) state.shape("observation")[1], (int) state.shape("action")[1],
                    state.floats("observation", n, -1), state.floats("action", n, -1), reward,
                    state.floats("next_observation", n, -1), booleans(state.bytes("terminated", n)),
                    booleans(state.bytes("truncated", n)),
                    Arrays.stream(state.longs("starts", -1)).mapToInt(Math::toIntExact).toArray());
        } catch (StateException | IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new DemonstrationException(file, "it does not hold demonstrations: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(boolean[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        return bytes;
    }

    private static boolean[] booleans(byte[] values) {
        boolean[] booleans = new boolean[values.length];
        for (int i = 0; i < booleans.length; i++) {
            booleans[i] = values[i] != 0;
        }
        return booleans;
    }
}
