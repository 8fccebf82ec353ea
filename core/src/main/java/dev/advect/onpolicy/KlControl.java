package dev.advect.onpolicy;

import dev.advect.io.StateDict;

/**
 * A controller that adapts the learning rate so that policy updates keep the size for which the clipped objective is
 * meant.
 *
 * <p>The divergence is measured as mean(ρ − 1 − log ρ) over a minibatch, Schulman's low-variance estimate of the KL
 * divergence from the old policy; with FPO's ratio the change of the flow-matching loss takes the place of the change
 * of log π. Alternatively it is measured from likelihoods at the end of an iteration, and minibatches are not checked.
 * After every iteration the rate is divided by 1.2 if the last epoch's mean was above 1.5 times the target, and
 * multiplied by 1.2, up to the configured rate, if it was below the target divided by 1.5. If a minibatch exceeds ten
 * times the target, the step before it went too far: it is to be taken back, the policy is not updated for the rest of
 * the iteration, and the rate is halved after it.
 */
final class KlControl {
    private static final double FACTOR = 1.2;
    private static final double BAND = 1.5;
    private static final double STOP = 10;
    private static final double STOP_FACTOR = 2;
    /**
     * The lower bound of the rate, as a fraction of the maximum, which is the configured rate unless it was lowered.
     */
    private static final double MIN_FRACTION = 0.01;

    private final double configured;
    private double target;
    private double maxRate;
    /** The fraction of the maximum rate that annealing has left. */
    private double annealed = 1;
    private double rate;
    private boolean stopped;
    private double sum;
    private int minibatches;
    private double last;

    KlControl(double target, double learningRate) {
        configured = target;
        this.target = target;
        maxRate = learningRate;
        rate = learningRate;
    }

    /** The current learning rate. */
    double rate() {
        return rate;
    }

    /** Lowers both the rate and its maximum to this value. */
    void slowTo(double slower) {
        rate = slower;
        maxRate = slower / annealed;
    }

    /** Anneals the target and the maximum rate to fractions of their configured values. */
    void anneal(double targetFraction, double rateFraction) {
        target = configured * targetFraction;
        annealed = rateFraction;
        if (rateFraction < 1) {
            rate = target > 0 ? Math.min(rate, maxRate * annealed) : maxRate * annealed;
        }
    }

    /** Starts an iteration. */
    void begin() {
        stopped = false;
    }

    /** Starts an epoch. */
    void beginEpoch() {
        if (!stopped) {
            sum = 0;
            minibatches = 0;
        }
    }

    /**
     * Records a minibatch's divergence before its optimiser step, and returns whether the step may be taken; if not, the
     * last one is to be taken back.
     */
    boolean permits(double kl) {
        sum += kl;
        minibatches++;
        if (target > 0 && !(kl <= STOP * target)) {
            stopped = true;
        }
        return !stopped;
    }

    /** Whether the policy must not be updated for the rest of the iteration. */
    boolean stopped() {
        return stopped;
    }

    /** Ends an iteration, adapting the rate to the mean divergence of the last epoch. */
    void end() {
        end(minibatches > 0 ? sum / minibatches : 0);
    }

    /** Ends an iteration, adapting the rate to the given divergence. */
    void end(double divergence) {
        last = divergence;
        if (target > 0) {
            if (stopped || !(last <= target * BAND)) {
                rate = Math.max(rate / (stopped ? STOP_FACTOR : FACTOR), maxRate * MIN_FRACTION);
            } else if (last < target / BAND) {
                rate = Math.min(rate * FACTOR, maxRate * annealed);
            }
        }
    }

    /** Ends an iteration in which the policy was not updated. */
    void endWithoutUpdate() {
        last = 0;
    }

    /**
     * The divergence of the last iteration, which is by default the mean over the last epoch in which the policy was
     * updated.
     */
    double last() {
        return last;
    }

    void save(StateDict state) {
        state.putDoubles("rate", new double[] {rate, maxRate}, 2);
    }

    void load(StateDict state) {
        double[] rates = state.doubles("rate", -1);
        rate = rates[0];
        if (rates.length > 1) { // absent in checkpoints of older versions
            maxRate = rates[1];
        }
    }
}
