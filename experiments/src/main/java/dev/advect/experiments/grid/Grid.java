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
 * An experiment: every task with every variant and every seed, all with one budget.
 *
 * @param title of its report
 * @param tasks names of environments
 * @param variants what is compared
 * @param seeds of the runs
 * @param preset that all runs start from
 * @param values that differ from the preset's in all runs that have such a key, by key
 * @param budget of each run
 */
public record Grid(String title, List<String> tasks, List<Variant> variants, List<Long> seeds, String preset,
        Map<String, String> values, Budget budget) {
    public Grid {
        tasks = List.copyOf(new LinkedHashSet<>(tasks));
        variants = List.copyOf(variants);
        seeds = List.copyOf(new LinkedHashSet<>(seeds));
        values = Map.copyOf(values);
    }

    /** Its runs: seed after seed, so that there is a whole table early. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (long seed : seeds) {
            for (String task : tasks) {
                variants.forEach(variant -> cells.add(new Cell(task, variant, seed)));
            }
        }
        return cells;
    }

    /** What a run of it is begun with. */
    public RunConfig config(Cell cell) {
        RunConfig base = Presets.of(preset, cell.variant().algo(), cell.task());
        Map<String, String> all = new LinkedHashMap<>(budget.values());
        all.put("seed", Long.toString(cell.seed()));
        all.putAll(cell.variant().over(valuesFor(base, cell.task())));
        // values may leave fewer environments than there are cores
        RunConfig config = ConfigYaml.with(base, with(all, "threads", "1"));
        int most = Math.min(budget.threads(), config.algorithm().threadLimit().most());
        return ConfigYaml.with(config, Map.of("threads", Integer.toString(most)));
    }

    /** Those that all share, without the ones that other algorithms of the experiment have and this one does not. */
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
