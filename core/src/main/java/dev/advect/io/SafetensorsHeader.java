package dev.advect.io;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The validated header of a safetensors file, after which every entry can be read without further checks. */
final class SafetensorsHeader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The entry of one tensor, which occupies the bytes {@code [begin, end)} of the data. */
    record Entry(String name, DType type, List<Long> shape, long begin, long end) {
        long[] sizes() {
            return shape.stream().mapToLong(Long::longValue).toArray();
        }
    }

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /**
     * Parses and validates a header.
     *
     * @param dataBytes the number of bytes that follow the header in the file
     */
    SafetensorsHeader(Path file, byte[] text, long dataBytes) throws IOException {
        this.file = file;
        JsonNode root = parse(text);
        for (Map.Entry<String, JsonNode> property : root.properties()) {
            if (property.getKey().equals(Safetensors.METADATA)) {
                readMetadata(property.getValue());
            } else {
                entries.add(entry(property.getKey(), property.getValue()));
            }
        }
        checkLayout(dataBytes);
    }

    /** The entries, in the order of the header. */
    List<Entry> entries() {
        return entries;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private JsonNode parse(byte[] text) throws IOException {
        if (text.length == 0 || text[0] != '{') {
            throw new DamagedFileException(file, "the header does not begin with {");
        }
        // a strict decoder: Jackson would guess UTF-16, and others would insert question marks
        try (Reader reader = new InputStreamReader(
                new ByteArrayInputStream(text), StandardCharsets.UTF_8.newDecoder())) {
            return JSON.readTree(reader);
        } catch (JacksonException e) {
            throw new DamagedFileException(file, "the header is not JSON: " + e.getOriginalMessage(), e);
        } catch (CharacterCodingException e) {
            throw new DamagedFileException(file, "the header is not UTF-8", e);
        }
    }

    private void readMetadata(JsonNode node) throws IOException {
        if (!node.isObject()) {
            throw new DamagedFileException(file, "__metadata__ is not an object");
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (!property.getValue().isTextual()) {
                throw new DamagedFileException(file, "__metadata__ '" + property.getKey() + "' is not a string");
            }
            metadata.put(property.getKey(), property.getValue().textValue());
        }
    }

    private Entry entry(String name, JsonNode node) throws IOException {
        List<Long> shape = longs(name, node.path("shape"));
        List<Long> offsets = longs(name, node.path("data_offsets"));
        if (name.isEmpty() || offsets.size() != 2) {
            throw bad(name, "data_offsets are not a begin and an end");
        }
        DType type = type(name, node.path("dtype"));
        Entry entry = new Entry(name, type, shape, offsets.get(0), offsets.get(1));
        long bytes;
        try {
            bytes = Math.multiplyExact(Tensor.elements(entry.sizes()), type.bytes());
        } catch (ArithmeticException e) {
            throw bad(name, "impossible shape " + shape);
        }
        if (entry.end() < entry.begin() || entry.end() - entry.begin() != bytes) {
            throw bad(name, type + " " + shape + " takes " + bytes + " bytes, not those of data_offsets " + offsets);
        }
        return entry;
    }

    private DType type(String name, JsonNode node) throws IOException {
        for (DType type : DType.values()) {
            if (type.name().equals(node.textValue())) {
                return type;
            }
        }
        throw bad(name, "dtype " + node + " is not supported (F32, F64, I64 and U8 are)");
    }

    private List<Long> longs(String name, JsonNode array) throws IOException {
        if (!array.isArray()) {
            throw bad(name, "shape and data_offsets must be arrays");
        }
        List<Long> values = new ArrayList<>();
        for (JsonNode node : array) {
            if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
                throw bad(name, node + " is neither a size nor an offset");
            }
            values.add(node.longValue());
        }
        return values;
    }

    /** Checks that the entries cover the data completely and without overlap. */
    private void checkLayout(long dataBytes) throws IOException {
        List<Entry> byOffset = new ArrayList<>(entries);
        // an empty tensor comes before another one that begins at the same byte
        byOffset.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        for (Entry entry : byOffset) {
            if (entry.begin() != end) {
                throw bad(entry.name(), "begins at byte " + entry.begin() + " where " + end + " was expected ("
                        + (entry.begin() > end ? "a hole" : "an overlap") + ")");
            }
            end = entry.end();
        }
        if (end != dataBytes) {
            throw new DamagedFileException(file, "its tensors take " + end + " bytes, it has " + dataBytes
                    + (dataBytes < end ? " (cut short)" : " (something follows)"));
        }
    }

    private DamagedFileException bad(String name, String detail) {
        String shown = name.length() <= 80 ? name : name.substring(0, 80) + "...";
        return new DamagedFileException(file, "tensor '" + shown + "': " + detail);
    }
}
