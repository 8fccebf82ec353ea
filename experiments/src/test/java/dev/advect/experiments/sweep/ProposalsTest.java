package dev.advect.experiments.sweep;

import dev.advect.experiments.sweep.Trial.Score;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ProposalsTest {
    @Test
    void density_ofOnePoint_isTheMeanOfItsNormalAndTheWideOne() {
        ParzenEstimator estimator = ParzenEstimator.of(new double[] {0.2}, 0, 1);

        // N(0.2, 1/3) and N(0.5, 1), each divided by its mass in [0, 1]: 0.717492 and 0.382925
        assertThat(estimator.density(0.2)).isEqualTo(1.3319612561871357, within(1e-12));
        assertThat(estimator.density(0.9)).isEqualTo(0.5728101245134227, within(1e-12));
    }

    @Test
    void density_widthIsTheFartherNeighbour_butNotBelowAShareOfTheInterval() {
        // 0.1 has its neighbour at a distance of 0.1, below 1/4; 0.2 has 0.5 at a distance of 0.3
        assertThat(ParzenEstimator.of(new double[] {0.2, 0.1}, 0, 1).density(0.1)).isEqualTo(1.696186951903378, within(1e-12));
    }

    @Test
    void density_integratesToOne_andDrawsFollowIt() {
        ParzenEstimator estimator = ParzenEstimator.of(new double[] {-1.5, -1.4, 1.8}, -2, 2);
        double integral = 0;
        double below = 0;
        for (int i = 0; i < 40_000; i++) {
            double x = -2 + (i + 0.5) * 1e-4;
            integral += estimator.density(x) * 1e-4;
            below += x < -1 ? estimator.density(x) * 1e-4 : 0;
        }
        assertThat(integral).isEqualTo(1, within(1e-6));

        Rng random = new Rng(3, 0);
        int drawnBelow = 0;
        for (int i = 0; i < 20_000; i++) {
            double x = estimator.draw(random);
            assertThat(x).isBetween(-2.0, 2.0);
            drawnBelow += x < -1 ? 1 : 0;
        }
        assertThat(drawnBelow / 20_000.0).isEqualTo(below, within(0.015)); // four standard errors
    }

    @Test
    void choice_probabilities_countEveryValueOnceMore() {
        Choice choice = new Choice(List.of("a", "b", "c"));

        assertThat(choice.probability("a", List.of("a", "a", "b"))).isEqualTo(0.5); // (2 + 1) / (3 + 3)
        assertThat(choice.probability("c", List.of("a", "a", "b"))).isEqualTo(1 / 6.0);
        // ratios: a (2/4) / (1/5) = 2.5, b (1/4) / (3/5), c (1/4) / (1/5) = 1.25
        assertThat(choice.propose(List.of("a"), List.of("b", "b"), new Rng(0, 0), 24)).isEqualTo("a");
    }

    @Test
    void propose_goesWhereGoodValuesAre() {
        Distribution rate = Distribution.parse("rate", "log(1e-4,1e-2)");
        List<String> good = List.of("9e-4", "1e-3", "1.1e-3");
        List<String> others = List.of("1e-4", "1.2e-4", "9e-3", "8e-3", "2e-4");
        Rng random = new Rng(0, 0);

        for (int i = 0; i < 50; i++) {
            assertThat(Double.parseDouble(rate.propose(good, others, random, 24))).isBetween(2.5e-4, 4e-3);
        }
    }

    private static Trial trial(int number, String clip, double... means) {
        List<Score> scores = new ArrayList<>();
        for (double mean : means) {
            scores.add(new Score(mean, 0, 0));
        }
        return new Trial(number, Map.of("clip", clip), Math.max(0, means.length - 1), scores, null);
    }

    @Test
    void modelled_isTheHighestRungWithEnoughOutcomes() {
        List<Trial> trials = List.of(trial(0, "a", 1, 2), trial(1, "a", 1, 3), trial(2, "a", 1), trial(3, "a"));

        assertThat(Proposals.modelled(trials, 2)).isEqualTo(1);
        assertThat(Proposals.modelled(trials, 3)).isZero();
        assertThat(Proposals.modelled(trials, 4)).isEqualTo(-1);
    }

    @Test
    void tpe_isRandomAtFirst_thenPrefersTheValueOfTheBest() {
        SearchSpace space = new SearchSpace(Map.of("clip", new Choice(List.of("a", "b"))));
        List<Trial> four = List.of(trial(0, "b", 9), trial(1, "a", 1), trial(2, "a", 2), trial(3, "a", 3));
        assertThat(Proposals.TPE.next(space, four, 5)).isEqualTo(Proposals.RANDOM.next(space, four, 5));

        List<Trial> five = new ArrayList<>(four);
        five.add(trial(4, "a", 0));
        // of five, ⌈0.15 · 5⌉ = 1 is good: b has (2/3) / (1/6), a has (1/3) / (5/6)
        for (long seed = 0; seed < 20; seed++) {
            assertThat(Proposals.TPE.next(space, five, seed)).containsEntry("clip", "b");
        }
        Map<String, String> again = Proposals.TPE.next(space, five, 7);
        assertThat(Proposals.TPE.next(space, five, 7)).isEqualTo(again);
    }
}
