package dev.advect.envs.toy;

import dev.advect.env.DrawableEnv;
import dev.advect.env.Drawing;
import dev.advect.env.EnvSpec;
import dev.advect.env.SavableEnv;
import dev.advect.env.Step;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A navigation task on a grid of 25 × 25 cells with several goals that all give the same reward.
 *
 * <p>Observation, {@code [2]}: the cell as (x - 12)/12 and (y - 12)/12, in [-1, 1].
 *
 * <p>Action, {@code [2]}: each component is rounded to a move of -1, 0 or 1 cell, where ±0.5 rounds to 0; both moves
 * happen at once. The edge of the grid blocks only the component that would leave it; a move into a wall is cancelled
 * altogether.
 *
 * <p>Reward: 20 for reaching a goal and -10 for falling into a trap, both of which terminate the episode, otherwise 0.
 * The time limit is 100 steps.
 *
 * <p>Initial state: a uniformly random free cell.
 *
 * <p>Source: the public code of FPO, {@code gridworld/utils/gridworld.py}, for "Flow Matching Policy Gradients",
 * arXiv:2507.21053.
 */
public final class GridWorld implements SavableEnv, DrawableEnv {
    private static final double GOAL_REWARD = 20;
    private static final double TRAP_REWARD = -10;
    private static final int EPISODE_STEPS = 100;
    private static final int CENTRE = GridMap.SIZE / 2;
    private static final int PAPER = 0xf7f8fa;
    private static final int RULING = 0xe3e6ec;
    private static final int GOAL = 0x8fd19e;
    private static final int TRAP = 0xf2a0a0;
    private static final int WALL = 0x4a5160;
    private static final int AGENT = 0x2f6fde;

    private final GridMap map;
    private final EnvSpec spec;
    /** The cells in which an episode may begin, as y · SIZE + x. */
    private final int[] starts;
    private int x = CENTRE;
    private int y = CENTRE;

    /** Creates a grid world whose episodes begin in any free cell. */
    public GridWorld(GridMap map) {
        this(map, GridMap.EVERYWHERE);
    }

    /** Creates a grid world whose episodes begin in a free cell of an area, such as the {@link GridMap#saddle saddle}. */
    public GridWorld(GridMap map, GridMap.Area start) {
        this.map = map;
        spec = EnvSpec.of(map.name(), 2, 2, EPISODE_STEPS);
        starts = IntStream.range(0, GridMap.SIZE * GridMap.SIZE)
                .filter(cell -> start.contains(cell % GridMap.SIZE, cell / GridMap.SIZE))
                .filter(cell -> map.isFree(cell % GridMap.SIZE, cell / GridMap.SIZE))
                .toArray();
        if (starts.length == 0) {
            throw new IllegalArgumentException(map.name() + ": no cell of " + start + " is free to begin in");
        }
    }

    /** The layout of the grid. */
    public GridMap map() {
        return map;
    }

    /** The current column, counted from 0 at the left. */
    public int x() {
        return x;
    }

    /** The current row, counted from 0 at the bottom. */
    public int y() {
        return y;
    }

    @Override
    public EnvSpec spec() {
        return spec;
    }

    @Override
    public void reset(RandomGenerator random, float[] observation) {
        int cell = starts[random.nextInt(starts.length)];
        x = cell % GridMap.SIZE;
        y = cell / GridMap.SIZE;
        observe(observation);
    }

    @Override
    public void step(float[] action, Step out) {
        int nextX = moved(x, action[0]);
        int nextY = moved(y, action[1]);
        if (!map.isWall(nextX, nextY)) {
            x = nextX;
            y = nextY;
        }
        if (map.goal(x, y) >= 0) {
            out.reward = GOAL_REWARD;
            out.terminated = true;
        } else if (map.isTrap(x, y)) {
            out.reward = TRAP_REWARD;
            out.terminated = true;
        }
        observe(out.observation);
    }

    private static int moved(int from, float action) {
        return Math.clamp(from + (long) Math.rint(Math.clamp(action, -1, 1)), 0, GridMap.SIZE - 1);
    }

    private void observe(float[] observation) {
        observation[0] = (float) (x - CENTRE) / CENTRE;
        observation[1] = (float) (y - CENTRE) / CENTRE;
    }

    @Override
    public Drawing draw() {
        int n = GridMap.SIZE;
        Drawing drawing = Drawing.window(0, 0, n, n).rectangle(0, 0, n, n, PAPER);
        areas(drawing, map.goals(), GOAL);
        areas(drawing, map.traps(), TRAP);
        areas(drawing, map.walls(), WALL);
        for (int i = 0; i <= n; i++) {
            drawing.line(i, 0, i, n, 0.04, RULING).line(0, i, n, i, 0.04, RULING);
        }
        return drawing.disc(x + 0.5, y + 0.5, 0.45, AGENT);
    }

    private static void areas(Drawing drawing, List<GridMap.Area> areas, int rgb) {
        for (GridMap.Area area : areas) {
            drawing.rectangle(area.left(), area.bottom(), area.right() - area.left() + 1.0,
                    area.top() - area.bottom() + 1.0, rgb);
        }
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(x);
        out.writeInt(y);
    }

    @Override
    public void load(DataInput in) throws IOException {
        x = in.readInt();
        y = in.readInt();
    }
}
