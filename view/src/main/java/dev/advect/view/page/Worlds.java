package dev.advect.view.page;

import dev.advect.view.live.World;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The worlds that are being watched. A world is opened for its first page and closed a while after the last one left.
 *
 * <p>Opening and closing may take seconds, and happen without the lock, so that only the pages of the same world wait.
 */
final class Worlds implements AutoCloseable {
    /** The number of worlds at once; each holds a simulator and a policy. */
    private static final int MAX = 4;
    private static final long PATIENCE_SECONDS = 20;

    private final Opener opener;
    private final Map<String, Entry> open = new HashMap<>();
    /** The worlds that are being closed. The next one of a name is opened after that, as both may write to one file. */
    private final Map<String, Entry> leaving = new HashMap<>();
    private final ScheduledExecutorService housekeeper =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("worlds").factory());

    /** Opens a world by the name of a run, or the only one, whose name is empty. */
    @FunctionalInterface
    interface Opener {
        World open(String name) throws IOException;
    }

    private static final class Entry {
        final String name;
        /** Opens the world on the thread of the page that runs it first. */
        final FutureTask<World> opening;
        final CountDownLatch closed = new CountDownLatch(1);
        int pages;
        /** Closes the world unless a page comes before; null until the last page left. */
        @Nullable Future<?> closing;

        /** @param before the last world of this name, if it is still being closed */
        Entry(String name, Opener opener, @Nullable Entry before) {
            this.name = name;
            opening = new FutureTask<>(() -> {
                if (before != null) {
                    before.closed.await();
                }
                return opener.open(name);
            });
        }

        /** The world; empty unless it is open. */
        Optional<World> world() {
            return opening.state() == Future.State.SUCCESS ? Optional.of(opening.resultNow()) : Optional.empty();
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
    World enter(String name) throws IOException {
        List<Entry> gone = new ArrayList<>();
        Entry entry;
        try {
            entry = entry(name, gone);
        } finally {
            gone.forEach(this::close);
        }
        entry.opening.run(); // does nothing if another page opens it
        try {
            return entry.opening.get();
        } catch (ExecutionException e) {
            synchronized (this) {
                open.remove(name, entry);
            }
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(World.text(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name + " was being opened", e);
        }
    }

    /** The entry for one more page. What has to make room for it is added to {@code gone}. */
    private synchronized Entry entry(String name, List<Entry> gone) throws IOException {
        removeFailed(gone);
        Entry entry = open.get(name);
        if (entry == null) {
            makeRoom(gone);
            entry = new Entry(name, opener, leaving.get(name));
            open.put(name, entry);
        }
        entry.pages++;
        if (entry.closing != null) {
            entry.closing.cancel(false);
        }
        return entry;
    }

    /** Removes the worlds whose simulation failed, as their pages were told, so that a new page gets a fresh one. */
    private void removeFailed(List<Entry> gone) {
        open.values().stream().filter(entry -> entry.world().filter(World::hasFailed).isPresent()).toList()
                .forEach(entry -> remove(entry, gone));
    }

    private void makeRoom(List<Entry> gone) throws IOException {
        if (open.size() >= MAX) {
            remove(open.values().stream().filter(entry -> entry.pages == 0).findFirst().orElseThrow(() ->
                    new IOException("already " + MAX + " runs are being watched; close one of their pages first")), gone);
        }
    }

    /** Removes a world, which the caller has to close without the lock. */
    private void remove(Entry entry, List<Entry> gone) {
        open.remove(entry.name);
        leaving.put(entry.name, entry);
        gone.add(entry);
    }

    private void close(Entry entry) {
        try {
            entry.opening.get().close();
        } catch (ExecutionException _) {
            // it could not be opened, as its pages were told
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                leaving.remove(entry.name, entry);
            }
            entry.closed.countDown();
        }
    }

    /** The world of this name, if a page watches it. */
    synchronized Optional<World> get(String name) {
        return Optional.ofNullable(open.get(name)).flatMap(Entry::world);
    }

    /** One page less watches this world, which may have been replaced by another of its name. */
    synchronized void leave(String name, World world) {
        Entry entry = open.get(name);
        if (entry != null && entry.world().filter(world::equals).isPresent() && --entry.pages == 0) {
            entry.closing = housekeeper.schedule(() -> closeIfIdle(entry), PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void closeIfIdle(Entry entry) {
        List<Entry> gone = new ArrayList<>();
        synchronized (this) {
            if (open.get(entry.name) == entry && entry.pages == 0) {
                remove(entry, gone);
            }
        }
        gone.forEach(this::close);
    }

    @Override
    public void close() {
        List<Entry> gone = new ArrayList<>();
        synchronized (this) {
            housekeeper.shutdownNow();
            List.copyOf(open.values()).forEach(entry -> remove(entry, gone));
        }
        gone.forEach(this::close);
    }
}
