package dev.advect.io;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The manifest of a checkpoint, {@code step-000000000100.json}, which describes and verifies the tensor file beside it.
 *
 * @param step the number of environment steps done
 * @param file the name of the safetensors file, in the same folder
 * @param bytes the file's size in bytes
 * @param sha256 the file's SHA-256, as 64 lower-case hexadecimal digits
 * @param tensors the number of tensors in it
 * @param extras further values given when it was saved, as JSON types: strings, numbers, booleans, lists, maps
 */
public record Checkpoint(
        long step, String file, long bytes, String sha256, int tensors, Map<String, Object> extras) {
    static final Pattern NAME = Pattern.compile("step-(\\d{12,18})");
    static final Pattern DATA = Pattern.compile("(step-\\d{12,18})(\\.\\d+)?\\.safetensors");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String FORMAT = "advect-checkpoint";
    private static final int VERSION = 2;
    /** The older version, whose manifests may lack their own SHA-256. */
    private static final int VERSION_WITHOUT_SHA256 = 1;
    /** The key of the manifest's own SHA-256, computed without this key. */
    private static final String OWN_SHA256 = "manifest_sha256";
    private static final Set<String> RESERVED =
            Set.of("format", "version", "step", "file", "bytes", "sha256", "tensors", OWN_SHA256);
    /** The one key among the extras whose value is checked if it is present. */
    private static final String SECONDS = "seconds";
    /** A strict mapper: with duplicate keys or trailing content, the intended value would be unclear. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Copies the extras, which must not use the manifest's own keys. */
    public Checkpoint {
        for (String key : extras.keySet()) {
            if (RESERVED.contains(key)) {
                throw new IllegalArgumentException("'" + key + "' is one of the manifest's own keys");
            }
        }
        extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    }

    /** The name without extension, {@code step-000000000100}. */
    public String name() {
        return name(step);
    }

    /** The name of the checkpoint of a step. */
    public static String name(long step) {
        if (step < 0 || step >= 1_000_000_000_000_000_000L) {
            throw new IllegalArgumentException("step " + step);
        }
        return String.format(Locale.ROOT, "step-%012d", step);
    }

    /** Writes the manifest; from then on the checkpoint exists. */
    void write(Path folder) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("version", VERSION);
        map.put("step", step);
        map.put("file", file);
        map.put("bytes", bytes);
        map.put("sha256", sha256);
        map.put("tensors", tensors);
        map.putAll(extras);
        map.put(OWN_SHA256, sha256(map));
        AtomicFile.writeString(folder.resolve(name() + ".json"), JSON.writeValueAsString(map) + "\n");
    }

    private static String sha256(Map<String, Object> map) throws IOException {
        Sha256 sha256 = new Sha256();
        sha256.digest().update(JSON.writeValueAsBytes(map)); // values that were read serialise as they were written
        return sha256.hex();
    }

    /** Reads the manifest of this name. */
    static Checkpoint read(Path folder, String name) throws IOException {
        Path manifest = folder.resolve(name + ".json");
        Map<String, Object> map;
        try {
            // decoded strictly here, since Jackson would also guess UTF-16 and UTF-32
            map = JSON.readValue(Files.readString(manifest), new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JacksonException e) {
            throw new DamagedFileException(manifest, "it is not JSON: " + e.getOriginalMessage(), e);
        } catch (CharacterCodingException e) {
            throw new DamagedFileException(manifest, "it is not UTF-8", e);
        }
        if (map == null || !FORMAT.equals(map.get("format"))) {
            throw new DamagedFileException(manifest, "it does not say \"format\": \"" + FORMAT + "\"");
        }
        long version = number(manifest, map, "version");
        if (version != VERSION && version != VERSION_WITHOUT_SHA256) {
            throw new DamagedFileException(manifest, "it is of version " + version + ", this program reads "
                    + VERSION_WITHOUT_SHA256 + " and " + VERSION);
        }
        Object own = map.remove(OWN_SHA256);
        if (own == null ? version == VERSION : !own.equals(sha256(map))) {
            throw new DamagedFileException(manifest, "it is not as it was written, by its own SHA-256");
        }
        Matcher data = DATA.matcher(String.valueOf(map.get("file")));
        String sha256 = String.valueOf(map.get("sha256"));
        long step = number(manifest, map, "step");
        long bytes = number(manifest, map, "bytes");
        int tensors = Math.clamp(number(manifest, map, "tensors"), 0, Integer.MAX_VALUE);
        // the whole name is checked: a manifest must not refer outside its folder or to another step's tensors
        if (step < 0 || !name(step).equals(name) || !data.matches() || !data.group(1).equals(name)
                || !SHA256.matcher(sha256).matches()) {
            throw new DamagedFileException(manifest, "its step, file or sha256 is not what its name demands");
        }
        if (map.containsKey(SECONDS) && !(map.get(SECONDS) instanceof Number seconds
                && seconds.doubleValue() >= 0 && seconds.doubleValue() < Double.POSITIVE_INFINITY)) {
            throw new DamagedFileException(manifest, "its seconds are no number of seconds: " + map.get(SECONDS));
        }
        Map<String, Object> extras = new LinkedHashMap<>(map);
        extras.keySet().removeAll(RESERVED);
        return new Checkpoint(step, data.group(), bytes, sha256, tensors, extras);
    }

    private static long number(Path manifest, Map<String, Object> map, String key) throws IOException {
        Object value = map.get(key);
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw new DamagedFileException(manifest, "it has no whole number '" + key + "'");
    }
}
