package dev.advect.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A reader of the format described in {@link Safetensors}, which reads directly into arrays.
 *
 * <p>The file is not memory-mapped, because the JVM crashes if another process truncates a mapped file.
 */
final class SafetensorsReader {
    private static final int CHUNK = 1 << 20;
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final Path file;
    private final Source source;
    private final long size;
    private final ByteBuffer chunk;

    /** Where the bytes come from. */
    private interface Source {
        /** Reads some bytes, or returns a negative number at the end. */
        int read(ByteBuffer into, long position) throws IOException;
    }

    private SafetensorsReader(Path file, Source source, long size) {
        this.file = file;
        this.source = source;
        this.size = size;
        chunk = ByteBuffer.allocateDirect(Math.clamp(size, Long.BYTES, CHUNK)).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Safetensors.Contents read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("cannot read " + file + ": it is a folder");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new SafetensorsReader(file, channel::read, channel.size()).contents();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (EOFException e) {
            throw new DamagedFileException(file, "it became shorter while it was read", e);
        }
    }

    /** @param name what messages call the bytes */
    static Safetensors.Contents read(ByteBuffer bytes, String name) throws IOException {
        ByteBuffer all = bytes.slice();
        Source source = (into, position) -> {
            int count = into.remaining();
            into.put(all.slice(Math.toIntExact(position), count)); // the header was checked: it is within the size
            return count;
        };
        return new SafetensorsReader(Path.of(name), source, all.remaining()).contents();
    }

    private Safetensors.Contents contents() throws IOException {
        if (size < Long.BYTES) {
            throw new DamagedFileException(file, size + " bytes are too few for a safetensors file");
        }
        fill(0, Long.BYTES);
        long length = chunk.getLong();
        if (length < 0 || length > size - Long.BYTES || length > Safetensors.LONGEST_HEADER) {
            throw new DamagedFileException(file, "a header of " + Long.toUnsignedString(length)
                    + " bytes is not possible, the file has " + size);
        }
        long data = Long.BYTES + length;
        byte[] text = new byte[Math.toIntExact(length)];
        readBytes(Long.BYTES, text);
        SafetensorsHeader header = new SafetensorsHeader(file, text, size - data);
        StateDict state = new StateDict();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            state.put(entry.name(), new Tensor(entry.type(), entry.sizes(), array(entry, data + entry.begin())));
        }
        return new Safetensors.Contents(state, header.metadata());
    }

    private Object array(SafetensorsHeader.Entry entry, long position) throws IOException {
        long length = (entry.end() - entry.begin()) / entry.type().bytes();
        if (length > MAX_ARRAY) {
            throw new IOException(file + ": tensor '" + entry.name() + "' is longer than a Java array can be");
        }
        int n = (int) length;
        return switch (entry.type()) {
            case F32 -> {
                float[] v = new float[n];
                inChunks(position, n, Float.BYTES, (from, count) -> chunk.asFloatBuffer().get(v, from, count));
                yield v;
            }
            case F64 -> {
                double[] v = new double[n];
                inChunks(position, n, Double.BYTES, (from, count) -> chunk.asDoubleBuffer().get(v, from, count));
                yield v;
            }
            case I64 -> {
                long[] v = new long[n];
                inChunks(position, n, Long.BYTES, (from, count) -> chunk.asLongBuffer().get(v, from, count));
                yield v;
            }
            case U8 -> {
                byte[] v = new byte[n];
                readBytes(position, v);
                yield v;
            }
        };
    }

    private void readBytes(long position, byte[] v) throws IOException {
        inChunks(position, v.length, Byte.BYTES, (from, count) -> chunk.get(v, from, count));
    }

    /** A transfer of {@code count} elements from the chunk to an array, starting at index {@code from}. */
    private interface Take {
        void take(int from, int count);
    }

    private void inChunks(long position, int length, int elementBytes, Take take) throws IOException {
        int perChunk = chunk.capacity() / elementBytes;
        for (int from = 0; from < length; ) {
            int count = Math.min(perChunk, length - from);
            fill(position + (long) from * elementBytes, count * elementBytes);
            take.take(from, count);
            from += count;
        }
    }

    private void fill(long position, int bytes) throws IOException {
        chunk.clear().limit(bytes);
        while (chunk.hasRemaining()) {
            if (source.read(chunk, position + chunk.position()) < 0) {
                throw new EOFException();
            }
        }
        chunk.flip();
    }
}
