package dev.advect.offpolicy.swfp;

import dev.advect.nn.Parameters.Replica;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.FlowMatching;
import dev.advect.offpolicy.RandomFill;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/** The workspace of {@link Swfp} in native memory: the particles of a batch's states, P successive rows for each state. */
final class SwfpBuffers implements AutoCloseable {
    private final int states;
    private final int particles;
    private final int blocks;
    private final double noiseScale;
    /** The states s, each P times, {@code [n · P, observationSize]}. */
    final HostTensor state;
    /** x_0^old … x_N^old, each {@code [n · P, d]}; x_0 is the noise, of deviation σ_0. */
    final HostTensor[] stale;
    /** The adjoint states g_1 … g_N, each {@code [n · P, d]}; entry 0 is unused. */
    final HostTensor[] adjoint;
    /** x_N that the anchor's policy makes of the same noise, {@code [n · P, d]}; unused without an anchor. */
    final HostTensor anchor;
    /** Rademacher probes of the estimate of log-determinants, ±1, {@code [n · P, d]}. */
    final HostTensor probe;
    /** log π_old of the particles' actions, {@code [n · P]}. */
    final HostTensor logProbability;
    /** Noise of the next actions in the critic's target, of deviation σ_0, {@code [n, d]}. */
    final HostTensor nextNoise;
    /** z of flow matching, one for every block, of deviation 1, {@code [n, d]}. */
    final HostTensor[] cloningNoise;
    /** T(z; s) of that noise by the snapshot, where paths are straightened, {@code [n, d]}. */
    final HostTensor[] reflowed;
    /** t of flow matching, one for every block, {@code [n, 1]}. */
    final HostTensor[] cloningTimes;

    SwfpBuffers(StepwiseFlowPolicy policy, int states, int particles) {
        this.states = states;
        this.particles = particles;
        blocks = policy.blocks();
        noiseScale = policy.noiseScale();
        int rows = states * particles;
        int d = policy.size();
        state = new HostTensor(rows, policy.observationSize());
        stale = new HostTensor[blocks + 1];
        adjoint = new HostTensor[blocks + 1];
        for (int k = 0; k <= blocks; k++) {
            stale[k] = new HostTensor(rows, d);
            adjoint[k] = new HostTensor(rows, d);
        }
        anchor = new HostTensor(rows, d);
        probe = new HostTensor(rows, d);
        logProbability = new HostTensor(rows);
        nextNoise = new HostTensor(states, d);
        cloningNoise = new HostTensor[blocks];
        reflowed = new HostTensor[blocks];
        cloningTimes = new HostTensor[blocks];
        for (int k = 0; k < blocks; k++) {
            cloningNoise[k] = new HostTensor(states, d);
            reflowed[k] = new HostTensor(states, d);
            cloningTimes[k] = new HostTensor(states, 1);
        }
    }

    /** n, states of a batch. */
    int states() {
        return states;
    }

    /** n · P, particles of a batch. */
    int rows() {
        return states * particles;
    }

    /** The Monte Carlo estimate of the entropy of π_old, −mean log π_old, in nats. */
    double entropy() {
        try (PointerScope _ = new PointerScope()) {
            return -logProbability.tensor().mean().item_double();
        }
    }

    /** RMS distance of the snapshot's actions from the anchor's. */
    double fromAnchor() {
        try (PointerScope _ = new PointerScope()) {
            return Math.sqrt(stale[blocks].tensor().sub(anchor.tensor()).square().sum().item_double() / rows());
        }
    }

    /** Draws new pairs (z, t) for flow matching; the times of a block are uniform in its interval. */
    void drawCloning(RandomGenerator random) {
        for (int k = 0; k < blocks; k++) {
            RandomFill.fill(cloningNoise[k], random);
            for (int i = 0; i < states; i++) {
                cloningTimes[k].set(i, (float) ((k + random.nextDouble()) / blocks));
            }
        }
    }

    /**
     * The loss of {@link FlowMatching} with the pairs (z, t) drawn last.
     *
     * @param weights of block k
     * @param a {@code [n, d]}
     */
    Tensor flowMatching(StepwiseFlowPolicy policy, int k, Replica weights, Batch batch, Tensor a) {
        return FlowMatching.loss(policy, k, weights, batch.observation().tensor(), cloningNoise[k].tensor(),
                cloningTimes[k].tensor(), a);
    }

    /** Copies the batch's states, each P times, and draws new noise and probes for all of them. */
    void drawParticles(Batch batch, RandomGenerator random) {
        long width = state.shape()[1] * Float.BYTES;
        for (int i = 0; i < states; i++) {
            for (int p = 0; p < particles; p++) {
                MemorySegment.copy(batch.observation().segment(), i * width, state.segment(),
                        ((long) i * particles + p) * width, width);
            }
        }
        RandomFill.fill(stale[0], noiseScale, random);
        drawProbe(random);
    }

    /** Draws the noise of the next actions. */
    void drawNext(RandomGenerator random) {
        RandomFill.fill(nextNoise, noiseScale, random);
    }

    /** Draws new probes for the estimate of log-determinants. */
    void drawProbe(RandomGenerator random) {
        RandomFill.signs(probe, random);
    }

    @Override
    public void close() {
        for (HostTensor[] group : new HostTensor[][] {
            stale, adjoint, cloningNoise, reflowed, cloningTimes, {state, anchor, probe, logProbability, nextNoise}}) {
            for (HostTensor tensor : group) {
                tensor.close();
            }
        }
    }
}
