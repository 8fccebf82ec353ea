package dev.advect.view.live;


import dev.advect.view.play.Cloud;
import dev.advect.view.play.WatchedPolicy;

import java.util.Optional;

/**
 * The actions that a policy draws for the present observation, as frames. Drawing takes at most a tenth of the time.
 */
final class FlowView {
    private static final double MIN_PAUSE = 0.2;
    private static final double SHARE = 0.1;
    private static final double NANO = 1e-9;

    private boolean stale = true;
    private double next;

    /** The observation is another. */
    void stale() {
        stale = true;
    }

    /** The policy is another. */
    void forget() {
        stale = true;
        next = 0;
    }

    /** Draws if there is something new and time for it. */
    Optional<byte[]> draw(WatchedPolicy pilot, float[] observation, double clock) {
        double begin = System.nanoTime() * NANO;
        if (!stale || begin < next || pilot.noiseSize() == 0) {
            return Optional.empty();
        }
        Optional<byte[]> frame = pilot.cloud(observation, Cloud.noise(pilot.noiseSize())).map(cloud -> Frames.cloud(clock, cloud));
        double end = System.nanoTime() * NANO;
        next = end + Math.max(MIN_PAUSE, (end - begin) / SHARE);
        stale = false;
        return frame;
    }
}
