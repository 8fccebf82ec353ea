package dev.advect.view.live;

/** Someone who watches a world. Neither method may block: the simulation waits for nobody. */
public interface Watcher {

    /** Receives a frame; see {@link Frames} for its layout. A watcher who is too slow misses frames. */
    void frame(byte[] frame);

    /** Receives a message, as JSON. */
    void message(String json);

    /** Whether the watcher looks at the moment. A world that nobody looks at stands still. */
    boolean isAwake();
}
