package dev.advect.experiments.bandit;

import dev.advect.envs.toy.Bandit;
import dev.advect.plot.Figure;
import dev.advect.plot.Figure.Range;
import dev.advect.plot.Ink;
import dev.advect.plot.Panel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A figure of the particles after every block, with one row of panels for the pre-trained policy and one for the final
 * policy.
 */
public final class BanditPicture {
    private static final int PANEL = 250;
    private static final int MAX_PARTICLES = 700;

    private BanditPicture() {}

    /**
     * Draws the figure.
     *
     * @param before the particles after every block, before the online phase, {@code [N + 1][n · 2]}
     * @param after the same after the online phase
     */
    public static void write(Path png, float[][] before, float[][] after) throws IOException {
        int columns = before.length;
        Figure figure = new Figure(columns * PANEL + 60, 2 * PANEL + 190, "Stepwise flow policy on the plane",
                "the same particles after every block, before and after the online phase", columns, 2);
        draw(figure, 0, "before", before);
        draw(figure, columns, "after", after);
        figure.legend(Ink.BLUE, "particles");
        figure.legend(Ink.GREY, "centres in the demonstrations");
        figure.legend(Ink.RED, "centres of the shifted reward");
        figure.write(png);
    }

    private static void draw(Figure figure, int firstPanel, String when, float[][] paths) {
        Range range = new Range(-2, 2, 1);
        for (int k = 0; k < paths.length; k++) {
            String title = when + (k == 0 ? ": noise" : ": block " + k);
            Panel panel = figure.panel(firstPanel + k, title, range, range, "", "", true);
            for (int i = 0; i < Math.min(2 * MAX_PARTICLES, paths[k].length); i += 2) {
                panel.dot(paths[k][i], paths[k][i + 1], 3, Ink.BLUE, 0.45);
            }
            centres(panel, Bandit.original().centres(), Ink.GREY);
            centres(panel, Bandit.shifted().centres(), Ink.RED);
        }
    }

    private static void centres(Panel panel, List<double[]> centres, Ink ink) {
        for (double[] centre : centres) {
            panel.dot(centre[0], centre[1], 7, ink, 0.9);
        }
    }
}
