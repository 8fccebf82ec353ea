package dev.advect.offpolicy.swfp;

import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.RowTasks;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

import java.util.Collections;
import java.util.List;

/**
 * The straightening of paths in pre-training (reflow, Liu et al. 2022, arXiv 2209.03003): from some update on the pairs (z, a)
 * of flow matching are (z, T(z; s)), T being the cascade at that update, of which the snapshot is a copy.
 */
final class Reflow {
    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final PolicyCopy snapshot;
    private final SwfpBuffers buffers;
    private final Workers workers;

    Reflow(SwfpConfig config, StepwiseFlowPolicy policy, PolicyCopy snapshot, SwfpBuffers buffers, Workers workers) {
        this.config = config;
        this.policy = policy;
        this.snapshot = snapshot;
        this.buffers = buffers;
        this.workers = workers;
    }

    /** Whether straightening begins with this update of pre-training: the snapshot must then be renewed. */
    boolean beginsAt(long update) {
        return isOn(update) && update == config.reflowAfter();
    }

    private boolean isOn(long update) {
        return config.reflowAfter() > 0 && update >= config.reflowAfter();
    }

    /** For each block, the actions {@code [n, d]} to which flow matching carries the noise drawn last. */
    List<HostTensor> actions(Batch batch, long update) {
        if (!isOn(update)) {
            return Collections.nCopies(policy.blocks(), batch.action());
        }
        RowTasks.tasks(workers, policy.blocks(), k -> carry(k, batch));
        return List.of(buffers.reflowed);
    }

    /** Carries block k's noise through the whole snapshot. */
    private void carry(int k, Batch batch) {
        try (NoGradGuard _ = new NoGradGuard(); PointerScope _ = new PointerScope()) {
            Tensor x = buffers.cloningNoise[k].tensor();
            for (int j = 0; j < policy.blocks(); j++) {
                x = policy.apply(j, snapshot.blocks().get(j).frozen(), batch.observation().tensor(), x);
            }
            buffers.reflowed[k].tensor().copy_(x);
        }
    }
}
