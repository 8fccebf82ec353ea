package dev.advect.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;

/** Writes the content of a policy's file. */
final class PolicyWriter {
    private PolicyWriter() {}

    static void write(PolicyFile file, OutputStream out) throws IOException {
        byte[] header = header(file);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
        out.write(length.array());
        out.write(header);
        for (float[] part : new float[][] {file.shift(), file.scale(), file.parameters()}) {
            ByteBuffer bytes = ByteBuffer.allocate(part.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(part);
            out.write(bytes.array());
        }
    }

    /** The header, padded by spaces so that the data begins at a multiple of eight bytes. */
    private static byte[] header(PolicyFile file) {
        StringJoiner json = new StringJoiner(",\n", "{", "}");
        StringJoiner metadata = new StringJoiner(",\n ", "\"__metadata__\":{", "}");
        new Manifest(file.spec(), file.squash(), file.actionBound(), file.chunk(), file.info()).toStrings()
                .forEach((key, value) -> metadata.add(quote(key) + ":" + quote(value)));
        json.add(metadata.toString());
        long begin = 0;
        for (Map.Entry<String, int[]> tensor : PolicyFile.layout(file.spec()).entrySet()) {
            long end = begin + Float.BYTES * Arrays.stream(tensor.getValue()).asLongStream().reduce(1, (a, b) -> a * b);
            json.add(quote(tensor.getKey()) + ":{\"dtype\":\"F32\",\"shape\":"
                    + Arrays.toString(tensor.getValue()).replace(" ", "")
                    + ",\"data_offsets\":[" + begin + "," + end + "]}");
            begin = end;
        }
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, Math.ceilDiv(text.length, Long.BYTES) * Long.BYTES);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
