package dev.advect.experiments.gridworld;

import dev.advect.envs.toy.GridMap;
import dev.advect.experiments.gridworld.GridworldPolicy.GridCell;
import dev.advect.experiments.gridworld.GridworldPolicy.Walk;
import dev.advect.random.Rng;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Statistics of a policy's walks from the saddle line, each cell of which is equally far from both goals.
 *
 * @param goalShare the fraction of walks that reached each goal; the remainder reached none
 * @param startsWithBoth the number of the line's cells from which each goal was reached by at least a tenth of the
 *     walks
 * @param meanSteps the mean length of the walks; 11 is the minimum
 * @param twoModeMass the mean of {@link #twoModeMass} over the line's cells
 * @param stayShare the fraction of actions that leave the line neither upwards nor downwards, as a mean over its cells
 * @param dip the dip of the actions' vertical component in the middle of the line
 * @param dipLimit the dip that 5 % of uniform samples of that size exceed
 * @param centralGoalShare the {@code goalShare} of the policy's deterministic actions
 */
public record GridworldNumbers(List<Double> goalShare, int startsWithBoth, double meanSteps, double twoModeMass,
        double stayShare, double dip, double dipLimit, List<Double> centralGoalShare) {
    /** The number of walks from each cell of the line. */
    private static final int WALKS = 40;

    private static final int ACTIONS = 400;
    private static final int DIP_REPETITIONS = 100;

    public static GridworldNumbers of(GridworldPolicy policy, long seed) {
        GridMap.Area line = policy.map().saddle();
        List<GridCell> cells = IntStream.rangeClosed(line.left(), line.right())
                .mapToObj(x -> new GridCell(x, line.bottom())).toList();
        List<Walk> walks = new ArrayList<>();
        int both = 0;
        double mass = 0;
        double stay = 0;
        Rng random = new Rng(seed, 0);
        for (GridCell cell : cells) {
            List<Walk> own = policy.walks(cell.times(WALKS), true, random);
            walks.addAll(own);
            both += shares(own, policy.map()).stream().allMatch(share -> share >= 0.1) ? 1 : 0;
            double[] vertical = vertical(policy.actions(cell.times(ACTIONS), random));
            mass += twoModeMass(vertical) / cells.size();
            stay += Arrays.stream(vertical).filter(a -> Math.abs(a) <= 0.5).count() / (double) ACTIONS / cells.size();
        }
        GridCell middle = cells.get(cells.size() / 2);
        double dip = Dip.of(vertical(policy.actions(middle.times(ACTIONS), random)));
        return new GridworldNumbers(shares(walks, policy.map()), both,
                walks.stream().mapToInt(walk -> walk.cells().size() - 1).average().orElseThrow(), mass, stay, dip,
                Dip.uniformQuantile(ACTIONS, 0.95, DIP_REPETITIONS, new Rng(1, 0)),
                shares(policy.walks(cells, false, random), policy.map()));
    }

    private static List<Double> shares(List<Walk> walks, GridMap map) {
        return IntStream.range(0, map.goals().size())
                .mapToObj(goal -> (double) walks.stream().filter(walk -> walk.goal() == goal).count() / walks.size())
                .toList();
    }

    /** The vertical component of each action, which is the second one. */
    static double[] vertical(float[] actions) {
        return IntStream.range(0, actions.length / 2).mapToDouble(i -> actions[2 * i + 1]).toArray();
    }

    /**
     * Computes twice the smaller of the fractions of actions that move up and that move down: 1 if both are equally
     * frequent and none stays, 0 if one never occurs.
     *
     * @param vertical the vertical components; the grid world moves beyond ±0.5
     */
    public static double twoModeMass(double[] vertical) {
        double up = 0;
        double down = 0;
        for (double a : vertical) {
            up += a > 0.5 ? 1 : 0;
            down += a < -0.5 ? 1 : 0;
        }
        return 2 * Math.min(up, down) / vertical.length;
    }
}
