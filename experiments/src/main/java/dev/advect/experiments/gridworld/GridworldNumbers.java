package dev.advect.experiments.gridworld;

import dev.advect.envs.toy.GridMap;
import dev.advect.experiments.gridworld.GridworldPolicy.Place;
import dev.advect.experiments.gridworld.GridworldPolicy.Walk;
import dev.advect.random.Rng;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a policy goes from the saddle line, of which every cell is equally far from both goals.
 *
 * @param goalShare share of the walks that reached each goal; what is missing reached none
 * @param startsWithBoth of the line's cells, those from which each goal was reached by a tenth of the walks at least
 * @param meanSteps mean length of the walks; 11 is the shortest
 * @param twoModeMass see {@link #twoModeMass}; the mean over the line's cells
 * @param stayShare share of the actions that leave the line neither upwards nor downwards; the mean over its cells
 * @param dip of the vertical component of the actions in the line's middle
 * @param dipLimit what 5 % of uniform samples of that size exceed
 * @param centralGoalShare as {@code goalShare}, with the policy's central actions
 */
public record GridworldNumbers(List<Double> goalShare, int startsWithBoth, double meanSteps, double twoModeMass,
        double stayShare, double dip, double dipLimit, List<Double> centralGoalShare) {
    /** Walks from each cell of the line. */
    private static final int WALKS = 40;

    private static final int ACTIONS = 400;
    private static final int DIP_REPETITIONS = 100;

    public static GridworldNumbers of(GridworldPolicy policy, long seed) {
        GridMap.Area line = policy.map().saddle();
        List<Place> cells = IntStream.rangeClosed(line.left(), line.right())
                .mapToObj(x -> new Place(x, line.bottom())).toList();
        List<Walk> walks = new ArrayList<>();
        int both = 0;
        double mass = 0;
        double stay = 0;
        Rng random = new Rng(seed, 0);
        for (Place cell : cells) {
            List<Walk> own = policy.walks(cell.times(WALKS), true, random);
            walks.addAll(own);
            both += shares(own, policy.map()).stream().allMatch(share -> share >= 0.1) ? 1 : 0;
            double[] vertical = vertical(policy.actions(cell.times(ACTIONS), random));
            mass += twoModeMass(vertical) / cells.size();
            stay += Arrays.stream(vertical).filter(a -> Math.abs(a) <= 0.5).count() / (double) ACTIONS / cells.size();
        }
        Place middle = cells.get(cells.size() / 2);
        double dip = Dip.of(vertical(policy.actions(middle.times(ACTIONS), random)));
        return new GridworldNumbers(shares(walks, policy.map()), both,
                walks.stream().mapToInt(walk -> walk.places().size() - 1).average().orElseThrow(), mass, stay, dip,
                Dip.uniformQuantile(ACTIONS, 0.95, DIP_REPETITIONS, new Rng(1, 0)),
                shares(policy.walks(cells, false, random), policy.map()));
    }

    private static List<Double> shares(List<Walk> walks, GridMap map) {
        return IntStream.range(0, map.goals().size())
                .mapToObj(goal -> (double) walks.stream().filter(walk -> walk.goal() == goal).count() / walks.size())
                .toList();
    }

    /** The second component of each action. */
    static double[] vertical(float[] actions) {
        return IntStream.range(0, actions.length / 2).mapToDouble(i -> actions[2 * i + 1]).toArray();
    }

    /**
     * Twice the smaller of the shares of actions that move up and that move down: 1 where both are equally frequent and none
     * stays, 0 where one never happens.
     *
     * @param vertical components, beyond ±0.5 of which the grid world moves
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
