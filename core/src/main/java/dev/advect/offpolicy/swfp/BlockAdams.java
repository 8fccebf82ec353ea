package dev.advect.offpolicy.swfp;

import dev.advect.io.StateDict;
import dev.advect.nn.Adam;
import dev.advect.policy.StepwiseFlowPolicy;

import java.util.List;
import java.util.stream.IntStream;

/** An optimiser for each block of a policy, so that blocks can take their steps apart. */
final class BlockAdams implements AutoCloseable {
    private final List<Adam> adams;

    BlockAdams(StepwiseFlowPolicy policy) {
        adams = IntStream.range(0, policy.blocks()).mapToObj(k -> new Adam(policy.block(k))).toList();
    }

    Adam get(int k) {
        return adams.get(k);
    }

    void save(StateDict state) {
        for (int k = 0; k < adams.size(); k++) {
            adams.get(k).save(state.child("adam" + k));
        }
    }

    void load(StateDict state) {
        for (int k = 0; k < adams.size(); k++) {
            adams.get(k).load(state.child("adam" + k));
        }
    }

    @Override
    public void close() {
        adams.forEach(Adam::close);
    }
}
