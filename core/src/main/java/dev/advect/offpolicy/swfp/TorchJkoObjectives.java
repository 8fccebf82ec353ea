package dev.advect.offpolicy.swfp;

import dev.advect.nn.Parameters;
import dev.advect.nn.Parameters.Replica;
import dev.advect.nn.torch.Torch;
import dev.advect.offpolicy.Batch;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.policy.StepwiseFlowPolicy.Moved;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import java.util.List;

/** {@link JkoObjectives} by libtorch's autograd, in the paper's order: any regulariser, any coupling, and the entropy's second derivatives. */
final class TorchJkoObjectives implements JkoObjectives {
    private final JkoProblem problem;
    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final List<Parameters> snapshot;
    private final List<Parameters> anchor;
    private final SwfpBuffers buffers;
    private final ScaledValue value;
    private final Pushforward pushforward;
    private final ProximalTerm proximalTerm;

    TorchJkoObjectives(JkoProblem problem) {
        this.problem = problem;
        config = problem.config();
        policy = problem.policy();
        snapshot = problem.snapshot();
        anchor = problem.anchor();
        buffers = problem.buffers();
        value = problem.value();
        pushforward = new Pushforward(config, policy, buffers, problem.temperature());
        proximalTerm = new ProximalTerm(config, policy, snapshot, buffers.stale);
    }

    @Override
    public void loadSnapshot() {
        // tensors are views of the parameters themselves
    }

    @Override
    public void loadAnchor() {
        // likewise
    }

    @Override
    public void load(int k) {
        // likewise
    }

    /** Autograd would let threads add to the same gradient at once. */
    @Override
    public boolean divisible() {
        return false;
    }

    @Override
    public float[] apply(int k, Version version, float[] s, float[] x) {
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            int n = x.length / policy.size();
            return Torch.floats(policy.apply(k, frozen(k, version), torch.tensor(s).view(n, policy.observationSize()),
                    torch.tensor(x).view(n, policy.size())));
        }
    }

    @Override
    public Carried carry(Version version, float[] s, float[] z, int row) {
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            int n = z.length / policy.size();
            Tensor states = torch.tensor(s).view(n, policy.observationSize());
            Tensor x = torch.tensor(z).view(n, policy.size());
            Tensor logProbability = pushforward.logNoise(x);
            for (int k = 0; k < policy.blocks(); k++) {
                Moved moved = pushforward.apply(k, frozen(k, version), states, x, row);
                x = moved.x();
                logProbability = logProbability.sub(moved.logDet());
            }
            return new Carried(Torch.floats(x), Torch.floats(logProbability));
        }
    }

    private Replica frozen(int k, Version version) {
        return switch (version) {
            case CURRENT -> policy.block(k).frozen();
            case SNAPSHOT -> snapshot.get(k).frozen();
            case ANCHOR -> anchor.get(k).frozen();
        };
    }

    // ---- pre-training

    @Override
    public double flowMatching(int k, RowRange rows, Batch batch, Tensor a) {
        return backward(buffers.flowMatching(policy, k, policy.block(k).replica(0), batch, a));
    }

    // ---- the particles x_0^old … x_N^old, and log π_old of the actions

    @Override
    public void particles(int from, int n) {
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            Tensor s = buffers.state.tensor().narrow(0, from, n);
            Tensor x = buffers.stale[0].tensor().narrow(0, from, n);
            Tensor logProbability = pushforward.logNoise(x);
            for (int k = 0; k < policy.blocks(); k++) {
                Moved moved = pushforward.apply(k, snapshot.get(k).frozen(), s, x, from);
                x = moved.x();
                logProbability = logProbability.sub(moved.logDet());
                buffers.stale[k + 1].tensor().narrow(0, from, n).copy_(x);
            }
            buffers.logProbability.tensor().narrow(0, from, n).copy_(logProbability);
            if (!anchor.isEmpty()) {
                x = buffers.stale[0].tensor().narrow(0, from, n);
                for (int k = 0; k < policy.blocks(); k++) {
                    x = policy.apply(k, anchor.get(k).frozen(), s, x);
                }
                buffers.anchor.tensor().narrow(0, from, n).copy_(x);
            }
        }
    }

    // ---- sequential: the gradient flows through the whole cascade

    @Override
    public double sequential(int worker, int from, int n, long update) {
        try (PointerScope _ = new PointerScope()) {
            return backward(sequentialLoss(worker, from, n, update));
        }
    }

    /** F of the particles of the states [from, from + n), as a part of the mean over all states; a scalar. */
    Tensor sequentialLoss(int worker, int from, int n, long update) {
        int row = from * config.particles();
        int rows = n * config.particles();
        Tensor s = buffers.state.tensor().narrow(0, row, rows);
        Tensor x = buffers.stale[0].tensor().narrow(0, row, rows);
        Tensor logDet = torch.zeros_like(x.select(1, 0));
        Tensor proximal = torch.zeros_like(logDet.sum());
        for (int k = 0; k < policy.blocks(); k++) {
            Replica weights = policy.block(k).replica(worker);
            Moved moved = pushforward.apply(k, weights, s, x, row);
            x = moved.x();
            logDet = logDet.add(moved.logDet());
            proximal = proximal.add(proximalTerm.of(k, weights, s, x, row, update));
        }
        Tensor gain = worth(s, x, row).add(logDet, alpha());
        return proximal.sub(gain.sum()).mul(perRow());
    }

    // ---- parallel: every block from its stale particles, through the snapshot's later blocks

    @Override
    public double parallel(int k, RowRange rows, long update) {
        return backward(parallelLoss(k, update));
    }

    /** F_k, a scalar. */
    Tensor parallelLoss(int k, long update) {
        Tensor s = buffers.state.tensor();
        Replica weights = policy.block(k).replica(0);
        Moved moved = pushforward.apply(k, weights, s, buffers.stale[k].tensor(), 0);
        Tensor x = moved.x();
        Tensor logDet = moved.logDet();
        for (int j = k + 1; j < policy.blocks(); j++) {
            Moved carried = pushforward.apply(j, snapshot.get(j).frozen(), s, x, 0);
            x = carried.x();
            logDet = logDet.add(carried.logDet());
        }
        Tensor gain = worth(s, x, 0).mul(new Scalar(config.blockWeight())).add(logDet, alpha());
        return proximalTerm.of(k, weights, s, moved.x(), 0, update).sub(gain.sum()).mul(perRow());
    }

    // ---- adjoint: one product with the snapshot's Jacobian, then a regression for every block

    @Override
    public void adjointStates(int from, int n) {
        try (PointerScope _ = new PointerScope()) {
            Tensor s = buffers.state.tensor().narrow(0, from, n);
            Tensor x = buffers.stale[1].tensor().narrow(0, from, n).detach().requires_grad_(true);
            Tensor logDet = torch.zeros_like(x.select(1, 0));
            TensorVector xs = new TensorVector(x);
            for (int k = 1; k < policy.blocks(); k++) {
                Moved moved = pushforward.apply(k, snapshot.get(k).frozen(), s, x, from);
                x = moved.x();
                logDet = logDet.add(moved.logDet());
                xs.push_back(x);
            }
            Tensor gain = worth(s, x, from).mul(new Scalar(config.blockWeight())).add(logDet, alpha());
            TensorVector gradients = torch.grad(new TensorVector(gain.sum()), xs);
            for (int k = 1; k <= policy.blocks(); k++) {
                buffers.adjoint[k].tensor().narrow(0, from, n).copy_(gradients.get(k - 1));
            }
        }
    }

    @Override
    public double adjoint(int k, RowRange rows, long update) {
        return backward(adjointLoss(k, update));
    }

    /** The regression's loss, a scalar. */
    Tensor adjointLoss(int k, long update) {
        Tensor s = buffers.state.tensor();
        Replica weights = policy.block(k).replica(0);
        Moved moved = pushforward.apply(k, weights, s, buffers.stale[k].tensor(), 0);
        Tensor step = moved.x().sub(buffers.stale[k + 1].tensor());
        Tensor gain = step.mul(buffers.adjoint[k + 1].tensor()).sum().add(moved.logDet().sum(), alpha());
        return proximalTerm.of(k, weights, s, moved.x(), 0, update).sub(gain).mul(perRow());
    }

    // ---- in common

    /** J of the actions x of the rows from {@code row} on, {@code [n]}. */
    private Tensor worth(Tensor s, Tensor x, int row) {
        Tensor q = value.of(s, x);
        if (anchor.isEmpty()) {
            return q;
        }
        Tensor away = x.sub(buffers.anchor.tensor().narrow(0, row, x.size(0)));
        return q.sub(away.square().sum(1), new Scalar(config.anchor() / 2));
    }

    private Scalar alpha() {
        return new Scalar(problem.alpha());
    }

    private Scalar perRow() {
        return new Scalar(1.0 / buffers.rows());
    }

    private static double backward(Tensor loss) {
        loss.backward();
        return loss.item_double();
    }
}
