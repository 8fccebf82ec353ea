package dev.advect.policy;

import dev.advect.nn.torch.HostTensor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

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
        return paths(policy, normalize, observations, normal,
                (rows, noise) -> policy.sampling().path(policy.field(0, rows), noise, policy.actionSize()));
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
        int d = policy.actionSize();
        return paths(policy, normalize, observations, normal, (rows, noise) -> {
            Tensor chain = policy.chain(0, rows, noise);
            return IntStream.rangeClosed(0, policy.steps()).mapToObj(k -> chain.narrow(1, (long) k * d, d)).toList();
        });
    }

    /**
     * Copies the points of paths out of libtorch.
     *
     * @param path computes the points from observations and noise, both as tensors
     */
    private static float[][] paths(Policy policy, boolean normalize, float[] observations, float[] normal,
            BiFunction<Tensor, Tensor, List<Tensor>> path) {
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
            List<Tensor> points = path.apply(rows, noise.tensor());
            float[][] paths = new float[points.size()][];
            for (int k = 0; k < paths.length; k++) {
                point.tensor().copy_(points.get(k));
                paths[k] = point.toArray();
            }
            return paths;
        }
    }
}
