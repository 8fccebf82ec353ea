package dev.advect.experiments.sweep;

import dev.advect.random.Rng;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The ways to propose the values of the next trial. A proposal depends on the seed, the number of the trial and the
 * outcomes known so far, and on nothing else, so that a resumed sweep makes the same ones.
 */
public enum Proposals {
    /** Tree-structured Parzen estimators, after a few random trials. */
    TPE {
        @Override
        Map<String, String> propose(SearchSpace space, List<Trial> trials, Rng random) {
            int rung = modelled(trials, Math.max(MIN_TRIALS, 2 * space.parameters().size()));
            if (rung < 0) {
                return space.draw(random);
            }
            List<Trial> ranked = new ArrayList<>(trials.stream().filter(trial -> trial.isDone(rung))
                    .sorted(Comparator.comparingDouble((Trial trial) -> -trial.mean(rung))).toList());
            int good = (int) Math.ceil(GOOD * ranked.size());
            List<Trial> others = new ArrayList<>(ranked.subList(good, ranked.size()));
            // those under way count as not good, so that trials at the same time differ
            trials.stream().filter(trial -> !trial.isDone(rung) && trial.isRunning()).forEach(others::add);
            return space.propose(ranked.subList(0, good), others, random, CANDIDATES);
        }
    },
    /** Independent random values. */
    RANDOM {
        @Override
        Map<String, String> propose(SearchSpace space, List<Trial> trials, Rng random) {
            return space.draw(random);
        }
    };

    /** γ: the share of trials that count as good. */
    private static final double GOOD = 0.15;
    /** The number of candidates of which the best is proposed, as in hyperopt. */
    private static final int CANDIDATES = 24;
    private static final int MIN_TRIALS = 5;

    abstract Map<String, String> propose(SearchSpace space, List<Trial> trials, Rng random);

    /** Proposes the values of a new trial. */
    Map<String, String> next(SearchSpace space, List<Trial> trials, long seed) {
        return propose(space, trials, new Rng(seed, trials.size()));
    }

    /**
     * The highest rung with enough outcomes for a model, as later scores say more (Falkner et al., "BOHB", 2018); -1 if
     * there is none.
     */
    static int modelled(List<Trial> trials, int enough) {
        for (int rung = trials.stream().mapToInt(Trial::started).max().orElse(-1); rung >= 0; rung--) {
            int at = rung;
            if (trials.stream().filter(trial -> trial.isDone(at)).count() >= enough) {
                return rung;
            }
        }
        return -1;
    }
}
