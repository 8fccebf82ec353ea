package dev.advect.onpolicy;

import dev.advect.io.StateDict;

/**
 * Keeps the policy's step at the size that the clipped objective is meant for, by steering the learning rate.
 *
 * <p>The measure is mean(ρ − 1 − log ρ) over a minibatch, Schulman's low-variance estimate of the divergence from the old
 * policy; with FPO's ratio it takes the change of the flow-matching loss for that of log π. Or it is told at the end of
 * an iteration, from likelihoods; minibatches are then not judged. After every iteration the
 * rate is divided by 1.2 if the last epoch's mean was above 1.5 times the target, and multiplied by 1.2, up to the
 * configured one, if it was below the target over 1.5. An iteration in which a minibatch exceeds ten times the target
 * leaves the policy alone for its rest.
 */
final class KlControl {
    private static final double FACTOR = 1.2;
    private static final double BAND = 1.5;
    private static final double STOP = 10;
    /** The configured rate is the highest, unless it was slowed, and this part of it the lowest. */
    private static final double LEAST = 0.01;

    private final double configured;
    private double target;
    private double most;
    /** What annealing has left of the highest rate. */
    private double part = 1;
    private double rate;
    private boolean stopped;
    private double sum;
    private int minibatches;
    private double last;

    KlControl(double target, double learningRate) {
        configured = target;
        this.target = target;
        most = learningRate;
        rate = learningRate;
    }

    /** The learning rate now. */
    double rate() {
        return rate;
    }

    /** From now on the rate is this, and does not grow beyond. */
    void slowTo(double slower) {
        rate = slower;
        most = slower / part;
    }

    /** From now on these parts of the configured target and of the highest rate hold. */
    void anneal(double ofTarget, double ofRate) {
        target = configured * ofTarget;
        part = ofRate;
        if (ofRate < 1) {
            rate = target > 0 ? Math.min(rate, most * part) : most * part;
        }
    }

    /** Begins an iteration. */
    void begin() {
        stopped = false;
    }

    /** Begins an epoch. */
    void beginEpoch() {
        if (!stopped) {
            sum = 0;
            minibatches = 0;
        }
    }

    /** Takes note of a minibatch, before its step; true if the step may be done. */
    boolean permits(double kl) {
        sum += kl;
        minibatches++;
        if (target > 0 && !(kl <= STOP * target)) {
            stopped = true;
        }
        return !stopped;
    }

    /** True if the rest of the iteration must leave the policy alone. */
    boolean stopped() {
        return stopped;
    }

    /** Ends an iteration: adapts the rate to what the last epoch showed. */
    void end() {
        end(minibatches > 0 ? sum / minibatches : 0);
    }

    /** Ends an iteration that moved the policy by this. */
    void end(double divergence) {
        last = divergence;
        if (target > 0) {
            if (stopped || !(last <= target * BAND)) {
                rate = Math.max(rate / FACTOR, most * LEAST);
            } else if (last < target / BAND) {
                rate = Math.min(rate * FACTOR, most * part);
            }
        }
    }

    /** Ends an iteration that left the policy as it is. */
    void endAlone() {
        last = 0;
    }

    /** The mean divergence of the last epoch that had a minibatch of the policy. */
    double last() {
        return last;
    }

    void save(StateDict state) {
        state.putDoubles("rate", new double[] {rate, most}, 2);
    }

    void load(StateDict state) {
        double[] rates = state.doubles("rate", -1);
        rate = rates[0];
        if (rates.length > 1) { // checkpoints of older versions lack it
            most = rates[1];
        }
    }
}
