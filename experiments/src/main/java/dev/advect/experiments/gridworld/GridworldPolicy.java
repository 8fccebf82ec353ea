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

/** A trained policy in a grid world: its actions in a cell, and where it goes. */
public final class GridworldPolicy implements AutoCloseable {
    private final GridMap map;
    private final Policy policy;
    private final Acting acting;

    private GridworldPolicy(GridMap map, Policy policy, Acting acting) {
        this.map = map;
        this.policy = policy;
        this.acting = acting;
    }

    /** The policy that a run ended with. */
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

    /** A cell. */
    record Place(int x, int y) {
        /** The same cell many times. */
        List<Place> times(int n) {
            return Collections.nCopies(n, this);
        }
    }

    /**
     * A way through the grid.
     *
     * @param places the cells in turn, the start first
     * @param goal that it ended in, or -1
     */
    record Walk(List<Place> places, int goal) {}

    /** What is observed in some cells, {@code [n · 2]}. */
    float[] observations(List<Place> places) {
        float[] all = new float[2 * places.size()];
        float[] one = new float[2];
        for (int i = 0; i < places.size(); i++) {
            world(places.get(i)).reset(new Rng(0, 0), one);
            System.arraycopy(one, 0, all, 2 * i, 2);
        }
        return all;
    }

    private GridWorld world(Place place) {
        return new GridWorld(map, GridMap.Area.cell(place.x(), place.y()));
    }

    /** Actions drawn in some cells, as the environment takes them, {@code [n · 2]}. */
    float[] actions(List<Place> places, RandomGenerator random) {
        float[] actions = new float[2 * places.size()];
        try (Actor actor = new Actor(policy, acting, places.size(), 1)) {
            actor.act(observations(places), normal(places.size(), true, random), actions);
        }
        return actions;
    }

    private float[] normal(int n, boolean sampled, RandomGenerator random) {
        float[] noise = new float[n * policy.noiseSize()];
        for (int i = 0; sampled && i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    /**
     * An episode from each of some cells.
     *
     * @param sampled whether actions are drawn, or are the policy's central ones
     */
    List<Walk> walks(List<Place> starts, boolean sampled, RandomGenerator random) {
        int n = starts.size();
        List<GridWorld> worlds = starts.stream().map(this::world).toList();
        List<List<Place>> places = new ArrayList<>();
        starts.forEach(start -> places.add(new ArrayList<>(List.of(start))));
        worlds.forEach(world -> world.reset(random, new float[2]));
        boolean[] ended = new boolean[n];
        float[] observations = observations(starts);
        float[] actions = new float[2 * n];
        Step step = new Step(2);
        try (Actor actor = new Actor(policy, acting, n, 1)) {
            for (int k = 0; k < worlds.getFirst().spec().episodeSteps(); k++) {
                actor.act(observations, normal(n, sampled, random), actions);
                for (int i = 0; i < n; i++) {
                    if (ended[i]) {
                        continue;
                    }
                    GridWorld world = worlds.get(i);
                    step.clear();
                    world.step(new float[] {actions[2 * i], actions[2 * i + 1]}, step);
                    System.arraycopy(step.observation, 0, observations, 2 * i, 2);
                    places.get(i).add(new Place(world.x(), world.y()));
                    ended[i] = step.terminated;
                }
            }
        }
        return places.stream().map(way -> new Walk(way, map.goal(way.getLast().x(), way.getLast().y()))).toList();
    }

    @Override
    public void close() {
        policy.close();
    }
}
