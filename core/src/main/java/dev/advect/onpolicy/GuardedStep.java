package dev.advect.onpolicy;

import dev.advect.io.Closer;
import dev.advect.io.StateDict;
import dev.advect.learner.Failure;
import dev.advect.nn.Adam;
import dev.advect.nn.Mlp;
import dev.advect.nn.Parameters;
import dev.advect.nn.torch.HostTensor;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The optimiser step with both networks on one minibatch, guarded in two ways: a step of the policy after which the ratios
 * diverge too far is taken back, see {@link KlControl}, and a gradient that is not finite changes nothing and is recorded,
 * see {@link MinibatchReplay}.
 */
final class GuardedStep implements AutoCloseable {
    private final Surrogate surrogate;
    private final Mlp value;
    private final RolloutBuffer buffer;
    private final OnPolicyConfig config;
    private final MinibatchUpdate update;
    /** Whether minibatches are checked by their ratios, rather than the iteration by exact likelihoods. */
    private final boolean checksRatios;
    private final KlControl kl;
    private final Closer closer = new Closer();
    private final Adam policyAdam;
    private final Adam valueAdam;
    /** The policy's parameters before its last step of this iteration. */
    private final HostTensor beforeStep;
    /** The factor on the value network's learning rate. */
    private double slowdown = 1;
    private boolean failedBefore;
    private @Nullable Failure failure;

    GuardedStep(Surrogate surrogate, Mlp value, RolloutBuffer buffer, OnPolicyConfig config, MinibatchUpdate update,
            boolean checksRatios) {
        this.surrogate = surrogate;
        this.value = value;
        this.buffer = buffer;
        this.config = config;
        this.update = update;
        this.checksRatios = checksRatios;
        kl = new KlControl(config.targetKl(), config.learningRate());
        policyAdam = closer.add(new Adam(policy()));
        beforeStep = closer.add(new HostTensor(policy().size()));
        valueAdam = closer.add(new Adam(value.parameters()));
    }

    private Parameters policy() {
        return surrogate.policy().parameters();
    }

    /** The policy's optimiser. */
    Adam policyAdam() {
        return policyAdam;
    }

    /** The control of the policy's learning rate. */
    KlControl kl() {
        return kl;
    }

    /** Starts an iteration. */
    void begin() {
        kl.begin();
        beforeStep.segment().copyFrom(policy().values().segment());
    }

    /**
     * Takes one step with both networks on the unrolls {@code order[from … from + size)}.
     *
     * @param skipPolicy whether this iteration leaves the policy unchanged
     */
    void run(int[] order, int from, int size, boolean skipPolicy, UpdateMetrics metrics) {
        boolean valueOnly = skipPolicy || kl.stopped();
        double divergence = update.gradients(order, from, size, valueOnly, metrics);
        double policyNorm = 0;
        boolean permitted = valueOnly || kl.permits(checksRatios ? divergence : 0);
        MemorySegment parameters = policy().values().segment();
        if (!valueOnly) {
            if (permitted) {
                beforeStep.segment().copyFrom(parameters);
                policyNorm = policyAdam.step(kl.rate(), config.maxGradNorm());
            } else {
                policyNorm = policy().gradientNorm();
            }
            if (permitted || !Double.isFinite(policyNorm)) {
                metrics.policyNorm(policyNorm);
            }
        }
        if (!Double.isFinite(policyNorm)) {
            keepFailure(order, from, size);
        }
        double valueNorm = valueAdam.step(config.valueLearningRate() * slowdown, config.maxGradNorm());
        metrics.valueNorm(valueNorm);
        if (!Double.isFinite(valueNorm)) { // the policy has taken its step by now, and is recorded as it was before
            float[] stepped = parameters.toArray(ValueLayout.JAVA_FLOAT);
            if (!valueOnly && permitted) {
                parameters.copyFrom(beforeStep.segment());
            }
            keepFailure(order, from, size);
            MemorySegment.copy(stepped, 0, parameters, ValueLayout.JAVA_FLOAT, 0, stepped.length);
        }
        if (!permitted) {
            parameters.copyFrom(beforeStep.segment());
        }
    }

    /** Keeps the first minibatch whose gradient was not finite, with the networks as they were before it; that one skips its step. */
    private void keepFailure(int[] order, int from, int size) {
        if (!failedBefore) {
            failedBefore = true;
            failure = MinibatchReplay.failure(
                    surrogate, value, buffer, config, update.normalisesAdvantages(), order, from, size);
        }
    }

    /** Hands out the recorded failure, once. */
    @Nullable Failure takeFailure() {
        Failure found = failure;
        failure = null;
        return found;
    }

    /** The factor on the value network's learning rate: 1, halved by every {@link #returnTo}. */
    double slowdown() {
        return slowdown;
    }

    void slowdown(double factor) {
        slowdown = factor;
    }

    void save(StateDict state) {
        policyAdam.save(state.child("policy_adam"));
        valueAdam.save(state.child("value_adam"));
        kl.save(state.child("kl"));
    }

    void load(StateDict state) {
        policyAdam.load(state.child("policy_adam"));
        valueAdam.load(state.child("value_adam"));
        kl.load(state.child("kl"));
    }

    /** Restores the optimisers and halves both learning rates. */
    void returnTo(StateDict state) {
        double rate = kl.rate();
        load(state);
        kl.slowTo(Math.min(rate, kl.rate()) / 2);
        slowdown /= 2;
    }

    @Override
    public void close() {
        closer.close();
    }
}
