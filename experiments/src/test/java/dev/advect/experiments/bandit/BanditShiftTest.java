package dev.advect.experiments.bandit;

import dev.advect.experiments.bandit.BanditShift.Point;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class BanditShiftTest {

    private static List<Point> points(long... steps) {
        return Arrays.stream(steps).mapToObj(step -> new Point("swfp", 0, Map.of(), step, 0, 4, 1, 0)).toList();
    }

    /** A run of 200 steps, one that was killed, and one of 400. */
    @Test
    void lastWhole_ofSeveralRuns_isOne() {
        List<Point> known = points(0, 100, 200, 0, 100, 0, 100, 200, 400);

        assertThat(BanditShift.lastWhole(known, 400)).containsExactlyElementsOf(known.subList(5, 9));
        assertThat(BanditShift.lastWhole(known, 200)).containsExactlyElementsOf(points(0, 100, 200));
        assertThat(BanditShift.lastWhole(known, 500)).isEmpty();
        assertThat(BanditShift.lastWhole(List.of(), 1)).isEmpty();
    }
}
