package dev.advect.io;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A writer of one file in the format described in {@link Safetensors}. */
final class SafetensorsWriter {
    private static final int CHUNK = 1 << 20;

    /** The tensors by their names, in the order of their data. */
    private final Map<String, Tensor> layout;
    private final byte[] header;

    SafetensorsWriter(StateDict state, Map<String, String> metadata) throws IOException {
        Map<String, Tensor> tensors = state.tensors();
        layout = aligned(tensors);
        header = header(tensors, layout, metadata);
    }

    /** The size of the whole file in bytes. */
    long size() {
        return Long.BYTES + header.length + layout.values().stream().mapToLong(Tensor::bytes).sum();
    }

    void writeTo(OutputStream out) throws IOException {
        // one small buffer, so that a state of gigabytes is not held twice
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        out.write(chunk.putLong(header.length).array(), 0, Long.BYTES);
        out.write(header);
        for (Tensor tensor : layout.values()) {
            int perChunk = CHUNK / tensor.type().bytes();
            for (int from = 0, count; from < tensor.length(); from += count) {
                count = Math.min(perChunk, tensor.length() - from);
                chunk.clear();
                switch (tensor.array()) {
                    case float[] v -> chunk.asFloatBuffer().put(v, from, count);
                    case double[] v -> chunk.asDoubleBuffer().put(v, from, count);
                    case long[] v -> chunk.asLongBuffer().put(v, from, count);
                    case byte[] v -> chunk.put(v, from, count);
                    default -> throw new AssertionError(tensor);
                }
                out.write(chunk.array(), 0, count * tensor.type().bytes());
            }
        }
    }

    /** Orders tensors by decreasing element size, and otherwise keeps their order. */
    private static Map<String, Tensor> aligned(Map<String, Tensor> tensors) {
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        tensors.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Tensor> entry) -> entry.getValue().type().bytes()).reversed())
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    private static byte[] header(Map<String, Tensor> tensors, Map<String, Tensor> layout, Map<String, String> metadata)
            throws IOException {
        Map<String, Long> offsets = new HashMap<>();
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : layout.entrySet()) {
            offsets.put(entry.getKey(), offset);
            offset += entry.getValue().bytes();
        }
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode node = root.putObject(Safetensors.METADATA);
            metadata.forEach(node::put);
        }
        tensors.forEach((name, tensor) -> {
            ObjectNode node = root.putObject(name).put("dtype", tensor.type().name());
            ArrayNode shape = node.putArray("shape");
            Arrays.stream(tensor.shape()).forEach(shape::add);
            long begin = offsets.getOrDefault(name, 0L);
            node.putArray("data_offsets").add(begin).add(begin + tensor.bytes());
        });
        byte[] text = json.writeValueAsBytes(root);
        if (text.length > Safetensors.LONGEST_HEADER - Long.BYTES) {
            throw new IOException("too many tensors for one safetensors file: " + tensors.size());
        }
        byte[] padded = Arrays.copyOf(text, Math.ceilDiv(text.length, Long.BYTES) * Long.BYTES);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }
}
