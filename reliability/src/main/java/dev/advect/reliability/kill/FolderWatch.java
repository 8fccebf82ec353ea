package dev.advect.reliability.kill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts the changes in a run's folder, and in those of its checkpoints and its replay buffer, as they come to be. */
final class FolderWatch implements Closeable {
    private final List<Path> folders;
    private final Set<Path> watched = new HashSet<>();
    private final WatchService service;
    private int changes;

    FolderWatch(Path run) throws IOException {
        folders = List.of(run, run.resolve("checkpoints"), run.resolve("replay"));
        service = run.getFileSystem().newWatchService();
    }

    /** Files made, changed or removed since this was made. */
    int changes() throws IOException {
        for (Path folder : folders) {
            if (!watched.contains(folder) && Files.isDirectory(folder)) {
                folder.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
                watched.add(folder);
            }
        }
        for (WatchKey key = service.poll(); key != null; key = service.poll()) {
            for (WatchEvent<?> event : key.pollEvents()) {
                changes += event.count();
            }
            key.reset();
        }
        return changes;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
