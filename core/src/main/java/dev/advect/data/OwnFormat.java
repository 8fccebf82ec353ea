package dev.advect.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.env.ObservationPart;
import dev.advect.io.Safetensors;
import dev.advect.io.StateDict;
import dev.advect.io.StateException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reader and writer of this project's own format, a safetensors file with the tensors {@code observation [n, o]},
 * {@code action [n, d]}, {@code reward [n]} and {@code next_observation [n, o]} as floats, {@code terminated [n]} and
 * {@code truncated [n]} as bytes 0 or 1, {@code starts [episodes]} as 64-bit integers. The metadata entry
 * {@code observation_parts} contains the named parts of an observation, if there are any:
 * {@code [{"name":"position","size":3},…]}.
 */
final class OwnFormat {
    private static final String PARTS = "observation_parts";
    private static final ObjectMapper JSON = new ObjectMapper();

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
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "advect-demonstrations");
        if (!demonstrations.parts().isEmpty()) {
            metadata.put(PARTS, JSON.writeValueAsString(demonstrations.parts()));
        }
        Safetensors.write(file, state, metadata);
    }

    private static List<ObservationPart> parts(Map<String, String> metadata) throws IOException {
        String json = metadata.get(PARTS);
        return json == null ? List.of() : List.of(JSON.readValue(json, ObservationPart[].class));
    }

    static Demonstrations read(Path file, ReadOptions options) throws IOException {
        Demonstrations all = read(file);
        return options.observationKeys().isEmpty() ? all : all.withParts(picked(file, all.parts(), options.observationKeys()));
    }

    private static List<ObservationPart> picked(Path file, List<ObservationPart> parts, List<String> keys)
            throws DemonstrationException {
        if (parts.isEmpty()) {
            throw new DemonstrationException(file, "the observation has no named parts, --keys is not possible");
        }
        List<ObservationPart> picked = new ArrayList<>();
        for (String key : keys) {
            picked.add(parts.stream().filter(part -> part.name().equals(key)).findFirst().orElseThrow(
                    () -> new DemonstrationException(file, "the observation has no part '" + key + "'; it is made of "
                            + ObservationPart.describe(parts))));
        }
        return picked;
    }

    private static Demonstrations read(Path file) throws IOException {
        Safetensors.Contents contents = Safetensors.read(file);
        StateDict state = contents.state();
        try {
            float[] reward = state.floats("reward", -1);
            int n = reward.length;
            return new Demonstrations((int) state.shape("observation")[1], (int) state.shape("action")[1],
                    state.floats("observation", n, -1), state.floats("action", n, -1), reward,
                    state.floats("next_observation", n, -1), booleans(state.bytes("terminated", n)),
                    booleans(state.bytes("truncated", n)),
                    Arrays.stream(state.longs("starts", -1)).mapToInt(Math::toIntExact).toArray(),
                    parts(contents.metadata()));
        } catch (StateException | JsonProcessingException | IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
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
