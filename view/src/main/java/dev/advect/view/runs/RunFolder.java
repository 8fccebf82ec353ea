package dev.advect.view.runs;

import dev.advect.io.NaturalOrder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder of runs, at most three levels deep. Symbolic links are followed; what cannot be read is left out. Runs may
 * appear, grow and vanish at any time. A run is asked for by the name under which it was found, so that no name leads out
 * of the folder.
 */
public final class RunFolder {
    private static final int DEPTH = 3;
    private static final long MIN_PAUSE_NANOS = 500_000_000;

    private final Path root;
    private final Map<String, Run> runs = new TreeMap<>(NaturalOrder.INSTANCE);
    private long looked;
    private boolean seen;

    public RunFolder(Path root) {
        this.root = root;
    }

    /** The folder. */
    public Path root() {
        return root;
    }

    /** All runs, by name, as their files are now. At most two looks a second are taken. */
    public synchronized List<Run> runs() throws IOException {
        if (!seen || System.nanoTime() - looked > MIN_PAUSE_NANOS) {
            look();
            looked = System.nanoTime();
            seen = true;
        }
        return List.copyOf(runs.values());
    }

    private void look() throws IOException {
        Set<String> found = new HashSet<>();
        for (Path folder : folders()) {
            String name = root.relativize(folder).toString().replace('\\', '/');
            found.add(name);
            runs.computeIfAbsent(name, n -> new Run(n, folder));
        }
        runs.keySet().retainAll(found);
        Collection<Run> present = runs.values();
        present.forEach(Run::look);
    }

    private List<Path> folders() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        Search search = new Search();
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH + 1, search);
        return search.folders;
    }

    /** Finds the folders with a configuration, but for the root itself. */
    private final class Search extends SimpleFileVisitor<Path> {
        private final List<Path> folders = new ArrayList<>();

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path folder = file.getParent();
            if (file.endsWith("config.yaml") && folder != null && !folder.equals(root)) {
                folders.add(folder);
            }
            return FileVisitResult.CONTINUE;
        }

        /** Passes over a file that vanished, a folder that may not be read, or a link that leads in a circle. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (file.equals(root)) {
                throw failure;
            }
            return FileVisitResult.CONTINUE;
        }

        /** Passes over the rest of a folder that cannot be read to its end. */
        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }

    /** The run of this name; empty if there is none, or no longer. */
    public synchronized Optional<Run> find(String name) throws IOException {
        return runs().stream().filter(run -> run.name().equals(name)).findFirst();
    }
}
