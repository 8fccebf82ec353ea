package dev.advect.experiments.gridworld;

import dev.advect.env.Step;
import dev.advect.envs.toy.GridMap;
import dev.advect.envs.toy.GridWorld;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** A trained policy in a grid world, whose actions in each cell and whose walks can be sampled. */
public final class GridworldPolicy implements AutoCloseable {
    private final GridMap map;
    private final Policy policy;
    private final Acting acting;

    private GridworldPolicy(GridMap map, Policy policy, Acting acting) {
        this.map = map;
        this.policy = policy;
        this.acting = acting;
    }

    /** Loads the policy of a run's last checkpoint. */
    public static GridworldPolicy load(RunDirectory directory) throws IOException {
        GridMap map = GridMap.of(directory.config().env());
        Policy policy = TrainedPolicy.load(directory, "latest", () -> new GridWorld(map), 1).policy();
        return new GridworldPolicy(map, policy, directory.config().algorithm().acting());
    }

    GridMap map() {
        return map;
    }

    Policy policy() {
        return policy;
    }

    boolean normalizes() {
        return acting.normalizeObservations();
    }

    /** A cell of the grid. */
    record GridCell(int x, int y) {
        /** A list that repeats this cell n times. */
        List<GridCell> times(int n) {
            return Collections.nCopies(n, this);
        }
    }

    /**
     * A walk through the grid.
     *
     * @param cells the cells visited, including the start
     * @param goal the index of the goal reached, or -1
     */
    record Walk(List<GridCell> cells, int goal) {}

    /** The observations in some cells, {@code [n · 2]}. */
    float[] observations(List<GridCell> cells) {
        float[] all = new float[2 * cells.size()];
        float[] one = new float[2];
        for (int i = 0; i < cells.size(); i++) {
            world(cells.get(i)).reset(new Rng(0, 0), one);
            System.arraycopy(one, 0, all, 2 * i, 2);
        }
        return all;
    }

    private GridWorld world(GridCell cell) {
        return new GridWorld(map, GridMap.Area.cell(cell.x(), cell.y()));
    }

    /** Samples actions in some cells, in the form that the environment receives, {@code [n · 2]}. */
    float[] actions(List<GridCell> cells, RandomGenerator random) {
        float[] actions = new float[2 * cells.size()];
        try (Actor actor = new Actor(policy, acting, cells.size(), 1)) {
            actor.act(observations(cells), normal(cells.size(), true, random), actions);
        }
        return actions;
    }

    private float[] normal(int n, boolean stochastic, RandomGenerator random) {
        float[] noise = new float[n * policy.noiseSize()];
        for (int i = 0; stochastic && i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    /**
     * Runs an episode from each of some cells.
     *
     * @param stochastic whether the policy samples its actions; otherwise they are deterministic
     */
    List<Walk> walks(List<GridCell> starts, boolean stochastic, RandomGenerator random) {
        int n = starts.size();
        List<GridWorld> worlds = starts.stream().map(this::world).toList();
        List<List<GridCell>> cells = new ArrayList<>();
        starts.forEach(start -> cells.add(new ArrayList<>(List.of(start))));
        worlds.forEach(world -> world.reset(random, new float[2]));
        boolean[] ended = new boolean[n];
        float[] observations = observations(starts);
        float[] actions = new float[2 * n];
        Step step = new Step(2);
        try (Actor actor = new Actor(policy, acting, n, 1)) {
            for (int k = 0; k < worlds.getFirst().spec().episodeSteps(); k++) {
                actor.act(observations, normal(n, stochastic, random), actions);
                for (int i = 0; i < n; i++) {
                    if (ended[i]) {
                        continue;
                    }
                    GridWorld world = worlds.get(i);
                    step.clear();
                    world.step(new float[] {actions[2 * i], actions[2 * i + 1]}, step);
                    System.arraycopy(step.observation, 0, observations, 2 * i, 2);
                    cells.get(i).add(new GridCell(world.x(), world.y()));
                    ended[i] = step.terminated;
                }
            }
        }
        return cells.stream().map(way -> new Walk(way, map.goal(way.getLast().x(), way.getLast().y()))).toList();
    }

    @Override
    public void close() {
        policy.close();
    }
}
