package dev.advect.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * The description of a flow policy, in which velocity fields v(s, x, t) = outputScale · MLP([s, x, embedding(t)]) carry
 * noise to an action.
 *
 * <p>Usually there is one field, from noise at t = 1 to the action at t = 0. A stepwise policy has several, each of
 * which takes an equal share of the steps, and runs from t = 0 to t = 1.
 *
 * @param timeEmbedding the number of components of [cos(2⁰t), …, cos(2^(n/2−1)·t), sin(2⁰t), …], even
 * @param outputScale the factor on the networks' output
 * @param networks the number of velocity fields, which are applied one after another
 * @param times the times at which the solver's steps begin and end, from noise to action, in [0, 1]
 * @param noise the noise added along the way
 * @param predictsAction whether a network's scaled output is the action â at the end of the path, at t = 0, instead of the
 *     velocity, which is then (x − â) / t
 */
public record FlowSpec(
        int observationSize,
        int actionSize,
        List<Integer> hidden,
        int timeEmbedding,
        double outputScale,
        int networks,
        List<Double> times,
        Solver solver,
        FlowNoise noise,
        boolean predictsAction)
        implements PolicySpec {
    /** The smallest time by which x − â is divided; solvers that evaluate the field at t = 0 use this instead. */
    public static final double MIN_TIME = 1e-3;

    public FlowSpec {
        hidden = List.copyOf(hidden);
        times = List.copyOf(times);
        int steps = times.size() - 1;
        Sizes.within("networks", networks, 1, Sizes.MAX_NETWORKS);
        Sizes.within("number of steps", steps, 1, Sizes.MAX_STEPS);
        Sizes.rejectIf(steps % networks != 0, steps + " steps are not possible with " + networks
                + " networks, each needs as many as another");
        Sizes.within("time_embedding", timeEmbedding, 2, Sizes.MAX_EMBEDDING);
        Sizes.rejectIf(timeEmbedding % 2 != 0, "time_embedding: " + timeEmbedding + " is not possible, it must be even");
        Sizes.rejectIf(!Sizes.isFloat(outputScale), "output_scale: " + outputScale + " is not possible");
        Sizes.rejectIf(solver == Solver.DENOISING && noise.sigmaMax() == 0,
                "solver denoising is not possible without sigma_min and sigma_max");
        checkTimes(times, solver);
        Sizes.rejectIf(predictsAction && (networks > 1 || times.getFirst() < times.getLast() || solver == Solver.DENOISING),
                "predicted actions are not possible with several networks, rising times or the solver denoising");
        Sizes.within("observation_size", observationSize, 1, Sizes.MAX_WIDTH);
        Sizes.within("action_size", actionSize, 1, Sizes.MAX_WIDTH);
        int outputs = noise.learnt() ? 2 * actionSize : actionSize;
        Sizes.check(observationSize + actionSize + timeEmbedding, hidden, outputs, networks);
        long numbers = (steps * (long) solver.resolution() + networks) * Lanes.padded(hidden.getFirst())
                + (solver == Solver.SDE || solver == Solver.DENOISING
                        ? (long) steps * Lanes.padded(actionSize) * Chunk.ROWS : 0);
        Sizes.rejectIf(numbers > Sizes.MAX_TABLE, steps + " steps are not possible with a hidden layer of "
                + hidden.getFirst() + " and " + actionSize + " actions");
    }

    /** Creates a description of networks that predict velocities. */
    public FlowSpec(int observationSize, int actionSize, List<Integer> hidden, int timeEmbedding, double outputScale,
            int networks, List<Double> times, Solver solver, FlowNoise noise) {
        this(observationSize, actionSize, hidden, timeEmbedding, outputScale, networks, times, solver, noise, false);
    }

    /**
     * Creates a description without learnt noise.
     *
     * @param noiseLevel η of {@link Solver#SDE}; it has no effect on other solvers
     */
    public FlowSpec(int observationSize, int actionSize, List<Integer> hidden, int timeEmbedding, double outputScale,
            int networks, List<Double> times, Solver solver, double noiseLevel) {
        this(observationSize, actionSize, hidden, timeEmbedding, outputScale, networks, times, solver,
                FlowNoise.ofLevel(noiseLevel));
    }

    private static void checkTimes(List<Double> times, Solver solver) {
        double sign = Math.signum(times.get(1) - times.get(0));
        boolean possible = times.get(0) >= 0 && times.get(0) <= 1;
        for (int k = 1; k < times.size(); k++) {
            double t = times.get(k);
            possible &= t >= 0 && t <= 1 && sign * (t - times.get(k - 1)) > 0;
        }
        Sizes.rejectIf(!possible, "times are not possible: they must lie in 0 … 1, and all rise or all fall");
        Sizes.rejectIf(solver == Solver.SDE && sign > 0, "solver sde is not possible with times that rise");
    }

    /** The K + 1 times of K equal steps. */
    public static List<Double> uniform(double from, double to, int steps) {
        List<Double> times = new ArrayList<>();
        for (int k = 0; k <= steps; k++) {
            times.add(k == steps ? to : from + (to - from) * k / steps);
        }
        return times;
    }

    @Override
    public int inputs() {
        return observationSize + actionSize + timeEmbedding;
    }

    @Override
    public int outputs() {
        return noise.learnt() ? 2 * actionSize : actionSize;
    }

    @Override
    public int noiseSize() {
        return switch (solver) {
            case SDE -> actionSize * steps();
            case DENOISING -> actionSize * (steps() + 1);
            default -> actionSize;
        };
    }

    @Override
    public boolean stochasticByDefault() {
        return noise.sampled();
    }

    /** The number of steps K of all networks together. */
    public int steps() {
        return times.size() - 1;
    }

    /** A copy with another solver, which takes equal steps over the same time, divided equally among the networks. */
    public FlowSpec with(Solver newSolver, int steps) {
        return new FlowSpec(observationSize, actionSize, hidden, timeEmbedding, outputScale, networks,
                uniform(times.getFirst(), times.getLast(), steps), newSolver, noise, predictsAction);
    }

    /** Writes the embedding of t to {@code out}, {@code [timeEmbedding]}. */
    public void embed(double t, double[] out) {
        int half = timeEmbedding / 2;
        for (int k = 0; k < half; k++) {
            double angle = t * (1 << k);
            out[k] = Math.cos(angle);
            out[half + k] = Math.sin(angle);
        }
    }
}
