package dev.advect.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Configurations as YAML, and single values set by key. Keys are the records' component names; every refusal is one
 * line that names the key.
 */
public final class ConfigYaml {
    private static final ObjectMapper YAML = configure(new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build()));
    private static final ObjectMapper JSON = configure(new ObjectMapper());

    private ConfigYaml() {}

    private static ObjectMapper configure(ObjectMapper mapper) {
        SimpleModule enums = new SimpleModule();
        enums.addSerializer(new LowerCaseEnum());
        mapper.registerModule(enums);
        mapper.setConfig(mapper.getDeserializationConfig().with(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS));
        mapper.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        mapper.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
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

    /** A constant as users write it. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The whole configuration. */
    public static String write(RunConfig config) {
        try {
            return YAML.writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param source named in errors, a file for instance */
    public static RunConfig read(String yaml, String source) {
        JsonNode tree;
        try {
            tree = YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new ConfigException(source + " is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse("")
                    .replaceFirst(" for `ObjectNode`.*", ""));
        }
        if (!(tree instanceof ObjectNode)) {
            throw new ConfigException(source + " is empty or no configuration");
        }
        try {
            return bind(tree);
        } catch (ConfigException e) {
            throw new ConfigException(source + ": " + e.getMessage());
        }
    }

    /**
     * The configuration with some values replaced.
     *
     * @param values by key; a key is a path such as {@code loop.envs}, or its last part where that is unambiguous
     */
    public static RunConfig with(RunConfig config, Map<String, String> values) {
        ObjectNode tree = JSON.valueToTree(config);
        List<String> keys = keys(tree, "");
        values.forEach((key, value) -> {
            String path = resolve(key, keys);
            String[] parts = path.split("\\.");
            ObjectNode parent = tree;
            for (String part : Arrays.copyOf(parts, parts.length - 1)) {
                parent = (ObjectNode) parent.get(part);
            }
            parent.set(parts[parts.length - 1], parse(value));
        });
        return bind(tree);
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
            throw new ConfigException("key '" + key + "' is ambiguous: " + String.join(" or ", matches));
        }
        String last = key.substring(key.lastIndexOf('.') + 1);
        String hint = Nearest.find(key, keys)
                .or(() -> Nearest.find(last, keys.stream().map(k -> k.substring(k.lastIndexOf('.') + 1)).toList()))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
        throw new ConfigException("unknown key '" + key + "'" + hint);
    }

    /** All keys of a configuration, with their paths. */
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
            return JSON.getNodeFactory().textNode(value); // nothing, or the word null
        } catch (IOException e) {
            return JSON.getNodeFactory().textNode(value); // not a number, a boolean or a list: a word
        }
    }

    private static RunConfig bind(JsonNode tree) {
        ObjectNode complete = tree.deepCopy();
        for (Algorithm algorithm : Algorithm.values()) {
            // only the section of the run's own algorithm is there
            String section = name(algorithm);
            if (!complete.has(section)) {
                complete.putNull(section);
            }
        }
        try {
            return JSON.treeToValue(complete, RunConfig.class);
        } catch (JsonMappingException e) {
            throw new ConfigException(explain(e, complete));
        } catch (JsonProcessingException e) {
            throw new ConfigException(e.getOriginalMessage());
        }
    }

    private static String explain(JsonMappingException e, JsonNode tree) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            if (reference.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        if (e.getCause() instanceof IllegalArgumentException cause) {
            // a record refused its values, and named the key itself
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

    /** What a value must be, in a user's words. */
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
        return List.class.isAssignableFrom(type) ? "a list such as [32, 32]" : "a " + type.getSimpleName();
    }
}
