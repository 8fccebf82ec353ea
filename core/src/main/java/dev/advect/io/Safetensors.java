package dev.advect.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Tensors in a file as Hugging Face's safetensors, which Python, Rust and JavaScript read as well.
 *
 * <p>The format (github.com/huggingface/safetensors, README, "Format"): 8 bytes, little-endian, the length n of the
 * header; n bytes of JSON, {@code {"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},...,
 * "__metadata__":{"key":"value"}}}, padded by spaces so that the data begins at a multiple of 8; then the data without
 * holes, little-endian, row by row. It holds no code: to read a file of a stranger is safe.
 *
 * <p>The header keeps the order of the {@link StateDict}; the data is laid out by falling size of element, so that
 * each tensor is aligned to its own and can be mapped into memory. F32, F64, I64 and U8 are supported.
 */
public final class Safetensors {
    static final String METADATA = "__metadata__";
    /** The longest header that is read, as in the reference implementation. */
    static final int LONGEST_HEADER = 100_000_000;

    /** What a file holds. */
    public record Contents(StateDict state, Map<String, String> metadata) {}

    private Safetensors() {}

    /** Writes a file as {@link AtomicFile} does: whole or not at all. */
    public static void write(Path file, StateDict state, Map<String, String> metadata) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter(state, metadata);
        AtomicFile.write(file, writer.size(), writer::writeTo);
    }

    /** Writes to a stream, which stays open. */
    public static void write(OutputStream out, StateDict state, Map<String, String> metadata) throws IOException {
        new SafetensorsWriter(state, metadata).writeTo(out);
    }

    /**
     * Reads a file. Before any data is read or memory taken for it, the header is checked: no hole, overlap, overflow,
     * double name, or size that does not follow from type and shape.
     *
     * @throws DamagedFileException where the content is not of the format, or of a type that is not supported
     * @throws IOException where the file cannot be read
     */
    public static Contents read(Path file) throws IOException {
        return SafetensorsReader.read(file);
    }
}
