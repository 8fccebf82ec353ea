package dev.advect.mujoco.library;

import dev.advect.mujoco.MujocoException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a user that keeps fetched libraries, one folder for each: {@code mujoco-3.14.0/libmujoco.so.3.14.0} and
 * {@code mujoco-3.14.0/include/mujoco/mujoco.h}.
 *
 * <p>Such a folder is filled beside and then renamed: it is there with all that belongs to it, or not at all.
 *
 * @param root the folder, which need not exist
 */
public record LibraryCache(Path root) {
    private static final String PREFIX = "mujoco-";
    /** Locks of files are those of a process; they do not tell its threads apart. */
    private static final Object THREADS = new Object();

    /** Gets what belongs into a folder. */
    public interface Filler {
        /**
         * Fills a folder.
         *
         * @param work for what is needed on the way; after a process was killed it still holds what that one had
         * @param ready an empty folder, for the library and its headers
         */
        void fill(Path work, Path ready) throws IOException;
    }

    /** The folders of all libraries that were fetched. */
    List<Path> folders() {
        return LibraryNames.list(root).stream()
                .filter(folder -> LibraryNames.name(folder).startsWith(PREFIX) && Files.isDirectory(folder))
                .toList();
    }

    /**
     * Returns the library of a name, which is fetched if it is not there. One process fetches; others wait for it and
     * use what it got.
     *
     * @param name such as {@code 3.14.0}
     * @throws MujocoException if what was fetched holds no library for this machine
     */
    public Path library(String name, Machine machine, Filler filler) throws IOException {
        synchronized (THREADS) {
            Files.createDirectories(root);
            Path folder = root.resolve(PREFIX + name);
            try (FileChannel channel = FileChannel.open(root.resolve(PREFIX + name + ".lock"),
                            StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assert lock.isValid();
                List<Path> present = LibraryNames.in(folder);
                if (present.isEmpty() || problem(present.getFirst(), machine).isPresent()) {
                    fill(name, folder, machine, filler);
                }
                return LibraryNames.in(folder).getFirst();
            }
        }
    }

    private static Optional<String> problem(Path library, Machine machine) {
        return BinaryHeader.problem(library, machine).or(() -> RecordedChecksum.problem(library));
    }

    private void fill(String name, Path folder, Machine machine, Filler filler) throws IOException {
        Path work = Files.createDirectories(root.resolve("fetch-" + name));
        try {
            Path ready = work.resolve("ready");
            deleteTree(ready);
            Files.createDirectory(ready);
            filler.fill(work, ready);
            Path library = LibraryNames.in(ready).stream().findFirst()
                    .orElseThrow(() -> new MujocoException("what was fetched holds no MuJoCo library"));
            BinaryHeader.problem(library, machine).ifPresent(problem -> {
                throw new MujocoException(LibraryNames.name(library) + " cannot be used: " + problem);
            });
            RecordedChecksum.write(ready);
            force(ready);
            // what may be there holds no usable library: leave no mixture
            deleteTree(folder);
            Files.move(ready, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteTree(work);
        }
    }

    /** Writes the files of a folder to the disk, so that no crash of the machine leaves the folder with empty ones. */
    private static void force(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
