package dev.advect.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** The writer of policy files. */
final class PolicyWriter {
    private PolicyWriter() {}

    static void write(PolicyFile file, OutputStream out) throws IOException {
        List<Written> tensors = FileTensor.of(file.spec(), file.shift(), file.scale(), file.parameters()).stream()
                .map(Written::of).toList();
        byte[] header = header(file, tensors);
        if (header.length > PolicyFile.MAX_HEADER) {
            throw new IOException("the policy's info is too long: the header has " + header.length + " bytes, of at most "
                    + PolicyFile.MAX_HEADER);
        }
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
        out.write(length.array());
        out.write(header);
        for (Written tensor : tensors) {
            out.write(tensor.content());
        }
    }

    /**
     * @param half whether the tensor is written in 16 bits without loss
     */
    private record Written(FileTensor tensor, boolean half) {
        static Written of(FileTensor tensor) {
            return new Written(tensor,
                    tensor.isMatrix() && Bfloat16.holds(tensor.numbers(), tensor.offset(), tensor.size()));
        }

        int bytes() {
            return tensor.size() * (half ? Bfloat16.BYTES : Float.BYTES);
        }

        byte[] content() {
            ByteBuffer bytes = ByteBuffer.allocate(bytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
                float number = tensor.numbers()[i];
                if (half) {
                    bytes.putShort(Bfloat16.bits(number));
                } else {
                    bytes.putFloat(number);
                }
            }
            return bytes.array();
        }
    }

    /** Creates the header, padded with spaces so that the data starts at a multiple of eight bytes. */
    private static byte[] header(PolicyFile file, List<Written> tensors) {
        StringJoiner json = new StringJoiner(",\n", "{", "}");
        StringJoiner metadata = new StringJoiner(",\n ", "\"__metadata__\":{", "}");
        new Manifest(file.spec(), file.squash(), file.actionBound(), file.chunk(), file.observationBound(), file.info()).toStrings()
                .forEach((key, value) -> metadata.add(quote(key) + ":" + quote(value)));
        json.add(metadata.toString());
        long begin = 0;
        for (Written written : tensors) {
            long end = begin + written.bytes();
            json.add(quote(written.tensor.name()) + ":{\"dtype\":\"" + (written.half ? "BF16" : "F32") + "\",\"shape\":"
                    + Arrays.toString(written.tensor.shape()).replace(" ", "")
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
