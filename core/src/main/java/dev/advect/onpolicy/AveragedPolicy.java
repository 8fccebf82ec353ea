package dev.advect.onpolicy;

import dev.advect.io.StateDict;
import dev.advect.policy.Policy;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * An exponential moving average of the trained policy's parameters, which is evaluated and saved in place of the policy
 * itself. It is updated as θ̄ ← decay·θ̄ + (1 − decay)·θ after every iteration.
 */
final class AveragedPolicy {
    private final Policy trained;
    private final Policy average;
    private double decay;
    private int warmup;
    private long iterations;

    /**
     * @param warmup the number of iterations during which the average equals the policy
     */
    AveragedPolicy(Policy trained, Policy average, double decay, int warmup) {
        this.trained = trained;
        this.average = average;
        this.decay = decay;
        this.warmup = warmup;
        restart();
    }

    Policy policy() {
        return average;
    }

    /** Changes the decay, which applies from the next iteration on. */
    void decayBy(double other) {
        decay = other;
        warmup = 0;
    }

    /** Resets the average to the current policy. */
    void restart() {
        follow(1);
    }

    /** Updates the average after an iteration. */
    void update() {
        iterations++;
        follow(iterations <= warmup ? 1 : 1 - decay);
    }

    /** Moves the average towards the policy by the given weight. The observation normaliser is copied as it is. */
    private void follow(double weight) {
        try (PointerScope _ = new PointerScope()) {
            Tensor values = average.parameters().values().tensor();
            values.lerp_(trained.parameters().values().tensor(), new Scalar(weight));
        }
        StateDict norm = new StateDict();
        trained.norm().save(norm);
        average.norm().load(norm);
    }

    void save(StateDict state) {
        average.save(state.child("policy"));
        trained.save(state.child("trained_policy"));
        state.putLongs("averaged", new long[] {iterations}, 1);
    }

    void load(StateDict state) {
        average.load(state.child("policy"));
        trained.load(state.child("trained_policy"));
        iterations = state.longs("averaged", 1)[0];
    }
}
