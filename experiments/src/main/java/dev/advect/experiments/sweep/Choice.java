package dev.advect.experiments.sweep;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A choice between values that have no order.
 *
 * @param values the values, at least two
 */
record Choice(List<String> values) implements Distribution {
    Choice {
        values = List.copyOf(values);
    }

    @Override
    public String draw(RandomGenerator random) {
        return values.get(random.nextInt(values.size()));
    }

    @Override
    public String propose(List<String> good, List<String> others, RandomGenerator random, int candidates) {
        String best = drawLike(good, random);
        for (int i = 1; i < candidates; i++) {
            String candidate = drawLike(good, random);
            if (ratio(candidate, good, others) > ratio(best, good, others)) {
                best = candidate;
            }
        }
        return best;
    }

    private double ratio(String value, List<String> good, List<String> others) {
        return probability(value, good) / probability(value, others);
    }

    /** The share of a value among some trials, as if each value had been tried once more. */
    double probability(String value, List<String> trials) {
        long count = trials.stream().filter(value::equals).count();
        return (1.0 + count) / (values.size() + trials.size());
    }

    private String drawLike(List<String> trials, RandomGenerator random) {
        double left = random.nextDouble();
        for (String value : values) {
            left -= probability(value, trials);
            if (left < 0) {
                return value;
            }
        }
        return values.getLast();
    }

    @Override
    public double position(String value) {
        return (double) values.indexOf(value) / (values.size() - 1);
    }

    @Override
    public List<String> extremes() {
        return values;
    }
}
