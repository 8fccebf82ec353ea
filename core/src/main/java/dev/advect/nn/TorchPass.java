package dev.advect.nn;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import java.util.List;

/**
 * The {@link MlpPass} that uses libtorch, for a JVM started without the vector module, and as the reference in tests of
 * {@link VectorPass}.
 */
final class TorchPass implements MlpPass {
    private final Mlp mlp;
    private final int worker;
    private final int group;
    private final int sharedWidth;
    private final int ownWidth;
    private final int outputWidth;
    private final Memory memory;

    /** The parameters are those of {@link VectorPass}. */
    TorchPass(Mlp mlp, int worker, int sharedWidth, int group, int groups) {
        this.mlp = mlp;
        this.worker = worker;
        this.group = group;
        this.sharedWidth = sharedWidth;
        List<Integer> widths = mlp.widths();
        ownWidth = widths.getFirst() - sharedWidth;
        outputWidth = widths.getLast();
        memory = new Memory(groups, new float[groups * sharedWidth], sharedWidth, new float[groups * group * ownWidth],
                ownWidth, new float[groups * group * outputWidth], new float[groups * group * outputWidth], outputWidth);
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public void begin() {
        // the replica's leaves are the parameters themselves
    }

    @Override
    public void forward(int n) {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            Tensor out = pass(n);
            out.contiguous().data_ptr_float().get(output(), 0, n * group * outputWidth);
        }
    }

    @Override
    public void backward(int n) {
        try (PointerScope _ = new PointerScope()) {
            Tensor gradient = torch.tensor(outputGradient()).narrow(0, 0, (long) n * group * outputWidth)
                    .view((long) n * group, outputWidth);
            pass(n).mul(gradient).sum().backward();
        }
    }

    private Tensor pass(int n) {
        Tensor input = torch.tensor(shared()).narrow(0, 0, (long) n * sharedWidth).view(n, 1, sharedWidth)
                .expand(n, group, sharedWidth);
        if (ownWidth > 0) {
            Tensor rest = torch.tensor(own()).narrow(0, 0, (long) n * group * ownWidth).view(n, group, ownWidth);
            input = torch.cat(new TensorVector(input, rest), 2);
        }
        return mlp.forward(worker, input.reshape((long) n * group, sharedWidth + ownWidth));
    }

    @Override
    public void end() {
        // autograd has added to the replica's gradient already
    }
}
