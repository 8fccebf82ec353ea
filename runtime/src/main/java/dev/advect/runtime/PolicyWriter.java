package dev.advect.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Writes the content of a policy's file. */
final class PolicyWriter {
    private PolicyWriter() {}

    static void write(PolicyFile file, OutputStream out) throws IOException {
        List<Tensor> tensors = tensors(file);
        byte[] header = header(file, tensors);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
        out.write(length.array());
        out.write(header);
        for (Tensor tensor : tensors) {
            out.write(tensor.bytes());
        }
    }

    /** Some of an array's numbers. */
    private record Tensor(String name, int[] shape, float[] numbers, int at) {
        int size() {
            return Sizes.product(shape);
        }

        boolean isHalf() {
            return PolicyFile.isMatrix(shape) && Bfloat16.holds(numbers, at, size());
        }

        byte[] bytes() {
            boolean half = isHalf();
            ByteBuffer bytes = ByteBuffer.allocate(size() * (half ? Bfloat16.BYTES : Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int i = at; i < at + size(); i++) {
                if (half) {
                    bytes.putShort(Bfloat16.bits(numbers[i]));
                } else {
                    bytes.putFloat(numbers[i]);
                }
            }
            return bytes.array();
        }
    }

    private static List<Tensor> tensors(PolicyFile file) {
        List<Tensor> tensors = new ArrayList<>();
        int at = 0;
        for (Map.Entry<String, int[]> entry : PolicyFile.layout(file.spec()).entrySet()) {
            String name = entry.getKey();
            int[] shape = entry.getValue();
            switch (name) {
                case "norm.shift" -> tensors.add(new Tensor(name, shape, file.shift(), 0));
                case "norm.scale" -> tensors.add(new Tensor(name, shape, file.scale(), 0));
                default -> {
                    tensors.add(new Tensor(name, shape, file.parameters(), at));
                    at += Sizes.product(shape);
                }
            }
        }
        return tensors;
    }

    /** The header, padded by spaces so that the data begins at a multiple of eight bytes. */
    private static byte[] header(PolicyFile file, List<Tensor> tensors) {
        StringJoiner json = new StringJoiner(",\n", "{", "}");
        StringJoiner metadata = new StringJoiner(",\n ", "\"__metadata__\":{", "}");
        new Manifest(file.spec(), file.squash(), file.actionBound(), file.chunk(), file.info()).toStrings()
                .forEach((key, value) -> metadata.add(quote(key) + ":" + quote(value)));
        json.add(metadata.toString());
        long begin = 0;
        for (Tensor tensor : tensors) {
            boolean half = tensor.isHalf();
            long end = begin + (half ? Bfloat16.BYTES : Float.BYTES) * (long) tensor.size();
            json.add(quote(tensor.name) + ":{\"dtype\":\"" + (half ? "BF16" : "F32") + "\",\"shape\":"
                    + Arrays.toString(tensor.shape).replace(" ", "")
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
