package dev.advect.experiments.grid;

import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * An experiment that trains every task with every variant and every seed within one budget.
 *
 * @param title the title of the report
 * @param tasks the names of the environments
 * @param variants the variants to compare
 * @param seeds the random seeds of the runs
 * @param preset the preset from which all runs start
 * @param values values that differ from the preset in all runs that have such a key, by key
 * @param budget the budget of each run
 */
public record Grid(String title, List<String> tasks, List<Variant> variants, List<Long> seeds, String preset,
        Map<String, String> values, Budget budget) {
    public Grid {
        tasks = List.copyOf(new LinkedHashSet<>(tasks));
        variants = List.copyOf(new LinkedHashSet<>(variants));
        seeds = List.copyOf(new LinkedHashSet<>(seeds));
        values = Map.copyOf(values);
    }

    /** The experiment's runs, ordered by seed, so that a whole table is complete early. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (long seed : seeds) {
            for (String task : tasks) {
                variants.forEach(variant -> cells.add(new Cell(task, variant, seed)));
            }
        }
        return cells;
    }

    /** The configuration with which a run starts. */
    public RunConfig config(Cell cell) {
        RunConfig base = Presets.of(preset, cell.variant().algo(), cell.task());
        Map<String, String> all = new LinkedHashMap<>(budget.values());
        all.put("seed", Long.toString(cell.seed()));
        all.putAll(cell.variant().over(valuesFor(base, cell.task())));
        // values may leave fewer environments than there are cores
        RunConfig config = ConfigYaml.with(base, with(all, "threads", "1"));
        int threads = Math.min(budget.threads(), config.algorithm().threadLimit().max());
        return ConfigYaml.with(config, Map.of("threads", Integer.toString(threads)));
    }

    /** The common values, without those that only other algorithms of the experiment have. */
    private Map<String, String> valuesFor(RunConfig own, String task) {
        Map<String, String> kept = new LinkedHashMap<>(values);
        kept.keySet().removeIf(key -> !ConfigYaml.has(own, key) && variants.stream()
                .anyMatch(variant -> ConfigYaml.has(Presets.of(preset, variant.algo(), task), key)));
        return kept;
    }

    private static Map<String, String> with(Map<String, String> values, String key, String value) {
        Map<String, String> copy = new LinkedHashMap<>(values);
        copy.put(key, value);
        return copy;
    }
}
