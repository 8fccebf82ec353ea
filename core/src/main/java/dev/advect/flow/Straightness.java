package dev.advect.flow;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** A measure of how far a flow's paths deviate from straight lines. If they are straight, a single step is enough. */
public final class Straightness {
    private Straightness() {}

    /**
     * Computes E ∫ ‖v(x_t, t) − (x_1 − x_0)‖² dt / E ‖x_1 − x_0‖² over Euler paths from the given noise. This is the
     * measure of Liu, Gong and Liu (2023, Flow Straight and Fast, section 2.2), relative to the distance travelled. It
     * is 0 for straight paths at constant speed.
     *
     * @param noise standard normal noise, {@code [n, d]}
     * @param steps the number of steps, of equal length
     */
    public static double of(VelocityField field, Tensor noise, int steps) {
        Tensor chord = noise.sub(new Sampling(Sampler.EULER, steps).sample(field, noise, (int) noise.size(1)));
        Tensor x = noise;
        double deviation = 0;
        for (int k = 0; k < steps; k++) {
            Tensor v = field.velocity(x, 1 - (double) k / steps);
            deviation += v.sub(chord).square().sum().item_double() / steps;
            x = x.add(v, new Scalar(-1.0 / steps));
        }
        return deviation / Math.max(chord.square().sum().item_double(), Double.MIN_NORMAL);
    }
}
