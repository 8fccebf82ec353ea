package dev.advect.view.live;

import dev.advect.random.Rng;

import java.util.Optional;

/**
 * The actions that a policy draws for the present observation, as frames. The noise is always the same, so that the
 * points move with the observation and do not flicker. Drawing takes at most a tenth of the time.
 */
final class FlowView {
    private static final int ACTIONS = 256;
    private static final double MIN_PAUSE = 0.2;
    private static final double SHARE = 0.1;
    private static final double NANO = 1e-9;

    private float[] noise = {};
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
    Optional<byte[]> draw(LivePolicy pilot, float[] observation, double clock) {
        double begin = System.nanoTime() * NANO;
        if (!stale || begin < next || pilot.noiseSize() == 0) {
            return Optional.empty();
        }
        Optional<byte[]> frame = pilot.cloud(observation, noise(pilot)).map(cloud -> Frames.cloud(clock, cloud));
        double end = System.nanoTime() * NANO;
        next = end + Math.max(MIN_PAUSE, (end - begin) / SHARE);
        stale = false;
        return frame;
    }

    private float[] noise(LivePolicy pilot) {
        int size = ACTIONS * pilot.noiseSize();
        if (noise.length != size) {
            Rng random = new Rng(0, 2);
            noise = new float[size];
            for (int i = 0; i < size; i++) {
                noise[i] = (float) random.nextGaussian();
            }
        }
        return noise;
    }
}
