package dev.advect.policy;

import dev.advect.nn.torch.HostTensor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

import java.lang.foreign.MemorySegment;

/** An engine that runs libtorch on the policy itself. */
final class TorchEngine implements Engine {
    private final Acting acting;
    private final HostTensor observation;
    private final HostTensor noise;
    private final HostTensor unsquashed;
    private final HostTensor action;
    private Policy policy;

    TorchEngine(Policy policy, Acting acting, HostTensor observation, HostTensor noise, HostTensor unsquashed,
            HostTensor action) {
        this.policy = policy;
        this.acting = acting;
        this.observation = observation;
        this.noise = noise;
        this.unsquashed = unsquashed;
        this.action = action;
    }

    @Override
    public void begin(Policy other) {
        policy = other;
    }

    @Override
    public void act(int worker, MemorySegment observations, int from, int to) {
        long row = (long) policy.observationSize() * Float.BYTES;
        MemorySegment.copy(observations, from * row, observation.segment(), from * row, (to - from) * row);
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            Tensor rows = observation.tensor().narrow(0, from, to - from);
            if (acting.normalizeObservations()) {
                policy.norm().applyInPlace(rows);
            }
            Tensor result = policy.act(worker, rows, noise.tensor().narrow(0, from, to - from));
            if (acting.actionBound() > 0) {
                double bound = acting.actionBound();
                result = result.clamp(new ScalarOptional(new Scalar(-bound)), new ScalarOptional(new Scalar(bound)));
            }
            unsquashed.tensor().narrow(0, from, to - from).copy_(result);
            action.tensor().narrow(0, from, to - from)
                    .copy_(policy.toEnvironment(result));
        }
    }
}
