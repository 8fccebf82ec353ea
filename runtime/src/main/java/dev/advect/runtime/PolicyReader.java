package dev.advect.runtime;

import dev.advect.runtime.HeaderParser.Entry;
import dev.advect.runtime.HeaderParser.Header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A reader of policy files, which rejects everything that is not exactly a policy. */
final class PolicyReader {
    private final byte[] bytes;
    private final Header header;
    private final int dataOffset;

    private PolicyReader(byte[] bytes) throws PolicyFileException {
        this.bytes = bytes;
        if (bytes.length < Long.BYTES) {
            throw new PolicyFileException(bytes.length + " bytes are too few for a policy");
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > PolicyFile.MAX_HEADER || length > bytes.length - Long.BYTES) {
            throw new PolicyFileException("a header of " + Long.toUnsignedString(length)
                    + " bytes is not possible, the file has " + bytes.length);
        }
        dataOffset = Long.BYTES + (int) length;
        header = HeaderParser.parse(bytes, Long.BYTES, (int) length);
    }

    static PolicyFile read(byte[] bytes) throws PolicyFileException {
        return new PolicyReader(bytes).file();
    }

    private PolicyFile file() throws PolicyFileException {
        Manifest manifest = Manifest.of(header.metadata());
        PolicySpec spec = manifest.spec();
        // memory for values is allocated only after checking that the file contains them
        float[] none = new float[0];
        checkNames(FileTensor.of(spec, none, none, none));
        checkTiling();
        float[] shift = new float[spec.observationSize()];
        float[] scale = new float[spec.observationSize()];
        float[] parameters = new float[(int) spec.parameters()];
        for (FileTensor tensor : FileTensor.of(spec, shift, scale, parameters)) {
            read(tensor);
        }
        try {
            return new PolicyFile(spec, manifest.squash(), manifest.actionBound(), manifest.chunk(), manifest.observationBound(), shift, scale,
                    parameters, manifest.info());
        } catch (IllegalArgumentException e) {
            throw new PolicyFileException(String.valueOf(e.getMessage()));
        }
    }

    /** Checks that the tensors have the names, types and shapes that the manifest implies. */
    private void checkNames(List<FileTensor> tensors) throws PolicyFileException {
        Set<String> names = new HashSet<>();
        for (FileTensor expected : tensors) {
            names.add(expected.name());
            Entry entry = entry(expected.name());
            List<Long> shape = Arrays.stream(expected.shape()).mapToObj(Long::valueOf).toList();
            boolean typed = entry.type().equals("F32") || (expected.isMatrix() && isHalf(entry));
            if (!typed || !entry.shape().equals(shape)) {
                throw new PolicyFileException("tensor '" + expected.name() + "' is not F32 "
                        + (expected.isMatrix() ? "or BF16 " : "") + shape + ", which its metadata demands");
            }
        }
        for (String name : header.entries().keySet()) {
            if (!names.contains(name)) {
                throw new PolicyFileException("tensor '" + Text.shorten(name) + "' is not part of such a policy");
            }
        }
    }

    private Entry entry(String name) throws PolicyFileException {
        Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new PolicyFileException("tensor '" + name + "' is missing");
        }
        return entry;
    }

    /**
     * Checks that the tensors cover the data completely and without overlap, and that each has the bytes of its shape.
     */
    private void checkTiling() throws PolicyFileException {
        long end = 0;
        List<Entry> byOffset = header.entries().values().stream()
                .sorted((a, b) -> Long.compare(a.begin(), b.begin()))
                .toList();
        for (Entry entry : byOffset) {
            // shapes are already checked here, so nothing overflows
            long size = (isHalf(entry) ? Bfloat16.BYTES : Float.BYTES) * entry.shape().stream().reduce(1L, (a, b) -> a * b);
            if (entry.begin() != end || entry.end() - entry.begin() != size) {
                throw new PolicyFileException("a tensor of " + size + " bytes has data_offsets [" + entry.begin() + ", "
                        + entry.end() + "], where it must begin at " + end);
            }
            end = entry.end();
        }
        int there = bytes.length - dataOffset;
        if (end != there) {
            throw new PolicyFileException("its tensors take " + end + " bytes, it has " + there
                    + (there < end ? " (cut short)" : " (something follows)"));
        }
    }

    private void read(FileTensor tensor) throws PolicyFileException {
        Entry entry = entry(tensor.name());
        ByteBuffer data = ByteBuffer.wrap(bytes, dataOffset + (int) entry.begin(), (int) (entry.end() - entry.begin()))
                .order(ByteOrder.LITTLE_ENDIAN);
        boolean half = isHalf(entry);
        for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
            tensor.numbers()[i] = half ? Bfloat16.of(data.getShort()) : data.getFloat();
        }
    }

    private static boolean isHalf(Entry entry) {
        return entry.type().equals("BF16");
    }
}
