package dev.advect.nn.torch;

import org.bytedeco.javacpp.Loader;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets one process at a time extract libtorch from its jars into JavaCPP's cache, which is the user's and not the process's.
 *
 * <p>Without it, a process that starts while another one is extracting writes over files that the other has loaded already,
 * and one of the two crashes.
 */
final class ExtractionLock {
    private ExtractionLock() {}

    /**
     * Runs what loads libtorch, by itself until one process has done so, and at once from then on. Where the cache can hold
     * neither a lock nor a mark, as on some network file systems, nothing is locked.
     */
    static void hold(Runnable load) {
        try {
            holdIfNew(load);
        } catch (IOException e) {
            load.run(); // a second time at worst, which does nothing
        }
    }

    private static void holdIfNew(Runnable load) throws IOException {
        Path cache = Loader.getCacheDir().toPath();
        Path extracted = cache.resolve("advect-pytorch-" + Loader.getVersion("org.bytedeco", "pytorch") + ".extracted");
        if (Files.exists(extracted)) {
            load.run();
            return;
        }
        try (FileChannel channel = FileChannel.open(
                        cache.resolve("advect-pytorch.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            load.run();
            Files.writeString(extracted, "");
        }
    }
}
