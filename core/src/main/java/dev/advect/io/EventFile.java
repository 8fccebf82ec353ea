package dev.advect.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A TensorBoard event file of scalars.
 *
 * <p>A file is a sequence of records (tensorflow/core/lib/io/record_writer.h): the length as 8 bytes, its masked
 * CRC-32C as 4, the data, and its masked CRC-32C as 4, all little-endian. The mask (tensorflow/core/lib/hash/crc32c.h)
 * is a rotation right by 15 bits plus 0xa282ead8. The data is one {@link EventProto}. Each call writes through to the
 * operating system, so that TensorBoard shows the values at once. This class is thread-safe.
 */
public final class EventFile implements Closeable {
    private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.\\d+\\.advect(\\.\\d+)?");
    private static final int MASK_DELTA = 0xa282ead8;

    private final FileChannel channel;
    private final OutputStream out;

    private EventFile(FileChannel channel) {
        this.channel = channel;
        out = Channels.newOutputStream(channel);
    }

    /**
     * Creates a file {@code events.out.tfevents.<seconds>.advect} in a folder, and the folder itself if it is missing.
     */
    public static EventFile create(Path folder) throws IOException {
        Files.createDirectories(folder);
        String name = "events.out.tfevents." + System.currentTimeMillis() / 1000 + ".advect";
        Path file = folder.resolve(name);
        for (int i = 1; ; i++) {
            try {
                EventFile events = new EventFile(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
                events.record(EventProto.version(now()));
                return events;
            } catch (FileAlreadyExistsException e) {
                // two within one second, for instance if a run is resumed at once: the later one sorts later
                file = folder.resolve(name + "." + i);
            }
        }
    }

    /** Lists the files in a folder that this class has written. */
    public static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> NAME.matcher(String.valueOf(file.getFileName())).matches()).sorted().toList();
        }
    }

    /**
     * Creates a file that continues the existing ones in its folder after a step. TensorBoard then ignores later values
     * in those files, because of the mark that a restarted TensorFlow session leaves ({@code SessionLog.START}).
     */
    public static EventFile resume(Path folder, long afterStep) throws IOException {
        EventFile events = create(folder);
        events.record(EventProto.start(now(), afterStep + 1));
        return events;
    }

    /** Writes the values of one step by their tags. They are stored as floats. */
    public void scalars(long step, Map<String, ? extends Number> values) throws IOException {
        record(EventProto.scalars(now(), step, values));
    }

    /** Waits until all values are on disk, where they survive a power failure. */
    public void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private synchronized void record(byte[] data) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(maskedCrc(record.array(), 0, Long.BYTES));
        record.put(data);
        record.putInt(maskedCrc(data, 0, data.length));
        out.write(record.array());
    }

    static int maskedCrc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }

    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }
}
