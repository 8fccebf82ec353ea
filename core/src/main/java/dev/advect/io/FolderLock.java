package dev.advect.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The lock on a folder that has one writer at a time, among all processes that can see it; its file is {@code .lock}. */
public final class FolderLock {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private FolderLock() {}

    /**
     * Takes the lock, which is held until the channel is closed or the process ends.
     *
     * @param folder the folder, which exists
     * @param patience the time for which it is tried for
     * @return null if somebody else, maybe in this process, has held it all the time
     */
    public static @Nullable FileChannel take(Path folder, Duration patience) throws IOException {
        FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = tryLock(channel);
            for (long i = patience.dividedBy(PAUSE); !locked && i > 0; i--) {
                LockSupport.parkNanos(PAUSE.toNanos());
                locked = tryLock(channel);
            }
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? channel : null;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
