package dev.advect.flow;

import dev.advect.nn.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * v = A·x + b in two dimensions, which makes a Gaussian of standard noise: x_1 = e^A·x_0 + φ·b, φ = Σ A^k / (k + 1)!.
 * In plain doubles, by power series.
 */
final class AffineFlow {
    final double[][] a;
    final double[] b;
    private final double[][] exp = {{1, 0}, {0, 1}};
    private final double[][] phi = {{1, 0}, {0, 1}};

    AffineFlow(double[][] a, double[] b) {
        this.a = a;
        this.b = b;
        double[][] power = {{1, 0}, {0, 1}};
        double factorial = 1;
        for (int k = 1; k < 40; k++) {
            power = product(power, a);
            factorial *= k;
            for (int i = 0; i < 4; i++) {
                exp[i / 2][i % 2] += power[i / 2][i % 2] / factorial;
                phi[i / 2][i % 2] += power[i / 2][i % 2] / (factorial * (k + 1));
            }
        }
    }

    /** The field in double precision. */
    VelocityField field() {
        Tensor matrix = Tensors.of(new float[] {(float) a[0][0], (float) a[1][0], (float) a[0][1], (float) a[1][1]}, 2, 2)
                .to(torch.ScalarType.Double);
        Tensor shift = Tensors.of(new float[] {(float) b[0], (float) b[1]}, 1, 2).to(torch.ScalarType.Double);
        return (x, t) -> torch.mm(x, matrix).add(shift, new Scalar(1));
    }

    /** log p(x_0) = log N(e^A·x_0 + φ·b) + tr A. */
    double logDensity(double[] x) {
        double[] noise = sum(times(exp, x), times(phi, b));
        return -0.5 * (noise[0] * noise[0] + noise[1] * noise[1]) - Math.log(2 * Math.PI) + trace();
    }

    double trace() {
        return a[0][0] + a[1][1];
    }

    /** −E log p = log 2πe − tr A. */
    double entropy() {
        return 1 + Math.log(2 * Math.PI) - trace();
    }

    /** ½·[tr(Σ₂⁻¹Σ₁) + (μ₂ − μ₁)ᵀΣ₂⁻¹(μ₂ − μ₁) − 2 + log det Σ₂ − log det Σ₁], Σ⁻¹ = e^Aᵀ·e^A. */
    double divergence(AffineFlow other) {
        double[][] covariance = inverse(product(transposed(exp), exp));
        double[][] precision = product(transposed(other.exp), other.exp);
        double[][] ratio = product(precision, covariance);
        double[] shift = sum(other.mean(), new double[] {-mean()[0], -mean()[1]});
        double[] scaled = times(precision, shift);
        return 0.5 * (ratio[0][0] + ratio[1][1] + shift[0] * scaled[0] + shift[1] * scaled[1] - 2)
                + trace() - other.trace();
    }

    private double[] mean() {
        double[] out = times(inverse(exp), times(phi, b));
        return new double[] {-out[0], -out[1]};
    }

    private static double[][] product(double[][] p, double[][] q) {
        double[][] out = new double[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                out[i][j] = p[i][0] * q[0][j] + p[i][1] * q[1][j];
            }
        }
        return out;
    }

    private static double[][] transposed(double[][] p) {
        return new double[][] {{p[0][0], p[1][0]}, {p[0][1], p[1][1]}};
    }

    private static double[][] inverse(double[][] p) {
        double det = p[0][0] * p[1][1] - p[0][1] * p[1][0];
        return new double[][] {{p[1][1] / det, -p[0][1] / det}, {-p[1][0] / det, p[0][0] / det}};
    }

    private static double[] times(double[][] p, double[] x) {
        return new double[] {p[0][0] * x[0] + p[0][1] * x[1], p[1][0] * x[0] + p[1][1] * x[1]};
    }

    private static double[] sum(double[] x, double[] y) {
        return new double[] {x[0] + y[0], x[1] + y[1]};
    }
}
