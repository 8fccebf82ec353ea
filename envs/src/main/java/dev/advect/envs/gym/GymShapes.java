package dev.advect.envs.gym;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The shapes and limits of an environment as reported by Python.
 *
 * @param observationSize the number of components of an observation, over all parts
 * @param actionSize the number of components of an action
 * @param episodeSteps the number of steps after which an episode is truncated
 * @param fps the number of steps that are shown in a second, 0 if the environment does not say
 * @param parts the parts of a Dict observation, in order
 */
record GymShapes(int observationSize, int actionSize, int episodeSteps, double fps,
        List<ObservationPart> parts) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The limit for environments that specify none. */
    private static final int EPISODE_STEPS = 1000;

    EnvSpec spec(GymName name) {
        return new EnvSpec(name.toString(), observationSize, actionSize, episodeSteps, fps > 0 ? 1 / fps : 1, 1).withParts(parts);
    }

    /**
     * Asks a process to create the given number of copies.
     *
     * @param drawn whether they will be asked for pictures
     */
    static void ask(PythonProcess python, GymName name, int count, boolean drawn) {
        try {
            byte[] request = JSON.writeValueAsBytes(Map.of(
                    "module", name.module(), "id", name.id(), "count", count, "episode_steps", EPISODE_STEPS, "drawn", drawn));
            python.send(Frames.allocate(request.length).put(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Receives the answer to {@link #ask}, once the copies have been created. */
    static GymShapes answer(PythonProcess python) {
        JsonNode json;
        try {
            json = JSON.readTree(python.receive().array());
        } catch (IOException e) {
            throw python.failed("what Python answers is not JSON: " + e.getMessage());
        }
        if (json.has("error")) {
            throw python.failed(json.get("error").asText());
        }
        List<ObservationPart> parts = new ArrayList<>();
        json.get("observation_parts").forEach(
                part -> parts.add(new ObservationPart(part.get("name").asText(), part.get("size").asInt())));
        return new GymShapes(json.get("observation_size").asInt(), json.get("action_size").asInt(),
                json.get("episode_steps").asInt(), json.path("fps").asDouble(0), parts);
    }
}
