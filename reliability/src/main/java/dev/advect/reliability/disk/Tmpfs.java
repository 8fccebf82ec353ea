package dev.advect.reliability.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system in memory of a size that can be changed. To make one takes root, on Linux. */
final class Tmpfs implements Closeable {
    private final Path folder;

    private Tmpfs(Path folder) {
        this.folder = folder;
    }

    /**
     * Mounts one.
     *
     * @throws IOException where that is not allowed, or there is no tmpfs
     */
    static Tmpfs mount(Path folder, long kilobytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        new ProcessBuilder("umount", folder.toString()).redirectErrorStream(true).start().waitFor(); // a killed campaign's
        call("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "tmpfs", folder.toString());
        return new Tmpfs(folder);
    }

    /** Changes how much there is room for, in all. */
    void resize(long kilobytes) throws IOException, InterruptedException {
        call("mount", "-o", "remount,size=" + kilobytes + "k", folder.toString());
    }

    /** What is taken, in whole pages. */
    long usedKilobytes() throws IOException {
        var store = Files.getFileStore(folder);
        return (store.getTotalSpace() - store.getUnallocatedSpace()) >> 10;
    }

    Path folder() {
        return folder;
    }

    private static void call(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", List.of(command)) + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            call("umount", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted, " + folder + " is still mounted", e);
        }
    }
}
