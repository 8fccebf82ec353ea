package dev.advect.experiments.shift;

import dev.advect.experiments.shift.ShiftRow.Fall;
import dev.advect.train.TrainingHistory.Point;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ShiftRowTest {

    /** From 0.5 to 0.1 by eight standard errors, √(0.03² + 0.04²), not from 0.5 to 0.3 nor from the later 0.4. */
    @Test
    void fall_isFromAnEvaluationToALaterOne() {
        Fall fall = Fall.of(List.of(point(0.2, 0.01), point(0.5, 0.03), point(0.3, 0.01), point(0.4, 0.01), point(0.1, 0.04)));

        assertThat(fall.loss()).isEqualTo(0.4, within(1e-12));
        assertThat(fall.error()).isEqualTo(0.05, within(1e-12));
    }

    /** 0.5 of √(0.3² + 0.03²) and 0.7 of √(0.3² + 0.04²) are 1.7 and 2.3 standard errors, 0.2 of 0.05 are 4. */
    @Test
    void fall_isTheLargestInStandardErrors() {
        List<Point> curve = List.of(point(0.9, 0.3), point(0.4, 0.03), point(0.2, 0.04));

        assertThat(Fall.of(curve).loss()).isEqualTo(0.2, within(1e-12));
        // without any error the larger of two
        assertThat(Fall.of(List.of(point(1, 0), point(0.5, 0), point(0, 0))).loss()).isEqualTo(1);
    }

    /** The quantiles of 0.05, 0.05 / 3 and 0.05 / 45 are 1.6449, 2.1280 and 3.0588 by the normal distribution. */
    @Test
    void bound_growsWithTheNumberOfPairs() {
        Point any = point(0.5, 0.1);

        assertThat(Fall.of(Collections.nCopies(2, any)).bound()).isEqualTo(1.644854, within(1e-6));
        assertThat(Fall.of(Collections.nCopies(3, any)).bound()).isEqualTo(2.128045, within(1e-6));
        assertThat(Fall.of(Collections.nCopies(10, any)).bound()).isEqualTo(3.058804, within(1e-6));
    }

    /** A fall of 2.2 standard errors is no chance among three evaluations, and may be among ten. */
    @Test
    void hasFallen_dependsOnTheNumberOfEvaluations() {
        List<Point> few = List.of(point(0.5, 0.1), point(0.28, 0), point(0.5, 0.1));
        List<Point> many = new ArrayList<>(few);
        many.addAll(Collections.nCopies(7, point(0.5, 0.1)));

        assertThat(row(few).hasFallen()).isTrue();
        assertThat(row(many).hasFallen()).isFalse();
    }

    @Test
    void fall_ofARisingCurve_isNone() {
        assertThat(Fall.of(List.of(point(0.2, 0.1), point(0.5, 0.1))).loss()).isZero();
        assertThat(row(List.of(point(0.2, 0.1), point(0.5, 0.1))).hasFallen()).isFalse();
        assertThat(Fall.of(List.of())).isEqualTo(new Fall(0, 0, 0));
    }

    private static Point point(double mean, double se) {
        return new Point(0, 0, mean, se);
    }

    private static ShiftRow row(List<Point> curve) {
        Fall fall = Fall.of(curve);
        return new ShiftRow("run", "swfp-w2", 0, 100, 64, 0, 0, 0, 0, fall.loss(), fall.error(), fall.bound(),
                new CanPlaces(0, 0, 0, 0, 0, 0), null, null, 0, Map.of());
    }
}
