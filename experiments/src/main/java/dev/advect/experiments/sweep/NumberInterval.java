package dev.advect.experiments.sweep;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Numbers between two ends. Densities and random numbers are those of a coordinate in which the interval is uniform: the
 * number itself, its logarithm, or for whole numbers a number that is rounded.
 *
 * @param low the lowest number
 * @param high the highest number
 * @param scale the coordinate
 */
record NumberInterval(double low, double high, Scale scale) implements Distribution {
    /** What is uniform. */
    enum Scale { UNIFORM, LOG, WHOLE }

    @Override
    public String draw(RandomGenerator random) {
        return value(lower() + random.nextDouble() * (upper() - lower()));
    }

    @Override
    public String propose(List<String> good, List<String> others, RandomGenerator random, int candidates) {
        ParzenEstimator dense = estimator(good);
        ParzenEstimator rare = estimator(others);
        double best = dense.draw(random);
        double bestRatio = dense.density(best) / rare.density(best);
        for (int i = 1; i < candidates; i++) {
            double x = dense.draw(random);
            double ratio = dense.density(x) / rare.density(x);
            if (ratio > bestRatio) {
                best = x;
                bestRatio = ratio;
            }
        }
        return value(best);
    }

    private ParzenEstimator estimator(List<String> values) {
        return ParzenEstimator.of(values.stream().mapToDouble(this::coordinate).toArray(), lower(), upper());
    }

    @Override
    public double position(String value) {
        return (coordinate(value) - lower()) / (upper() - lower());
    }

    @Override
    public List<String> extremes() {
        return List.of(text(low), text(high));
    }

    private double lower() {
        return switch (scale) {
            case UNIFORM -> low;
            case LOG -> Math.log(low);
            case WHOLE -> low - 0.5;
        };
    }

    private double upper() {
        return switch (scale) {
            case UNIFORM -> high;
            case LOG -> Math.log(high);
            case WHOLE -> high + 0.5;
        };
    }

    private double coordinate(String value) {
        double number = Double.parseDouble(value);
        return scale == Scale.LOG ? Math.log(number) : number;
    }

    /** The number at a coordinate, with so few digits that what is reported is what was tried. */
    private String value(double coordinate) {
        double number = switch (scale) {
            case UNIFORM -> coordinate;
            case LOG -> Math.exp(coordinate);
            case WHOLE -> Math.rint(coordinate);
        };
        if (scale != Scale.WHOLE) {
            number = Double.parseDouble(String.format(Locale.ROOT, "%.4g", number));
        }
        return text(Math.min(high, Math.max(low, number)));
    }

    private String text(double number) {
        return scale == Scale.WHOLE ? Long.toString((long) number) : Double.toString(number).toLowerCase(Locale.ROOT);
    }
}
