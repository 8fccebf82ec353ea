package dev.advect.policy;

import dev.advect.flow.VelocityField;
import dev.advect.nn.torch.HostTensor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

import java.util.List;

/** How a flow policy's actions come about at some observations, in plain arrays. */
public final class Denoising {
    private Denoising() {}

    /**
     * The points on the way from noise to actions, before they are bounded and squashed.
     *
     * @param normalize whether observations pass the policy's normaliser
     * @param observations {@code [n, observationSize]}
     * @param normal standard normal numbers, {@code [n, noiseSize]}
     * @return {@code [K + 1][n · actionSize]}, the noise first and the actions last
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
}
