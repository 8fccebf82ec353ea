package dev.advect.onpolicy;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.Arrays;

/** A {@link PolicyPass} for any {@link Surrogate}, by libtorch's autograd. */
final class TorchPolicyPass implements PolicyPass {
    private final Surrogate surrogate;
    private final int worker;
    private final RolloutBuffer data;

    TorchPolicyPass(Surrogate surrogate, int worker, RolloutBuffer data) {
        this.surrogate = surrogate;
        this.worker = worker;
        this.data = data;
    }

    @Override
    public void begin() {
        // the replica's leaves are the parameters themselves
    }

    @Override
    public void statistics(int first, int n) {
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            Surrogate.Evaluation old = surrogate.evaluate(worker,
                    rows(data.observation.tensor().narrow(0, first, n)),
                    rows(data.action.tensor().narrow(0, first, n)),
                    rows(data.draws.tensor().narrow(0, first, n)));
            rows(data.statistic.tensor().narrow(0, first, n)).copy_(old.statistic());
        }
    }

    @Override
    public void gradient(int[] unrolls, float[] advantages, int offset, double scale, UpdateMetrics.Part part) {
        try (PointerScope _ = new PointerScope()) {
            int rows = unrolls.length * data.steps;
            Tensor index = torch.tensor(unrolls);
            Surrogate.Evaluation now = surrogate.evaluate(worker,
                    rows(data.observation.tensor().index_select(0, index)),
                    rows(data.action.tensor().index_select(0, index)),
                    rows(data.draws.tensor().index_select(0, index)));
            Tensor old = rows(data.statistic.tensor().index_select(0, index));
            Tensor advantage = torch.tensor(Arrays.copyOfRange(advantages, offset, offset + rows));
            Surrogate.Loss loss = surrogate.loss(now, old, advantage);
            loss.sum().mul(new Scalar(scale)).backward();
            part.policyLoss(loss.sum().item_double());
            Tensor entropy = now.entropy();
            if (entropy != null) {
                part.entropy(entropy.sum().item_double());
            }
            float[] ratio = new float[(int) loss.ratio().numel()];
            loss.ratio().contiguous().data_ptr_float().get(ratio, 0, ratio.length);
            double clip = surrogate.clip().current();
            for (float r : ratio) {
                part.ratio(r, Math.log(r), clip);
            }
        }
    }

    @Override
    public void end() {
        // autograd has already accumulated into the replica's gradient
    }

    /** Flattens unrolls and steps into rows, from {@code [n, T, …]} to {@code [n · T, …]}. */
    private static Tensor rows(Tensor x) {
        return x.flatten(0, 1);
    }
}
