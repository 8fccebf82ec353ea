package dev.advect.io;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The lock on a folder that has one writer at a time, among all processes that can see it; its file is {@code .lock}. It is
 * held until it is closed or the process ends.
 */
public final class FolderLock implements Closeable {
    private static final Duration PAUSE = Duration.ofMillis(20);

    /**
     * The folders that this process has locked. Their files must not be opened again: POSIX releases all locks of a process
     * on a file as soon as any of its descriptors of the file is closed.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;
    private boolean closed;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param folder the folder, which exists
     * @param patience the time for which it is tried for
     * @return null if somebody else, maybe in this process, has held it all the time
     */
    public static @Nullable FolderLock take(Path folder, Duration patience) throws IOException {
        Path real = folder.toRealPath();
        long attempts = patience.dividedBy(PAUSE);
        while (!HELD.add(real)) {
            if (attempts-- <= 0) {
                return null;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        FolderLock lock = null;
        try {
            lock = lock(real, attempts);
        } finally {
            if (lock == null) {
                HELD.remove(real);
            }
        }
        return lock;
    }

    private static @Nullable FolderLock lock(Path folder, long attempts) throws IOException {
        FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = tryLock(channel);
            for (long i = attempts; !locked && i > 0; i--) {
                LockSupport.parkNanos(PAUSE.toNanos());
                locked = tryLock(channel);
            }
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? new FolderLock(folder, channel) : null;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Gives the lock back. Closing twice has no effect. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } finally {
            HELD.remove(folder); // not before, as the file must not be opened while its channel is
        }
    }
}
