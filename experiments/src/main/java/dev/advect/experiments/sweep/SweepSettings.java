package dev.advect.experiments.sweep;

import dev.advect.experiments.grid.Budget;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.RunConfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import static dev.advect.config.InvalidValueException.throwIf;

/**
 * What a sweep searches for, and how.
 *
 * @param env the name of the environment
 * @param algo the algorithm
 * @param preset the preset from which all trials start
 * @param fixed values that differ from the preset in all trials, by key
 * @param searched the distributions by key, see {@link Distribution}
 * @param asha the promotion of trials from rung to rung
 * @param proposals how values are proposed
 * @param seed the seed of the proposals and of the trials' training; repetitions have the following ones
 * @param trials the number of combinations that are tried
 * @param finalists the number of trials that are repeated with other seeds
 * @param seeds the number of seeds of a repetition, and again of the final comparison
 * @param budget the budget of a trial that is not stopped early, and the size of evaluations
 */
public record SweepSettings(String env, Algorithm algo, String preset, Map<String, String> fixed, Map<String, String> searched,
        Asha asha, Proposals proposals, long seed, int trials, int finalists, int seeds, Budget budget) {
    public SweepSettings {
        throwIf(trials < 1, "trials: " + trials + " is not possible, it must be at least 1");
        throwIf(finalists < 1, "finalists: " + finalists + " is not possible, it must be at least 1");
        throwIf(seeds < 1, "seeds: " + seeds + " is not possible, it must be at least 1");
        throwIf(budget.steps() == 0 && budget.minutes() == 0, "a trial needs a budget of steps or minutes");
        fixed = Map.copyOf(fixed);
        searched = new LinkedHashMap<>(searched);
    }

    /** The configuration from which all trials start. */
    RunConfig base() {
        return config(Map.of());
    }

    /** The configuration of a trial that may use the whole budget. */
    RunConfig config(Map<String, String> values) {
        Variant variant = new Variant("trial", algo, values);
        return grid("", List.of(variant), List.of(seed)).config(new Cell(env, variant, seed));
    }

    /** The configuration of a trial up to the end of a rung. */
    RunConfig config(Map<String, String> values, int rung) {
        double fraction = asha.fraction(rung);
        return ConfigYaml.with(config(values), Map.of(
                "steps", Long.toString((long) Math.ceil(budget.steps() * fraction)),
                "minutes", Double.toString(budget.minutes() * fraction)));
    }

    /** The runs that choose among the best trials, with seeds that no trial had. */
    Grid repetitions(List<Trial> best) {
        return grid("The best trials, with other seeds", best.stream().map(this::variant).toList(), seedsAfter(1));
    }

    /** The runs of the best trial and of the preset, with seeds by which nothing was chosen. */
    Grid finals(Trial best) {
        return grid("The best values and the preset", List.of(variant(best), new Variant("preset", algo, Map.of())),
                seedsAfter(1 + seeds));
    }

    private Variant variant(Trial trial) {
        return new Variant(trial.name(), algo, trial.values());
    }

    private List<Long> seedsAfter(long first) {
        return LongStream.range(seed + first, seed + first + seeds).boxed().toList();
    }

    private Grid grid(String title, List<Variant> variants, List<Long> seedValues) {
        return new Grid(title, List.of(env), variants, seedValues, preset, fixed, budget);
    }

    /** What determines the trials, as text by name: a sweep with other values is another sweep. */
    Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("env", env);
        identity.put("algo", algo.toString());
        identity.put("preset", preset);
        identity.put("steps", Long.toString(budget.steps()));
        identity.put("minutes", Double.toString(budget.minutes()));
        identity.put("rungs", Integer.toString(asha.rungs()));
        identity.put("eta", Integer.toString(asha.eta()));
        identity.put("proposals", ConfigYaml.name(proposals));
        identity.put("seed", Long.toString(seed));
        searched.forEach((key, distribution) -> identity.put("set " + key, distribution));
        fixed.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(entry -> identity.put("set " + entry.getKey(), entry.getValue()));
        return identity;
    }
}
