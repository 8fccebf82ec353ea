package dev.advect.policy;

import dev.advect.nn.torch.HostTensor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

import java.lang.foreign.MemorySegment;

/** libtorch, on the policy itself. */
final class TorchEngine implements Engine {
    private final Acting acting;
    private final HostTensor observation;
    private final HostTensor noise;
    private final HostTensor chosen;
    private final HostTensor action;
    private Policy policy;

    TorchEngine(Policy policy, Acting acting, HostTensor observation, HostTensor noise, HostTensor chosen,
            HostTensor action) {
        this.policy = policy;
        this.acting = acting;
        this.observation = observation;
        this.noise = noise;
        this.chosen = chosen;
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
            Tensor drawn = policy.act(worker, rows, noise.tensor().narrow(0, from, to - from));
            if (acting.actionBound() > 0) {
                double bound = acting.actionBound();
                drawn = drawn.clamp(new ScalarOptional(new Scalar(-bound)), new ScalarOptional(new Scalar(bound)));
            }
            chosen.tensor().narrow(0, from, to - from).copy_(drawn);
            action.tensor().narrow(0, from, to - from)
                    .copy_(policy.toEnvironment(drawn));
        }
    }
}
