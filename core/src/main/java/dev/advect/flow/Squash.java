package dev.advect.flow;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The tanh function, which maps every action into [-1, 1]. */
public final class Squash {
    private Squash() {}

    /**
     * The logarithm of the derivative of tanh, log(1 − tanh²(x)) = 2·(log 2 − x − softplus(−2x)), computed elementwise
     * and without cancellation for large |x|. The density of tanh(x) is the density of x divided by the product of
     * these derivatives.
     */
    public static Tensor logDet(Tensor x) {
        Tensor softplus = torch.softplus(x.mul(new Scalar(-2)));
        return x.add(softplus).sub(new Scalar(Math.log(2))).mul(new Scalar(-2));
    }
}
