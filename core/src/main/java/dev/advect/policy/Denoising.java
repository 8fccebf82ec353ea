package dev.advect.policy;

import dev.advect.flow.VelocityField;
import dev.advect.nn.torch.HostTensor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

import java.util.List;

/** The denoising paths of a flow policy, as plain arrays. */
public final class Denoising {
    private Denoising() {}

    /**
     * Computes the points on the paths from noise to actions, before clamping and squashing.
     *
     * @param normalize whether observations pass through the policy's normaliser
     * @param observations raw observations, {@code [n, observationSize]}
     * @param normal standard normal noise, {@code [n, noiseSize]}
     * @return the points, {@code [K + 1][n · actionSize]}, from the noise to the actions
     */
    public static float[][] paths(FlowPolicy policy, boolean normalize, float[] observations, float[] normal) {
        int n = observations.length / policy.observationSize();
        try (HostTensor seen = new HostTensor(n, policy.observationSize());
                HostTensor noise = new HostTensor(n, policy.noiseSize());
                HostTensor point = new HostTensor(n, policy.actionSize());
                NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            seen.write(0, observations, 0, observations.length);
            noise.write(0, normal, 0, normal.length);
            Tensor rows = seen.tensor();
            if (normalize) {
                policy.norm().applyInPlace(rows);
            }
            VelocityField field = policy.field(0, rows);
            List<Tensor> path = policy.sampling().path(field, noise.tensor(), policy.actionSize());
            float[][] paths = new float[path.size()][];
            for (int k = 0; k < paths.length; k++) {
                point.tensor().copy_(path.get(k));
                paths[k] = point.toArray();
            }
            return paths;
        }
    }

    /**
     * Computes the points x_0 … x_K of a chain of noisy steps, before clamping and squashing.
     *
     * @param normalize whether observations pass through the policy's normaliser
     * @param observations raw observations, {@code [n, observationSize]}
     * @param normal standard normal noise, {@code [n, noiseSize]}
     * @return the points, {@code [K + 1][n · actionSize]}, from the noise to the actions
     */
    public static float[][] paths(DenoisingPolicy policy, boolean normalize, float[] observations, float[] normal) {
        int n = observations.length / policy.observationSize();
        int d = policy.actionSize();
        try (HostTensor seen = new HostTensor(n, policy.observationSize());
                HostTensor noise = new HostTensor(n, policy.noiseSize());
                HostTensor point = new HostTensor(n, d);
                NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            seen.write(0, observations, 0, observations.length);
            noise.write(0, normal, 0, normal.length);
            Tensor rows = seen.tensor();
            if (normalize) {
                policy.norm().applyInPlace(rows);
            }
            Tensor chain = policy.chain(0, rows, noise.tensor());
            float[][] paths = new float[policy.steps() + 1][];
            for (int k = 0; k < paths.length; k++) {
                point.tensor().copy_(chain.narrow(1, (long) k * d, d));
                paths[k] = point.toArray();
            }
            return paths;
        }
    }
}
