package dev.advect.reliability.mutate;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Counters in a mapped file, which outlive the process that counts: so a crash is known to be that of its case. */
final class Tally {
    /** What is counted. */
    enum Count {
        CASE(0), REFUSED(1), SAME(2), OTHER(3), FAULTS(4), MOST_ALLOCATED(5), MOST_MILLIS(6);

        private static final int ALL = values().length;

        private final int place;

        Count(int place) {
            this.place = place;
        }
    }

    private final LongBuffer counts;

    private Tally(LongBuffer counts) {
        this.counts = counts;
    }

    static Tally open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return new Tally(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) Count.ALL * Long.BYTES)
                    .order(ByteOrder.nativeOrder()).asLongBuffer());
        }
    }

    long get(Count count) {
        return counts.get(count.place);
    }

    void set(Count count, long value) {
        counts.put(count.place, value);
    }

    void add(Count count, long more) {
        set(count, get(count) + more);
    }

    void atLeast(Count count, long value) {
        set(count, Math.max(get(count), value));
    }
}
