package dev.advect.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.io.JsonLines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A warning that a run has given, as its {@code warnings.jsonl} keeps it.
 *
 * @param step the environment steps done
 * @param alarm whether it is one of the few that should not be missed
 * @param message one line; it begins with what kind of warning it is, up to a colon
 */
public record RunWarning(long step, boolean alarm, String message) {
    /** The kind of alarm that a failed update raises. */
    public static final String NOT_FINITE = "the first number that is not finite";

    private static final JsonMapper JSON = new JsonMapper();

    /** The file of a run's warnings, which is there once there is one. */
    public static Path file(Path run) {
        return run.resolve("warnings.jsonl");
    }

    /** Reads all warnings of a run, oldest first. */
    public static List<RunWarning> of(Path run) throws IOException {
        List<RunWarning> warnings = new ArrayList<>();
        JsonLines.read(file(run)).forEach(row -> warnings.add(of(row)));
        return warnings;
    }

    /** Reads a line of the file. */
    public static RunWarning parse(String line) throws JsonProcessingException {
        return of(JSON.readTree(line));
    }

    /** Reads a line of the file that has been parsed; what is missing is empty. */
    public static RunWarning of(JsonNode row) {
        return new RunWarning(row.path("step").asLong(), row.path("alarm").asBoolean(), row.path("message").asText());
    }

    Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("step", step);
        row.put("alarm", alarm);
        row.put("message", message);
        return row;
    }

    /** Returns the kind of this warning, such as {@code instability}: its message up to the first colon. */
    public String kind() {
        return kindOf(message);
    }

    /** Returns the kind of warning that a message belongs to. */
    public static String kindOf(String message) {
        int colon = message.indexOf(':');
        return colon < 0 ? message : message.substring(0, colon);
    }

    /** Passes it on to a listener. */
    public void tell(TrainListener listener) {
        String line = "step " + step + ": " + message;
        if (alarm) {
            listener.alarmed(line);
        } else {
            listener.warned(line);
        }
    }
}
