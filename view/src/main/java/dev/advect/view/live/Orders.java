package dev.advect.view.live;

import dev.advect.view.live.World.Newest;
import dev.advect.view.live.World.Order;
import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** The queue of a world's orders. Any thread may add to it; the world's own thread takes them. */
final class Orders {
    /** Held as the lock while an order is added, so that none is left behind by {@link #close}. */
    private final BlockingDeque<Order> waiting = new LinkedBlockingDeque<>();
    /** Guarded by {@link #waiting}. */
    private boolean closed;

    /**
     * Adds an order. It takes the place of one of its kind of which only the newest counts, unless any other order came in
     * between: however long a step takes, few orders wait, and none that lets go of something is lost. After
     * {@link #close} orders are refused.
     */
    void add(Order order) {
        boolean refused;
        synchronized (waiting) {
            refused = closed;
            if (!refused) {
                if (order instanceof Newest newest) {
                    forgetOlder(newest.kind());
                }
                waiting.addLast(order);
            }
        }
        if (refused) {
            order.refuse();
        }
    }

    private void forgetOlder(String kind) {
        Iterator<Order> latest = waiting.descendingIterator();
        while (latest.hasNext() && latest.next() instanceof Newest older) {
            if (older.kind().equals(kind)) {
                latest.remove();
                return;
            }
        }
    }

    /** Takes the oldest order; null if there is none. */
    @Nullable Order poll() {
        return waiting.poll();
    }

    /** Takes the oldest order, for which it waits as long as this, s; null if none came. */
    @Nullable Order poll(double seconds) throws InterruptedException {
        return waiting.poll((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
    }

    /** Refuses all orders that wait, and those that come. */
    void close() {
        synchronized (waiting) {
            closed = true;
        }
        for (Order order = waiting.poll(); order != null; order = waiting.poll()) {
            order.refuse();
        }
    }
}
