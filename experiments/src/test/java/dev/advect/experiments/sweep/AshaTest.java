package dev.advect.experiments.sweep;

import dev.advect.experiments.sweep.Trial.Score;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class AshaTest {
    private static final Asha ASHA = new Asha(3, 3);

    private static Trial trial(int number, int started, double... means) {
        List<Score> scores = new ArrayList<>();
        for (double mean : means) {
            scores.add(new Score(mean, 0, 0));
        }
        return new Trial(number, Map.of(), started, scores, null);
    }

    @Test
    void fractions_growByEta_upToTheWholeBudget() {
        assertThat(ASHA.fraction(0)).isEqualTo(1 / 9.0);
        assertThat(ASHA.fraction(1)).isEqualTo(1 / 3.0);
        assertThat(ASHA.fraction(2)).isEqualTo(1);
    }

    @Test
    void promotion_needsEtaTrials_andTakesTheBestThird() {
        List<Trial> trials = new ArrayList<>(List.of(trial(0, 0, 5), trial(1, 0, 7), trial(2, 0)));
        assertThat(ASHA.promotion(trials)).isEmpty(); // two have finished: ⌊2/3⌋ = 0

        trials.set(2, trial(2, 0, 6));
        assertThat(ASHA.promotion(trials)).contains(trials.get(1));

        trials.set(1, trial(1, 1, 7)); // it runs at the next rung: the place is taken
        assertThat(ASHA.promotion(trials)).isEmpty();

        // of six, two are promotable: 8, and 7, which has been promoted
        trials.addAll(List.of(trial(3, 0, 8), trial(4, 0, 1), trial(5, 0, 2)));
        assertThat(ASHA.promotion(trials)).contains(trials.get(3));
    }

    @Test
    void promotion_fromTheHighestRungFirst() {
        List<Trial> trials = List.of(trial(0, 1, 9, 3), trial(1, 1, 8, 5), trial(2, 1, 7, 4), trial(3, 0, 10), trial(4, 0, 1),
                trial(5, 0, 1), trial(6, 0, 1), trial(7, 0, 1), trial(8, 0, 1));

        assertThat(ASHA.promotion(trials)).contains(trials.get(1)); // of the three at rung 1 the best one
    }

    @Test
    void promotion_ofATrialAtTheTopOrWithoutAScore_neverHappens() {
        Trial failed = trial(1, 0).failed("why");

        assertThat(ASHA.promotion(List.of(trial(0, 2, 9, 9, 9), failed, trial(2, 0, Double.NaN)))).isEmpty();
    }

    @Test
    void ranking_byRung_thenByScore() {
        Trial high = trial(0, 1, 1, 2);
        Trial low = trial(1, 0, 9);
        Trial lower = trial(2, 1, 8);
        assertThat(Asha.ranking(List.of(lower, low, trial(3, 0), high))).containsExactly(high, low, lower);
    }
}
