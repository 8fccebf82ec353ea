package dev.advect.policy;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The positions of a stepwise flow's particles after every block, for plots and measurements. */
public final class ParticlePaths {
    private ParticlePaths() {}

    /**
     * Computes the paths of particles for one observation.
     *
     * @param observation a raw observation, {@code [observationSize]}
     * @param normalize whether it passes through the policy's normaliser
     * @param noise standard normal values, of which x_0 is the policy's multiple, {@code [n · d]}
     * @return x_0 … x_N, each {@code [n · d]}, before clipping
     */
    public static float[][] of(StepwiseFlowPolicy policy, float[] observation, boolean normalize, float[] noise) {
        float[][] paths = new float[policy.blocks() + 1][];
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            int n = noise.length / policy.size();
            Tensor s = torch.tensor(observation).view(1, observation.length);
            s = (normalize ? policy.norm().apply(s) : s).expand(n, observation.length);
            Tensor x = torch.tensor(noise).view(n, policy.size());
            x = x.mul(new Scalar(policy.noiseScale()));
            paths[0] = new float[noise.length];
            x.data_ptr_float().get(paths[0]);
            for (int k = 0; k < policy.blocks(); k++) {
                x = policy.apply(k, policy.block(k).frozen(), s, x);
                paths[k + 1] = new float[noise.length];
                x.contiguous().data_ptr_float().get(paths[k + 1]);
            }
        }
        return paths;
    }

    /**
     * The mean length of the paths divided by the mean distance between their endpoints; 1 if all paths are straight.
     */
    public static double ratio(float[][] paths, int size) {
        double length = 0;
        for (int k = 0; k + 1 < paths.length; k++) {
            length += distance(paths[k], paths[k + 1], size);
        }
        return length / distance(paths[0], paths[paths.length - 1], size);
    }

    /** The mean distance between corresponding rows. */
    private static double distance(float[] from, float[] to, int size) {
        double sum = 0;
        for (int row = 0; row < from.length; row += size) {
            double squares = 0;
            for (int i = row; i < row + size; i++) {
                squares += (double) (to[i] - from[i]) * (to[i] - from[i]);
            }
            sum += Math.sqrt(squares);
        }
        int rows = from.length / size;
        return sum / rows;
    }
}
