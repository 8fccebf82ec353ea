package dev.advect.view.page;

import dev.advect.view.live.World;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The worlds that are being watched. A world is opened for its first page and closed a while after the last one left. */
final class Worlds implements AutoCloseable {
    /** The number of worlds at once; each holds a simulator and a policy. */
    private static final int MAX = 4;
    private static final long PATIENCE_SECONDS = 20;

    private final Opener opener;
    private final Map<String, Entry> open = new HashMap<>();
    private final ScheduledExecutorService housekeeper =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("worlds").factory());

    /** Opens a world by the name of a run, or the only one, whose name is empty. */
    @FunctionalInterface
    interface Opener {
        World open(String name) throws IOException;
    }

    private static final class Entry {
        final World world;
        int pages;

        Entry(World world) {
            this.world = world;
        }
    }

    Worlds(Opener opener) {
        this.opener = opener;
    }

    /**
     * Returns the world of this name for one more page.
     *
     * @throws IOException if it cannot be opened, with a one-line message
     */
    synchronized World enter(String name) throws IOException {
        closeFailed();
        Entry entry = open.get(name);
        if (entry == null) {
            makeRoom();
            entry = new Entry(opener.open(name));
            open.put(name, entry);
        }
        entry.pages++;
        return entry.world;
    }

    /** Closes the worlds whose simulation failed, as their pages were told, so that a new page gets a fresh one. */
    private void closeFailed() {
        open.entrySet().stream().filter(entry -> entry.getValue().world.hasFailed()).map(Map.Entry::getKey).toList()
                .forEach(this::close);
    }

    private void makeRoom() throws IOException {
        String idle = open.entrySet().stream().filter(e -> e.getValue().pages == 0).map(Map.Entry::getKey)
                .findFirst().orElse(null);
        if (open.size() >= MAX && idle == null) {
            throw new IOException("already " + MAX + " runs are being watched; close one of their pages first");
        }
        if (open.size() >= MAX && idle != null) {
            close(idle);
        }
    }

    /** The world of this name, if a page watches it. */
    synchronized Optional<World> get(String name) {
        return Optional.ofNullable(open.get(name)).map(entry -> entry.world);
    }

    /** One page less watches this world, which may have been replaced by another of its name. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the closing
    synchronized void leave(String name, World world) {
        Entry entry = open.get(name);
        if (entry != null && entry.world == world && --entry.pages == 0) {
            housekeeper.schedule(() -> closeIfIdle(name), PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private synchronized void closeIfIdle(String name) {
        Entry entry = open.get(name);
        if (entry != null && entry.pages == 0) {
            close(name);
        }
    }

    private void close(String name) {
        @Nullable Entry entry = open.remove(name);
        if (entry != null) {
            entry.world.close();
        }
    }

    @Override
    public synchronized void close() {
        housekeeper.shutdownNow();
        open.values().forEach(entry -> entry.world.close());
        open.clear();
    }
}
