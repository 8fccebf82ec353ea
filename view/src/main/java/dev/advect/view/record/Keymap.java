package dev.advect.view.record;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.advect.config.InvalidValueException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What keys, the axes of a gamepad and the mouse do to an action. Components are numbered from 0; what acts on the same
 * component at once is added up.
 *
 * @param keys by the name of a key ({@code ArrowLeft}, {@code w}), what it adds to components while it is down
 * @param toggles by the name of a key, the components that it switches between -1 and 1
 * @param axes by the number of a gamepad's axis, what its full deflection adds to components
 * @param mouse the components that follow the pressed mouse, across and up; empty if none do
 * @param drag what the pressed mouse leads instead; null if nothing
 * @param camera {@code top} to look from above at first, or {@code free}
 */
public record Keymap(Map<String, Map<Integer, Double>> keys, Map<String, List<Integer>> toggles,
        Map<Integer, Map<Integer, Double>> axes, List<Integer> mouse, @Nullable Drag drag, String camera) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)) // such as a key without an effect
            .build();
    private static final String FREE = "free";
    /** Pairs of keys for environments without a mapping of their own. */
    private static final List<String> PAIRS = List.of(
            "ArrowLeft ArrowRight", "ArrowDown ArrowUp", "a d", "s w", "j l", "k i", "f h", "g t");

    public Keymap {
        keys = Objects.requireNonNullElse(keys, Map.of());
        toggles = Objects.requireNonNullElse(toggles, Map.of());
        axes = Objects.requireNonNullElse(axes, Map.of());
        mouse = Objects.requireNonNullElse(mouse, List.of());
        camera = Objects.requireNonNullElse(camera, FREE);
    }

    /** The mapping of an environment: its own if there is one, else two keys for each of the first components. */
    public static Keymap of(String env, int actionSize) {
        String first = env.replaceFirst("-.*", "");
        String family = switch (first) {
            case "reacher" -> "reacher";
            case "bandit", "gridworld" -> "plane";
            case "lift", "can", "square" -> "arm";
            default -> env.equals("point-mass") ? "point-mass" : "";
        };
        return family.isEmpty() ? pairs(actionSize) : resource(family).requireFit(actionSize, family);
    }

    private static Keymap resource(String name) {
        try (InputStream in = Objects.requireNonNull(Keymap.class.getResourceAsStream(name + ".yaml"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Keymap pairs(int actionSize) {
        Map<String, Map<Integer, Double>> keys = new LinkedHashMap<>();
        Map<Integer, Map<Integer, Double>> axes = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(actionSize, PAIRS.size()); i++) {
            String[] pair = PAIRS.get(i).split(" ", 2);
            keys.put(pair[0], Map.of(i, -1.0));
            keys.put(pair[1], Map.of(i, 1.0));
            axes.put(i, Map.of(i, i % 2 == 0 ? 1.0 : -1.0)); // a stick's second axis points down
        }
        return new Keymap(keys, Map.of(), axes, List.of(), null, FREE);
    }

    /**
     * Reads a mapping.
     *
     * @throws InvalidValueException if it is none, or has components that the environment lacks
     */
    public static Keymap read(Path file, int actionSize) throws IOException {
        return parse(Files.readString(file), file.toString()).requireFit(actionSize, file.toString());
    }

    private static Keymap parse(String yaml, String source) {
        try {
            @Nullable Keymap map = YAML.readValue(yaml, Keymap.class);
            if (map == null) {
                throw new InvalidValueException(source + " is no mapping of keys: it holds nothing but null");
            }
            return map;
        } catch (JsonProcessingException e) {
            throw new InvalidValueException(source + " is no mapping of keys: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        }
    }

    private Keymap requireFit(int actionSize, String source) {
        List<Integer> all = new ArrayList<>(mouse);
        keys.values().forEach(effect -> all.addAll(effect.keySet()));
        axes.values().forEach(effect -> all.addAll(effect.keySet()));
        toggles.values().forEach(all::addAll);
        if (drag != null) {
            all.addAll(drag.components());
        }
        for (int component : all) {
            if (component < 0 || component >= actionSize) {
                throw new InvalidValueException(
                        source + ": there is no component " + component + ", the action has " + actionSize);
            }
        }
        if (!mouse.isEmpty() && mouse.size() != 2) {
            throw new InvalidValueException(source + ": mouse names two components, across and up, not " + mouse.size());
        }
        if (!camera.equals(FREE) && !camera.equals("top")) {
            throw new InvalidValueException(source + ": camera is top or free, not '" + camera + "'");
        }
        if (drag != null && !mouse.isEmpty()) {
            throw new InvalidValueException(source + ": the mouse either leads by drag or acts by mouse");
        }
        return this;
    }
}
