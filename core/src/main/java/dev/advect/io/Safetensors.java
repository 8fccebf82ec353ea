package dev.advect.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reader and writer of safetensors, Hugging Face's file format for tensors, which Python, Rust and JavaScript can read
 * too.
 *
 * <p>The format (github.com/huggingface/safetensors, README, "Format"): 8 bytes, little-endian, the length n of the
 * header; n bytes of JSON,
 * {@code {"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},..., "__metadata__":{"key":"value"}}}, padded with
 * spaces so that the data starts at a multiple of 8; then the data without gaps, little-endian, in row-major order. It
 * contains no code, so files from strangers are safe to read.
 *
 * <p>The header keeps the order of the {@link StateDict}. The data is ordered by decreasing element size, so that each
 * tensor is aligned to its element size and can be memory-mapped. F32, F64, I64 and U8 are supported.
 */
public final class Safetensors {
    static final String METADATA = "__metadata__";
    /** The maximum length of a header, as in the reference implementation. */
    static final int LONGEST_HEADER = 100_000_000;

    /** The content of a file. */
    public record Contents(StateDict state, Map<String, String> metadata) {}

    private Safetensors() {}

    /** Writes a file atomically, see {@link AtomicFile}. */
    public static void write(Path file, StateDict state, Map<String, String> metadata) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter(state, metadata);
        AtomicFile.write(file, writer.size(), writer::writeTo);
    }

    /** Writes to a stream, which stays open. */
    public static void write(OutputStream out, StateDict state, Map<String, String> metadata) throws IOException {
        new SafetensorsWriter(state, metadata).writeTo(out);
    }

    /**
     * Reads a file. The header is checked before data is read or memory allocated: there must be no gap, overlap,
     * overflow or duplicate name, and each size must follow from type and shape.
     *
     * @throws DamagedFileException if the content violates the format or has an unsupported type
     * @throws IOException if the file cannot be read
     */
    public static Contents read(Path file) throws IOException {
        return SafetensorsReader.read(file);
    }

    /**
     * Reads the remaining bytes of a buffer as {@link #read(Path)} does a file.
     *
     * @param name what messages call them
     * @throws DamagedFileException if the content violates the format or has an unsupported type
     */
    public static Contents read(ByteBuffer bytes, String name) throws IOException {
        return SafetensorsReader.read(bytes, name);
    }
}
