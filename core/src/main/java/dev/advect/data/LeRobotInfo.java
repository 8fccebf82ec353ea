package dev.advect.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The description of a LeRobot data set, {@code meta/info.json}.
 *
 * @param robot the kind of robot; empty if it is not said
 * @param episodes the number of episodes
 * @param frames the number of steps
 * @param dataPath the paths of the data files, with {@code chunk_index} and {@code file_index}
 * @param vectors the names of the features that are numbers and begin with {@code observation.}, in the file's order
 * @param pictures the names of the features that are videos or images
 * @param hasReward whether steps have rewards
 * @param hasDone whether steps say that they end an episode
 */
record LeRobotInfo(String robot, long episodes, long frames, String dataPath, List<String> vectors, List<String> pictures,
        boolean hasReward, boolean hasDone) {
    static final String FILE = "meta/info.json";
    private static final int MAX_BYTES = 1 << 24;
    private static final ObjectMapper JSON = new ObjectMapper();

    static LeRobotInfo read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        JsonNode info = json(file);
        String version = info.path("codebase_version").asText("");
        if (!version.startsWith("v3.")) {
            throw new DemonstrationException(file, "it is of version '" + version + "' of LeRobot's format, not v3.0: lerobot's "
                    + "convert_dataset_v21_to_v30 writes that");
        }
        List<String> vectors = new ArrayList<>();
        List<String> pictures = new ArrayList<>();
        for (var feature : info.path("features").properties()) {
            String type = feature.getValue().path("dtype").asText("");
            if (type.equals("video") || type.equals("image")) {
                pictures.add(feature.getKey());
            } else if (feature.getKey().startsWith("observation.") && type.matches("(float|int|uint)\\d+|bool")) {
                vectors.add(feature.getKey());
            }
        }
        if (!info.path("features").has("action")) {
            throw new DemonstrationException(file, "it describes no feature 'action'");
        }
        return new LeRobotInfo(info.path("robot_type").asText(""), count(file, info, "total_episodes"),
                count(file, info, "total_frames"), info.path("data_path").asText(""), List.copyOf(vectors),
                List.copyOf(pictures), info.path("features").has("next.reward"), info.path("features").has("next.done"));
    }

    private static long count(Path file, JsonNode info, String key) throws DemonstrationException {
        if (!info.path(key).canConvertToLong() || info.path(key).asLong() < 1) {
            throw new DemonstrationException(file, "'" + key + "' is " + info.path(key) + ", not a number of at least 1");
        }
        return info.path(key).asLong();
    }

    /** Reads a JSON file of at most 16 MB. */
    static JsonNode json(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new DemonstrationException(file, "the file is missing");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new DemonstrationException(file, "it has more than " + MAX_BYTES + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (IOException e) { // also of characters that are none
            throw new DemonstrationException(file, "it is no JSON: "
                    + (e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage()), e);
        }
        if (node == null || !node.isObject()) {
            throw new DemonstrationException(file, "it is no JSON object");
        }
        return node;
    }

    /** The path of a data file. */
    Path data(Path folder, long chunk, long file) throws DemonstrationException {
        String path = dataPath.replace("{chunk_index:03d}", three(chunk)).replace("{file_index:03d}", three(file));
        Path found = folder.resolve(path).normalize();
        if (path.contains("{") || !found.startsWith(folder.normalize())) {
            throw new DemonstrationException(folder.resolve(FILE), "its data_path '" + dataPath + "' is not supported");
        }
        return found;
    }

    private static String three(long number) {
        return String.format(Locale.ROOT, "%03d", number);
    }
}
