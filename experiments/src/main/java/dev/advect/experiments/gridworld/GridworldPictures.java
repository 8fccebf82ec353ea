package dev.advect.experiments.gridworld;

import dev.advect.envs.toy.GridMap;
import dev.advect.experiments.gridworld.GridworldPolicy.GridCell;
import dev.advect.experiments.gridworld.GridworldPolicy.Walk;
import dev.advect.plot.Figure;
import dev.advect.plot.Figure.Range;
import dev.advect.plot.Ink;
import dev.advect.plot.Panel;
import dev.advect.policy.Denoising;
import dev.advect.policy.FlowPolicy;
import dev.advect.random.Rng;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of the grid-world experiment, which show what policies do between two goals. */
public final class GridworldPictures {
    private static final Range CELLS = new Range(-0.5, GridMap.SIZE - 0.5, 6);
    /** The range of action components before tanh. */
    private static final Range BEFORE_TANH = new Range(-4.5, 4.5, 1.5);
    private static final Range EXECUTED = new Range(-1, 1, 0.5);
    private static final Range SHARES = new Range(0, 0.4, 0.1);
    private static final String VERTICAL = "vertical component after tanh";
    private static final String SHARE = "share of actions";
    private static final GridCell MIDDLE = new GridCell(GridMap.SIZE / 2, GridMap.SIZE / 2);

    private final Path folder;
    private final GridworldPolicy flow;
    private final GridworldPolicy gaussian;
    /** Both policies, by their names in the figures. */
    private final Map<String, GridworldPolicy> policies = new LinkedHashMap<>();

    public GridworldPictures(Path folder, GridworldPolicy flow, GridworldPolicy gaussian) {
        this.folder = folder;
        this.flow = flow;
        this.gaussian = gaussian;
        policies.put("FPO", flow);
        policies.put("Gaussian PPO", gaussian);
    }

    private static Ink ink(double vertical) {
        return vertical > 0.5 ? Ink.BLUE : vertical < -0.5 ? Ink.RED : Ink.GREY;
    }

    private static void goals(Panel panel, GridMap map) {
        for (GridMap.Area goal : map.goals()) {
            panel.area(goal.left() - 0.5, goal.bottom() - 0.5, goal.right() + 0.5, goal.top() + 0.5, Ink.GREEN, 0.3);
            panel.note((goal.left() + goal.right()) / 2.0, (goal.bottom() + goal.top()) / 2.0, "goal");
        }
        GridMap.Area saddle = map.saddle();
        panel.area(saddle.left() - 0.5, saddle.bottom() - 0.5, saddle.right() + 0.5, saddle.top() + 0.5, Ink.YELLOW, 0.2);
    }

    /** Draws sampled actions in every second cell as arrows. */
    Path actionField() throws IOException {
        int drawn = 12;
        Figure figure = new Figure(1200, 740, "What the policies do in each cell",
                drawn + " actions drawn in every second cell; the saddle line in yellow is equally far from both goals",
                policies.size(), 1);
        int number = 0;
        for (Map.Entry<String, GridworldPolicy> entry : policies.entrySet()) {
            GridMap map = entry.getValue().map();
            Panel panel = figure.panel(number++, entry.getKey(), CELLS, CELLS, "x (cells)", "y (cells)", true);
            goals(panel, map);
            Rng random = new Rng(1, 0);
            for (int x = 0; x < GridMap.SIZE; x += 2) {
                for (int y = 0; y < GridMap.SIZE; y += 2) {
                    if (map.isFree(x, y)) {
                        float[] actions = entry.getValue().actions(new GridCell(x, y).times(drawn), random);
                        for (int i = 0; i < drawn; i++) {
                            panel.arrow(x, y, 0.95 * actions[2 * i], 0.95 * actions[2 * i + 1], ink(actions[2 * i + 1]), 0.55);
                        }
                    }
                }
            }
        }
        figure.legend(Ink.BLUE, "moves up");
        figure.legend(Ink.RED, "moves down");
        figure.legend(Ink.GREY, "neither");
        return write(figure, "gridworld-actions.png");
    }

    /** Draws walks from one start, coloured by the goal reached. */
    Path trajectories() throws IOException {
        int drawn = 60;
        Figure figure = new Figure(1200, 740, "Sixty episodes from one start",
                "all begin in the middle of the saddle line; lines are shifted a little so that none hides another",
                policies.size(), 1);
        int number = 0;
        for (Map.Entry<String, GridworldPolicy> entry : policies.entrySet()) {
            List<Walk> walks = entry.getValue().walks(MIDDLE.times(drawn), true, new Rng(2, 0));
            long top = walks.stream().filter(walk -> walk.goal() == 0).count();
            long bottom = walks.stream().filter(walk -> walk.goal() == 1).count();
            Panel panel = figure.panel(number++,
                    entry.getKey() + ": " + top + " to the upper goal, " + bottom + " to the lower", CELLS, CELLS,
                    "x (cells)", "y (cells)", true);
            goals(panel, entry.getValue().map());
            Rng shift = new Rng(3, 0);
            for (Walk walk : walks) {
                double dx = shift.nextDouble(-0.3, 0.3);
                double dy = shift.nextDouble(-0.3, 0.3);
                panel.line(walk.cells().stream().mapToDouble(cell -> cell.x() + dx).toArray(),
                        walk.cells().stream().mapToDouble(cell -> cell.y() + dy).toArray(),
                        walk.goal() == 0 ? Ink.BLUE : walk.goal() == 1 ? Ink.RED : Ink.GREY, 0.55, 1.4);
            }
            panel.dot(MIDDLE.x(), MIDDLE.y(), 14, Ink.DARK, 1);
        }
        figure.legend(Ink.DARK, "start");
        figure.legend(Ink.BLUE, "reaches the upper goal");
        figure.legend(Ink.RED, "reaches the lower goal");
        figure.legend(Ink.GREY, "reaches none in 100 steps");
        return write(figure, "gridworld-trajectories.png");
    }

    /** Draws how noise becomes actions in the middle of the saddle line, and the Gaussian policy's samples there. */
    Path denoising() throws IOException {
        int n = 400;
        FlowPolicy policy = (FlowPolicy) flow.policy();
        float[] noise = new float[n * policy.noiseSize()];
        Rng random = new Rng(4, 0);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        float[][] paths = Denoising.paths(policy, flow.normalizes(), flow.observations(MIDDLE.times(n)), noise);
        int steps = paths.length - 1;
        double[] times = policy.sampling().schedule().times(steps);
        Figure figure = new Figure(1400, 860, "From noise to actions in the middle of the saddle line",
                n + " samples, coloured by the move that they end in; before tanh, dashed where a move begins", 4, 2);
        for (int i = 0; i < 4; i++) {
            int k = Math.round(i * steps / 3f);
            Panel panel = figure.panel(i, String.format(Locale.ROOT, "FPO, t = %.1f", times[k])
                            + (k == 0 ? ": noise" : k == steps ? ": actions" : ""),
                    BEFORE_TANH, BEFORE_TANH, "horizontal", "vertical", true);
            thresholds(panel);
            for (int j = 0; j < n; j++) {
                panel.dot(paths[k][2 * j], paths[k][2 * j + 1], 6, end(paths, j), 0.5);
            }
        }
        Panel pathPanel = figure.panel(4, "FPO: vertical component", new Range(1, 0, 0.2), BEFORE_TANH, "flow time t",
                "vertical", false);
        for (int j = 0; j < n; j++) {
            double[] y = new double[steps + 1];
            for (int k = 0; k <= steps; k++) {
                y[k] = paths[k][2 * j + 1];
            }
            pathPanel.line(times, y, end(paths, j), 0.3, 1);
        }
        moves(figure.panel(5, "FPO: executed moves", EXECUTED, SHARES, VERTICAL, SHARE, false), flow);
        Panel drawn = figure.panel(6, "Gaussian PPO: actions", BEFORE_TANH, BEFORE_TANH, "horizontal", "vertical", true);
        thresholds(drawn);
        float[] actions = gaussian.actions(MIDDLE.times(n), new Rng(5, 0));
        for (int j = 0; j < n; j++) {
            drawn.dot(clampedAtanh(actions[2 * j]), clampedAtanh(actions[2 * j + 1]), 6, ink(actions[2 * j + 1]), 0.5);
        }
        moves(figure.panel(7, "Gaussian PPO: executed moves", EXECUTED, SHARES, VERTICAL, SHARE, false), gaussian);
        figure.legend(Ink.BLUE, "moves up");
        figure.legend(Ink.RED, "moves down");
        figure.legend(Ink.GREY, "neither");
        return write(figure, "gridworld-denoising.png");
    }

    private static Ink end(float[][] paths, int sample) {
        return ink(Math.tanh(paths[paths.length - 1][2 * sample + 1]));
    }

    /** Draws lines where tanh is ±1/2, beyond which the grid world moves by a cell. */
    private static void thresholds(Panel panel) {
        double at = 0.5 * Math.log(3);
        for (double y : new double[] {-at, at}) {
            for (double x = -4.5; x < 4.5; x += 0.4) {
                panel.line(new double[] {x, x + 0.2}, new double[] {y, y}, Ink.GREY, 0.8, 1);
            }
        }
    }

    /** The inverse tanh, clamped to be finite because in single precision tanh of a large number is 1. */
    private static double clampedAtanh(float action) {
        double a = Math.clamp(action, -0.9999, 0.9999);
        return 0.5 * Math.log((1 + a) / (1 - a));
    }

    /** Draws a histogram of the actions' vertical components in the middle of the saddle line. */
    private static void moves(Panel panel, GridworldPolicy policy) {
        double[] values = GridworldNumbers.vertical(policy.actions(MIDDLE.times(1600), new Rng(5, 0)));
        int bins = 20;
        double[] share = new double[bins];
        for (double value : values) {
            share[(int) Math.min(bins - 1, (value + 1) / 2 * bins)] += 1.0 / values.length;
        }
        for (int i = 0; i < bins; i++) {
            double left = -1 + 2.0 * i / bins;
            panel.area(left + 0.01, 0, left + 2.0 / bins - 0.01, share[i], ink(left + 1.0 / bins), 0.85);
        }
    }

    private Path write(Figure figure, String name) throws IOException {
        Path file = folder.resolve(name);
        figure.write(file);
        return file;
    }

    /** Draws all figures and returns their files. */
    public List<Path> draw() throws IOException {
        List<Path> files = new ArrayList<>();
        files.add(actionField());
        files.add(denoising());
        files.add(trajectories());
        return files;
    }
}
