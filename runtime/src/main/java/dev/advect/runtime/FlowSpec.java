package dev.advect.runtime;

import java.util.List;

/**
 * A flow policy: velocity fields v(s, x, t) = outputScale · MLP([s, x, embedding(t)]) carry noise to an action.
 *
 * <p>Usually there is one field, from t = 1 to t = 0. A stepwise policy has several, each with a network and an
 * interval of its own; the next begins where the one before has ended.
 *
 * @param timeEmbedding components of [cos(2⁰t), …, cos(2^(n/2−1)·t), sin(2⁰t), …], even
 * @param outputScale factor on the networks' output
 * @param times ends of the fields' intervals in the order of integration, one more than there are fields
 * @param solver of dx/dt = v
 * @param steps of equal length with which the solver crosses each interval
 */
public record FlowSpec(
        int observationSize,
        int actionSize,
        List<Integer> hidden,
        int timeEmbedding,
        double outputScale,
        List<Double> times,
        Solver solver,
        int steps)
        implements PolicySpec {

    /** From noise at t = 1 to an action at t = 0 by one field, as FPO has it. */
    public static final List<Double> NOISE_TO_ACTION = List.of(1.0, 0.0);

    public FlowSpec {
        hidden = List.copyOf(hidden);
        times = List.copyOf(times);
        Sizes.within("number of fields", times.size() - 1, 1, Sizes.MOST_BLOCKS);
        Sizes.within("time_embedding", timeEmbedding, 2, Sizes.LONGEST_EMBEDDING);
        Sizes.refuse(timeEmbedding % 2 != 0, "time_embedding: " + timeEmbedding + " is not possible, it must be even");
        Sizes.refuse(!Double.isFinite(outputScale), "output_scale: " + outputScale + " is not possible");
        Sizes.refuse(!times.stream().allMatch(Double::isFinite), "times: " + times + " are not possible");
        Sizes.within("steps", steps, 1, Sizes.MOST_STEPS);
        Sizes.within("observation_size", observationSize, 1, Sizes.WIDEST);
        Sizes.within("action_size", actionSize, 1, Sizes.WIDEST);
        Sizes.check(observationSize + actionSize + timeEmbedding, hidden, actionSize, times.size() - 1);
        long table = (times.size() - 1) * (steps * (long) solver.resolution() + 1) * hidden.getFirst();
        Sizes.refuse(table > Sizes.LARGEST_TABLE, steps + " steps are not possible with a hidden layer of "
                + hidden.getFirst());
    }

    @Override
    public int networks() {
        return times.size() - 1;
    }

    @Override
    public int inputs() {
        return observationSize + actionSize + timeEmbedding;
    }

    @Override
    public int outputs() {
        return actionSize;
    }

    @Override
    public boolean sampledByDefault() {
        return true;
    }

    /** The same fields, integrated otherwise. */
    public FlowSpec with(Solver newSolver, int newSteps) {
        return new FlowSpec(
                observationSize, actionSize, hidden, timeEmbedding, outputScale, times, newSolver, newSteps);
    }

    /** Writes the embedding of t to {@code out}, {@code [timeEmbedding]}. */
    void embed(double t, double[] out) {
        int half = timeEmbedding / 2;
        for (int k = 0; k < half; k++) {
            double angle = t * (1 << k);
            out[k] = Math.cos(angle);
            out[half + k] = Math.sin(angle);
        }
    }
}
