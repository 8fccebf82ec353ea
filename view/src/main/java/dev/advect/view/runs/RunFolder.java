package dev.advect.view.runs;

import dev.advect.io.NaturalOrder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of runs, at most three levels deep. Runs may appear, grow and vanish at any time. A run is asked for by the
 * name under which it was found, so that no name leads out of the folder.
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
        try (Stream<Path> files = Files.walk(root, DEPTH + 1)) {
            return files.filter(file -> file.endsWith("config.yaml")).map(Path::getParent)
                    .filter(folder -> !folder.equals(root)).toList();
        } catch (UncheckedIOException e) { // a folder that vanished, or may not be read
            throw e.getCause();
        }
    }

    /** The run of this name; empty if there is none, or no longer. */
    public synchronized Optional<Run> find(String name) throws IOException {
        return runs().stream().filter(run -> run.name().equals(name)).findFirst();
    }
}
