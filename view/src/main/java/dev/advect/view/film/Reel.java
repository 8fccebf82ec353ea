package dev.advect.view.film;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Takes the pictures of a film on several threads, and hands them on in their order. */
final class Reel {
    /** Takes one picture after another. */
    @FunctionalInterface
    interface Receiver {
        void receive(int frame, int[] pixels) throws IOException;
    }

    private Reel() {}

    /**
     * @param progress told the number of pictures that were handed on
     */
    static void run(Pictures pictures, int threads, IntConsumer progress, Receiver receiver) throws IOException {
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            Deque<Future<int[]>> ahead = new ArrayDeque<>();
            int asked = 0;
            for (int frame = 0; frame < pictures.count(); frame++) {
                while (asked < pictures.count() && ahead.size() < 2 * threads) {
                    int next = asked++;
                    ahead.add(workers.submit(() -> pictures.take(next)));
                }
                receiver.receive(frame, ahead.remove().get());
                progress.accept(frame + 1);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a picture could not be taken", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
