package dev.advect.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.advect.config.InvalidValueException;
import dev.advect.flow.Schedule;
import dev.advect.learner.AlgorithmSettings;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The mapping between configurations and YAML, including single values that are set by key. Keys are the records'
 * component names; every error is one line that names the key.
 */
public final class ConfigYaml {
    private static final ObjectMapper YAML = configure(new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build()));
    private static final ObjectMapper JSON = configure(new ObjectMapper());

    /** The component of {@link RunConfig} whose sections are written at the top level, beside the other values. */
    private static final String ALGORITHM = "algorithm";

    /** The maximum number of characters that an error message quotes from a file. */
    private static final int MAX_QUOTED = 400;

    /** The entry of a run's file that records the physics engine. It is not a configuration value. */
    private static final String PHYSICS = "physics";

    private ConfigYaml() {}

    private static ObjectMapper configure(ObjectMapper mapper) {
        SimpleModule module = new SimpleModule();
        module.addSerializer(new LowerCaseEnum());
        module.addDeserializer(AlgorithmSettings.class, new Bound());
        ScheduleText.register(module);
        mapper.registerModule(module);
        mapper.enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING);
        mapper.setConfig(mapper.getDeserializationConfig().with(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS));
        mapper.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        mapper.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
        mapper.enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        mapper.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
        mapper.coercionConfigFor(LogicalType.Boolean).setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
        mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
        return mapper;
    }

    @SuppressWarnings("rawtypes")
    private static final class LowerCaseEnum extends StdSerializer<Enum> {
        private static final long serialVersionUID = 1;

        LowerCaseEnum() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(name(value));
        }
    }

    /** Passes through an algorithm's sections, which have already been bound. */
    private static final class Bound extends StdDeserializer<AlgorithmSettings> {
        private static final long serialVersionUID = 1;

        Bound() {
            super(AlgorithmSettings.class);
        }

        @Override
        public AlgorithmSettings deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return (AlgorithmSettings) in.getEmbeddedObject();
        }
    }

    /** The name of an enum constant as users write it. */
    public static String name(Enum<?> constant) {
        return constant.toString().toLowerCase(Locale.ROOT);
    }

    /** The configuration as a tree, with the algorithm's sections at the top level. */
    static ObjectNode tree(RunConfig config) {
        ObjectNode tree = JSON.valueToTree(config);
        tree.setAll((ObjectNode) tree.remove(ALGORITHM));
        return tree;
    }

    /** Formats the complete configuration as YAML. */
    public static String write(RunConfig config) {
        try {
            return YAML.writeValueAsString(tree(config));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a configuration file.
     *
     * @throws InvalidValueException if the file is not a valid configuration; the message names the file
     * @throws IOException if it cannot be read
     */
    public static RunConfig read(Path file) throws IOException {
        return read(text(file), file.toString());
    }

    /**
     * Reads the text of a file.
     *
     * @throws InvalidValueException if it is not UTF-8; the message names the file
     * @throws IOException if it cannot be read
     */
    static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InvalidValueException(file + " is not YAML: it is not UTF-8", e);
        }
    }

    /** The line of a run's file that records its physics engine; empty if it has none. */
    static String physicsLine(String engine) {
        try {
            return engine.isEmpty() ? "" : YAML.writeValueAsString(Map.of(PHYSICS, engine));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The physics engine that a run's file records, or an empty string. */
    static String physics(String yaml) {
        try {
            return YAML.readTree(yaml).path(PHYSICS).asText();
        } catch (JsonProcessingException e) {
            return ""; // reading the configuration will say what is wrong
        }
    }

    /** @param source named in errors, a file for instance */
    public static RunConfig read(String yaml, String source) {
        ObjectNode complete = object(yaml, source);
        ConfigMigrations.complete(complete);
        return bind(complete, source);
    }

    /** The configuration values of a file, without the physics engine. */
    static ObjectNode object(String yaml, String source) {
        JsonNode tree;
        try {
            tree = YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new InvalidValueException(source + " is not YAML: " + oneLine(e.getOriginalMessage().lines().findFirst()
                    .orElse("").replaceFirst(" for `ObjectNode`.*", "")), e);
        }
        if (!(tree instanceof ObjectNode values)) {
            throw new InvalidValueException(source + " is empty or no configuration");
        }
        values.remove(PHYSICS);
        return values;
    }

    /** @param source named in errors, a file for instance */
    static RunConfig bind(ObjectNode complete, String source) {
        try {
            return bind(complete);
        } catch (InvalidValueException e) {
            throw new InvalidValueException(source + ": " + oneLine(String.valueOf(e.getMessage())), e);
        }
    }

    /** The algorithm that a file specifies. */
    static Algorithm algorithm(ObjectNode tree, String source) {
        try {
            return bind(tree.path("algo"), Algorithm.class, "algo");
        } catch (InvalidValueException e) {
            throw new InvalidValueException(source + ": " + oneLine(String.valueOf(e.getMessage())), e);
        }
    }

    /** Reduces text from a file, which may be long and contain anything, to one short line. */
    private static String oneLine(String detail) {
        String clean = detail.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() <= MAX_QUOTED ? clean : clean.substring(0, MAX_QUOTED) + "...";
    }

    /**
     * A copy of the configuration with some values replaced.
     *
     * @param values the new values by key; a key is a path such as {@code loop.envs}, or its last part if that is
     *     unambiguous
     * @throws InvalidValueException if a key is unknown, ambiguous or given by both of its names, or if a value is not possible
     */
    public static RunConfig with(RunConfig config, Map<String, String> values) {
        ObjectNode tree = tree(config);
        byPath(keys(tree, ""), values).forEach((path, value) -> {
            String[] parts = path.split("\\.");
            ObjectNode parent = tree;
            for (String part : Arrays.copyOf(parts, parts.length - 1)) {
                parent = (ObjectNode) parent.get(part);
            }
            parent.set(parts[parts.length - 1], parse(value));
        });
        return bind(tree);
    }

    /**
     * Whether a configuration has a key, given by its path or by its last part. {@link #with} may still find the key
     * ambiguous.
     */
    public static boolean has(RunConfig config, String key) {
        return keys(tree(config), "").stream().anyMatch(path -> path.equals(key) || path.endsWith("." + key));
    }

    /**
     * The full path of a key, such as {@code loop.envs} for {@code envs}.
     *
     * @throws InvalidValueException if there is no such key, or several
     */
    public static String path(RunConfig config, String key) {
        return resolve(key, keys(tree(config), ""));
    }

    /**
     * Formats a few values of a configuration as YAML, after the environment, the algorithm and the preset that supplies
     * the others: a file that {@link PresetFile#read} reads.
     *
     * @param paths the full paths of the keys
     */
    public static String writeOnly(RunConfig config, Collection<String> paths) {
        ObjectNode all = tree(config);
        ObjectNode some = JSON.createObjectNode();
        Stream.concat(Stream.of("env", "algo", "preset"), paths.stream()).forEach(path -> {
            String[] parts = path.split("\\.", -1);
            ObjectNode parent = some;
            JsonNode value = all.path(parts[0]);
            for (int i = 1; i < parts.length; i++) {
                parent = parent.withObjectProperty(parts[i - 1]);
                value = value.path(parts[i]);
            }
            parent.set(parts[parts.length - 1], value);
        });
        try {
            return YAML.writeValueAsString(some);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The values by the full paths of their keys.
     *
     * @throws InvalidValueException if a key is unknown, ambiguous or given by both of its names
     */
    public static Map<String, String> byPath(RunConfig config, Map<String, String> values) {
        return byPath(keys(tree(config), ""), values);
    }

    private static Map<String, String> byPath(List<String> keys, Map<String, String> values) {
        Map<String, String> named = new LinkedHashMap<>();
        Map<String, String> all = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            String path = resolve(key, keys);
            String other = named.put(path, key);
            InvalidValueException.throwIf(other != null, "'" + other + "' and '" + key + "' are the same key: give it one value");
            all.put(path, value);
        });
        return all;
    }

    private static String resolve(String key, List<String> keys) {
        if (keys.contains(key)) {
            return key;
        }
        List<String> matches = keys.stream().filter(path -> path.endsWith("." + key)).toList();
        if (matches.size() == 1) {
            return matches.getFirst();
        }
        if (matches.size() > 1) {
            throw new InvalidValueException("key '" + key + "' is ambiguous: " + String.join(" or ", matches));
        }
        String last = key.substring(key.lastIndexOf('.') + 1);
        String hint = Nearest.find(key, keys)
                .or(() -> Nearest.find(last, keys.stream().map(k -> k.substring(k.lastIndexOf('.') + 1)).toList()))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
        throw new InvalidValueException("unknown key '" + key + "'" + hint);
    }

    /** Lists all keys of a configuration as paths. */
    private static List<String> keys(ObjectNode node, String prefix) {
        List<String> keys = new ArrayList<>();
        node.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode child) {
                keys.addAll(keys(child, prefix + entry.getKey() + "."));
            } else {
                keys.add(prefix + entry.getKey());
            }
        });
        return keys;
    }

    private static JsonNode parse(String value) {
        try {
            JsonNode node = JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(value);
            if (!node.isNull() && !node.isMissingNode()) {
                return node;
            }
            return JSON.getNodeFactory().textNode(value); // empty, or the word null
        } catch (IOException e) {
            return JSON.getNodeFactory().textNode(value); // not a number, a boolean or a list: a word
        }
    }

    /** Binds the algorithm's sections as a whole first, then the values beside them. */
    private static RunConfig bind(ObjectNode tree) {
        Algorithm algo = bind(tree.path("algo"), Algorithm.class, "algo");
        List<String> own = names(RunConfig.class);
        List<String> sections = names(algo.configType());
        ObjectNode head = JSON.createObjectNode();
        ObjectNode rest = JSON.createObjectNode();
        tree.properties().forEach(entry -> {
            String key = entry.getKey();
            refuseUnknown(key, algo, own, sections);
            (own.contains(key) ? head : rest).set(key, entry.getValue());
        });
        head.putPOJO(ALGORITHM, bind(rest, algo.configType(), ""));
        return bind(head, RunConfig.class, "");
    }

    /** The keys of a record, without the algorithm's component, which is bound separately. */
    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName)
                .filter(name -> !name.equals(ALGORITHM)).toList();
    }

    private static void refuseUnknown(String key, Algorithm algo, List<String> own, List<String> sections) {
        if (own.contains(key) || sections.contains(key)) {
            return;
        }
        for (Algorithm other : Algorithm.values()) {
            if (names(other.configType()).contains(key)) {
                throw new InvalidValueException(key + ": algo " + name(algo) + " has no such section, " + name(other) + " has");
            }
        }
        List<String> known = Stream.concat(own.stream(), sections.stream()).toList();
        throw new InvalidValueException("unknown key '" + key + "'"
                + Nearest.find(key, known).map(name -> "; did you mean '" + name + "'?").orElse(""));
    }

    /**
     * @param at the path of the value, for error messages
     */
    private static <T> T bind(JsonNode tree, Class<T> type, String at) {
        if (tree.isMissingNode()) {
            throw new InvalidValueException(at + ": a value is needed");
        }
        try {
            return JSON.treeToValue(tree, type);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof IllegalArgumentException bug && !(bug instanceof InvalidValueException)) {
                throw bug; // not an invalid value but a bug
            }
            throw new InvalidValueException(explain(e, tree, at), e);
        } catch (JsonProcessingException e) {
            throw new InvalidValueException(e.getOriginalMessage(), e);
        }
    }

    private static String explain(JsonMappingException e, JsonNode tree, String at) {
        StringBuilder path = new StringBuilder(at);
        for (JsonMappingException.Reference reference : e.getPath()) {
            if (reference.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        if (e.getCause() instanceof InvalidValueException cause) {
            // the record's own check failed, and its message names the key
            return (path.isEmpty() ? "" : path + ".") + cause.getMessage();
        }
        if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
            List<String> names = Arrays.stream(format.getTargetType().getEnumConstants())
                    .map(constant -> name((Enum<?>) constant))
                    .toList();
            return path + ": unknown value '" + format.getValue() + "'" + Nearest.hint(
                    String.valueOf(format.getValue()), names);
        }
        if (e instanceof InvalidFormatException format) {
            return path + ": '" + format.getValue() + "' is not " + kind(format.getTargetType());
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds().stream().map(String::valueOf).toList();
            return "unknown key '" + path + "'" + Nearest.find(unknown.getPropertyName(), known)
                    .map(name -> "; did you mean '" + name + "'?").orElse("");
        }
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            JsonNode found = tree.at("/" + path.toString().replace('.', '/'));
            String needed = mismatch.getTargetType().isRecord() ? "a section" : kind(mismatch.getTargetType());
            if (found.isMissingNode() || found.isNull()) {
                return path + ": " + needed + " is needed";
            }
            return path + ": '" + (found.isValueNode() ? found.asText() : found.toString()) + "' is not " + needed;
        }
        return path + ": " + e.getOriginalMessage().lines().findFirst().orElse("").replaceAll("`([^`]*\\.)?", "`");
    }

    /** Describes in the user's words what a value must be. */
    private static String kind(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == double.class) {
            return "a number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == Schedule.class) {
            return "uniform, cosine, or falling times such as [1, 0.6, 0.3, 0]";
        }
        return List.class.isAssignableFrom(type) ? "a list such as [32, 32]" : "a " + type.getSimpleName();
    }
}
