package dev.advect.experiments.ridge;

import dev.advect.envs.toy.Ridge;
import dev.advect.plot.Figure;
import dev.advect.plot.Figure.Range;
import dev.advect.plot.Ink;
import dev.advect.plot.Panel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A figure of the actions of several policies, in which one can see whether they go both ways along the ridge. */
public final class RidgePicture {
    private static final Range COMPONENT = new Range(-1, 1, 0.5);
    private static final int DRAWN = 600;
    /** Of the strips by which the part of the square is filled in which a step slips. */
    private static final int STRIPS = 200;

    private RidgePicture() {}

    /** @param actions some actions of every policy, {@code [n · 2]}, by the policy's name */
    public static void write(Path png, Map<String, float[]> actions) throws IOException {
        Figure figure = new Figure(430 * actions.size() + 40, 600, "Actions on the ridge",
                DRAWN + " actions of each policy; in the grey corners a step slips off", actions.size(), 1);
        int number = 0;
        for (Map.Entry<String, float[]> entry : actions.entrySet()) {
            Panel panel = figure.panel(number++, entry.getKey(), COMPONENT, COMPONENT, "action 1", "action 2", true);
            for (int i = 0; i < STRIPS; i++) {
                double a = -1 + 2.0 * i / STRIPS;
                double next = a + 2.0 / STRIPS;
                slips(panel, a, next, -1, Math.min(1, a - 2 * Ridge.HALF_WIDTH));
                slips(panel, a, next, Math.max(-1, a + 2 * Ridge.HALF_WIDTH), 1);
            }
            for (int i = 0; i < DRAWN; i++) {
                double along = Ridge.along(entry.getValue()[2 * i], entry.getValue()[2 * i + 1]);
                panel.dot(entry.getValue()[2 * i], entry.getValue()[2 * i + 1], 6, along > 0 ? Ink.BLUE : Ink.RED, 0.5);
            }
        }
        figure.legend(Ink.BLUE, "forwards");
        figure.legend(Ink.RED, "backwards");
        figure.legend(Ink.GREY, "slips");
        figure.write(png);
    }

    private static void slips(Panel panel, double left, double right, double bottom, double top) {
        if (top > bottom) {
            panel.area(left, bottom, right, top, Ink.GREY, 0.25);
        }
    }
}
