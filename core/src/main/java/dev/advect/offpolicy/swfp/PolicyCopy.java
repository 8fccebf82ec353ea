package dev.advect.offpolicy.swfp;

import dev.advect.io.StateDict;
import dev.advect.nn.Parameters;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.javacpp.PointerScope;

import java.util.List;

/** The parameters that a policy had at some time, whole and as parts that belong to its blocks. */
final class PolicyCopy implements AutoCloseable {
    private final StepwiseFlowPolicy policy;
    private final Parameters whole;
    private final List<Parameters> blocks;

    /** A copy that holds zeros until {@link #take}. */
    PolicyCopy(StepwiseFlowPolicy policy) {
        this.policy = policy;
        whole = new Parameters(policy.parameters().slots(), 0);
        blocks = policy.parts(whole);
    }

    List<Parameters> blocks() {
        return blocks;
    }

    /** Copies the policy's current parameters. */
    void take() {
        try (PointerScope _ = new PointerScope()) {
            whole.values().tensor().copy_(policy.parameters().values().tensor());
        }
    }

    void save(StateDict state, String name) {
        whole.save(state, name);
    }

    void load(StateDict state, String name) {
        whole.load(state, name);
    }

    @Override
    public void close() {
        blocks.forEach(Parameters::close);
        whole.close();
    }
}
