package dev.advect.nn;

import dev.advect.nn.torch.Torch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import java.util.Arrays;

/**
 * The {@link EnsemblePass} that uses libtorch, for a JVM started without the vector module, and as the reference in tests of
 * {@link VectorEnsemblePass}.
 */
final class TorchEnsemblePass implements EnsemblePass {
    private final MlpEnsemble ensemble;
    private final int in;
    private EnsembleWeights weights;
    private int member;
    private int rows;
    private float[] input = {};
    private float[] output = {};
    private float[] outputGradient = {};

    TorchEnsemblePass(EnsembleWeights weights) {
        this.weights = weights;
        ensemble = weights.ensemble();
        in = ensemble.widths().getFirst();
    }

    @Override
    public void begin(EnsembleWeights newWeights, int newMember) {
        weights = newWeights;
        member = newMember;
        rows = 0;
    }

    @Override
    public int forward(float[] x, int n) {
        int first = rows;
        rows += n;
        if (output.length < rows) {
            input = Arrays.copyOf(input, rows * in);
            output = Arrays.copyOf(output, rows);
            outputGradient = Arrays.copyOf(outputGradient, rows);
        }
        System.arraycopy(x, 0, input, first * in, n * in);
        try (PointerScope _ = new PointerScope()) {
            Tensor part = torch.tensor(x).narrow(0, 0, (long) n * in).view(n, in);
            Tensor out = ensemble.forward(weights.member(member), part).detach().contiguous();
            out.data_ptr_float().get(output, first, n);
        }
        return first;
    }

    @Override
    public void keep(int[] kept, int n) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(input, kept[i] * in, input, i * in, in);
            output[i] = output[kept[i]];
        }
        rows = n;
    }

    @Override
    public float[] output() {
        return output;
    }

    @Override
    public float[] outputGradient() {
        return outputGradient;
    }

    private Tensor input() {
        return torch.tensor(input).narrow(0, 0, (long) rows * in).view(rows, in);
    }

    /** The sum over all rows of output times output gradient, whose gradient is that of the loss. */
    private Tensor product(Tensor x) {
        Tensor gradient = torch.tensor(outputGradient).narrow(0, 0, rows);
        return ensemble.forward(weights.member(member), x).view(rows).mul(gradient).sum();
    }

    @Override
    public void backward() {
        try (PointerScope _ = new PointerScope()) {
            for (int slot = 0; slot < ensemble.parameters().slots().size(); slot++) {
                weights.member(member).get(slot).mutable_grad().zero_();
            }
            product(input()).backward();
        }
    }

    @Override
    public void backwardToInputs(float[] to) {
        int n = ensemble.differentiated();
        try (PointerScope _ = new PointerScope()) {
            Tensor x = input().requires_grad_(true);
            Tensor gradient = torch.grad(new TensorVector(product(x)), new TensorVector(x)).get(0);
            float[] inputGradient = Torch.floats(gradient.narrow(1, in - n, n));
            for (int i = 0; i < inputGradient.length; i++) {
                to[i] += inputGradient[i];
            }
        }
    }
}
