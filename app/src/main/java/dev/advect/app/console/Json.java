package dev.advect.app.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.env.ObservationPart;
import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The output of --json: one value on one line. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** Prints a map, list or plain value. Numbers that JSON cannot represent, such as NaN, become null. */
    public static void print(PrintWriter out, Object value) {
        try {
            out.println(MAPPER.writeValueAsString(clean(value)));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Creates an object from alternating keys and values. */
    public static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    /** Describes the parts of an observation, in order. */
    public static List<Map<String, Object>> parts(List<ObservationPart> parts) {
        return parts.stream().map(part -> object("name", part.name(), "size", part.size())).toList();
    }

    private static @Nullable Object clean(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Double d when !Double.isFinite(d) -> null;
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, v) -> copy.put(key, clean(v)));
                yield copy;
            }
            case Collection<?> items -> items.stream().map(Json::clean).toList();
            default -> value;
        };
    }
}
