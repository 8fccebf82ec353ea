package dev.advect.onpolicy;

import dev.advect.flow.Straightness;
import dev.advect.policy.FlowPolicy;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A measurement of the {@link Straightness} of a policy's paths in some of an iteration's states, always from the same
 * noise.
 */
public final class PathStraightness {
    private static final int PATHS = 256;

    private final FlowPolicy policy;
    private final int steps;

    /**
     * @param steps the number of steps per path
     */
    public PathStraightness(FlowPolicy policy, int steps) {
        this.policy = policy;
        this.steps = steps;
    }

    public double measure(RolloutBuffer data) {
        long rows = (long) data.unrolls * data.steps;
        int paths = (int) Math.min(PATHS, rows);
        int width = policy.observationSize();
        float[] observations = new float[paths * width];
        for (int i = 0; i < paths; i++) {
            data.observation.read(rows * i / paths * width, observations, i * width, width); // evenly spread
        }
        Rng random = new Rng(0, 0);
        float[] noise = new float[paths * policy.actionSize()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            Tensor states = torch.tensor(observations).view(paths, width);
            return Straightness.of(policy.field(0, states), torch.tensor(noise).view(paths, policy.actionSize()), steps);
        }
    }
}
