package dev.advect.offpolicy;

import dev.advect.io.DamagedFileException;
import dev.advect.io.Safetensors;
import dev.advect.io.StateDict;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A replay buffer on disk: a log of files, {@code replay-000001.safetensors} and so on, each with the rows completed since
 * the previous one. The cost of a checkpoint therefore depends on the new rows only, not on the size of the buffer.
 *
 * <p>A checkpoint records its last file. Later files, left by a killed process, are ignored and removed, and a file is
 * deleted only when the checkpoint known to be on disk does not need it, so that any checkpoint found after a crash is
 * complete. A failed write changes nothing in memory; the next one continues after the last successful one.
 */
final class ReplayFiles {
    /** Max floats per file, 16 MB, which must fit in the heap. */
    private static final int MAX_FLOATS = 1 << 22;

    private final ReplayBuffer buffer;
    /** Rows already written to files, per lane. */
    private long[] saved;
    private final NavigableMap<Integer, Entry> files = new TreeMap<>();
    private int last;

    /** A file: one past its last row, per lane, and the CRC-32C of its content. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(long[] upTo, long crc) {}

    ReplayFiles(ReplayBuffer buffer) {
        this.buffer = buffer;
        saved = new long[buffer.lanes()];
    }

    private static Path file(Path folder, int number) {
        return folder.resolve(String.format(Locale.ROOT, "replay-%06d.safetensors", number));
    }

    // ---- writing

    /** Writes the new rows; a checkpoint with the state from {@link #save} must follow. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        int lanes = buffer.lanes();
        int maxRows = Math.max(1, MAX_FLOATS / buffer.width());
        int lane = 0;
        while (lane < lanes) {
            long[] first = new long[lanes];
            long[] count = new long[lanes];
            long[] upTo = saved.clone();
            int room = maxRows;
            for (; lane < lanes && room > 0; ) {
                first[lane] = Math.max(upTo[lane], buffer.oldest(lane));
                count[lane] = Math.min(room, buffer.written(lane) - first[lane]);
                upTo[lane] = first[lane] + count[lane];
                room -= (int) count[lane];
                if (upTo[lane] == buffer.written(lane)) {
                    lane++;
                }
            }
            if (room < maxRows) {
                write(folder, first, count, maxRows - room, upTo);
            }
        }
    }

    private void write(Path folder, long[] first, long[] count, int total, long[] upTo) throws IOException {
        float[] rows = new float[total * buffer.width()];
        byte[] kinds = new byte[total];
        int row = 0;
        for (int lane = 0; lane < first.length; lane++) {
            buffer.read(lane, first[lane], (int) count[lane], rows, row * buffer.width(), kinds, row);
            row += (int) count[lane];
        }
        StateDict state = new StateDict();
        state.putLongs("first", first);
        state.putLongs("count", count);
        state.putFloats("rows", rows, total, buffer.width());
        state.putBytes("kinds", kinds);
        Safetensors.write(file(folder, last + 1), state, Map.of("format", "advect-replay"));
        last++;
        saved = upTo;
        files.put(last, new Entry(upTo, crc(rows, kinds)));
    }

    /** Deletes the files that the last {@link #save} does not need; its checkpoint must be on disk by then. */
    void deleteUnneeded(Path folder) throws IOException {
        int first = firstNeeded();
        while (!files.isEmpty() && files.firstKey() < first) {
            Files.deleteIfExists(file(folder, files.firstKey()));
            files.pollFirstEntry();
        }
    }

    /** The number of the first file with rows that have not been replaced, or of the next file if there is none. */
    private int firstNeeded() {
        return files.entrySet().stream().filter(file -> isNeeded(file.getValue())).findFirst()
                .map(Map.Entry::getKey).orElse(last + 1);
    }

    private boolean isNeeded(Entry entry) {
        for (int lane = 0; lane < saved.length; lane++) {
            if (entry.upTo()[lane] > buffer.oldest(saved[lane])) {
                return true;
            }
        }
        return false;
    }

    /** Saves which files belong to the checkpoint, and how far they reach. */
    void save(StateDict state) {
        int first = firstNeeded();
        state.putLongs("files", new long[] {first, last});
        state.putLongs("crc", files.tailMap(first).values().stream().mapToLong(Entry::crc).toArray());
        state.putLongs("written", saved.clone());
        state.putFloats("open", buffer.open(), buffer.lanes(), buffer.observationSize());
    }

    // ---- reading

    /**
     * Restores the buffer as it was at {@link #save}.
     *
     * @throws IOException if a file is missing or damaged; the buffer is then empty
     */
    void load(StateDict state, Path folder) throws IOException {
        int lanes = buffer.lanes();
        long[] range = state.longs("files", 2);
        long[] crc = state.longs("crc", range[1] - range[0] + 1);
        long[] written = state.longs("written", lanes);
        float[] open = state.floats("open", lanes, buffer.observationSize());
        buffer.clear();
        files.clear();
        long[] reached = new long[lanes];
        try {
            for (int number = (int) range[0]; number <= range[1]; number++) {
                long expected = crc[number - (int) range[0]];
                read(file(folder, number), reached, written, expected);
                files.put(number, new Entry(reached.clone(), expected));
            }
            if (!Arrays.equals(reached, written)) {
                throw new DamagedFileException(file(folder, (int) range[1]), "rows are missing at its end");
            }
        } catch (IOException | RuntimeException e) {
            buffer.clear();
            throw e;
        }
        buffer.restored(written, open);
        saved = written.clone();
        last = (int) range[1];
    }

    /**
     * Reads a file into the buffer.
     *
     * @param reached rows restored from the previous files, per lane; advanced by this method
     * @param written rows up to which the last file reaches, per lane
     */
    private void read(Path file, long[] reached, long[] written, long crc) throws IOException {
        StateDict state = Safetensors.read(file).state();
        int lanes = reached.length;
        long[] first = state.longs("first", lanes);
        long[] count = state.longs("count", lanes);
        float[] rows = state.floats("rows", -1, buffer.width());
        byte[] kinds = state.bytes("kinds", rows.length / buffer.width());
        if (Arrays.stream(count).sum() != kinds.length || crc(rows, kinds) != crc) {
            throw new DamagedFileException(file, "its content is not what was written");
        }
        int row = 0;
        for (int lane = 0; lane < lanes; lane++) {
            if (count[lane] < 0 || (count[lane] > 0 && first[lane] < reached[lane])) {
                throw new DamagedFileException(file, "its rows do not follow those of the file before");
            }
            // rows that were replaced before they were written are rightly missing
            if (count[lane] > 0 && first[lane] > Math.max(reached[lane], buffer.oldest(written[lane]))) {
                throw new DamagedFileException(file, "rows are missing before it");
            }
            for (int i = 0; i < count[lane]; i++, row++) {
                buffer.write(lane, first[lane] + i, rows, row * buffer.width(), kinds[row]);
            }
            reached[lane] = count[lane] > 0 ? first[lane] + count[lane] : reached[lane];
        }
    }

    private static long crc(float[] rows, byte[] kinds) {
        CRC32C crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < rows.length; from += chunk.capacity() / Float.BYTES) {
            int n = Math.min(chunk.capacity() / Float.BYTES, rows.length - from);
            chunk.clear().limit(n * Float.BYTES);
            chunk.asFloatBuffer().put(rows, from, n);
            crc.update(chunk);
        }
        crc.update(kinds);
        return crc.getValue();
    }

    /**
     * Deletes all files but those of the checkpoint just loaded: files of an unfinished one, and unneeded ones that a killed
     * process did not get to delete.
     */
    void deleteOthers(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        int first = files.isEmpty() ? last + 1 : files.firstKey();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "replay-*.safetensors")) {
            for (Path file : found) {
                if (file.compareTo(file(folder, first)) < 0 || file.compareTo(file(folder, last)) > 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
