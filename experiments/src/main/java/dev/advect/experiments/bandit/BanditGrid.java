package dev.advect.experiments.bandit;

import dev.advect.config.InvalidValueException;
import dev.advect.experiments.RecordLines;
import dev.advect.experiments.SetKeys;
import dev.advect.experiments.bandit.BanditMeasure.Look;
import dev.advect.io.StateDict;
import dev.advect.policy.ParticlePaths;
import dev.advect.train.RunWarning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The bandit study with many settings of the JKO step. The pre-training that settings share, for a number of blocks and
 * a seed, is done once, and every online phase starts from it. Settings that already have a row are skipped.
 */
public final class BanditGrid {
    private final Path folder;
    private final RecordLines<BanditRow> rows;
    private final List<Setting> settings;
    private final List<Long> seeds;
    private final long steps;
    private final int threads;
    private final Map<String, String> values;

    /**
     * A setting of the varied values.
     *
     * @param regularizer w2, kl or none
     * @param blocks N, the number of blocks
     * @param tau τ of all blocks
     */
    public record Setting(String regularizer, int blocks, double tau) {
        Map<String, String> values() {
            String size = Double.toString(tau);
            return Map.of("swfp.regularizer", regularizer, "swfp.blocks", Integer.toString(blocks),
                    "swfp.tau", size, "swfp.tauFinal", size);
        }
    }

    /**
     * Creates a grid.
     *
     * @param folder the folder of rows.jsonl
     * @param settings the settings, in the order in which they are run
     * @param seeds the random seeds
     * @param steps the steps of every online phase
     * @param threads the number of threads
     * @param values the common configuration values
     * @throws InvalidValueException if one of them is a value that the settings vary
     */
    public BanditGrid(Path folder, List<Setting> settings, List<Long> seeds, long steps, int threads,
            Map<String, String> values) {
        settings.forEach(setting -> SetKeys.refuse(values, setting.values().keySet(), "this study"));
        this.folder = folder;
        this.settings = settings;
        this.seeds = seeds;
        this.steps = steps;
        this.threads = threads;
        this.values = values;
        rows = new RecordLines<>(folder.resolve("rows.jsonl"), BanditRow.class);
    }

    /**
     * Runs the settings that have no row yet.
     *
     * @param listener notified of each new row
     * @return the rows of this grid, by seed and then in the order of the settings
     */
    public List<BanditRow> run(Consumer<BanditRow> listener) throws IOException {
        Files.createDirectories(folder);
        List<BanditRow> known = rows.read();
        List<BanditRow> all = new ArrayList<>();
        for (long seed : seeds) {
            Map<Integer, Pretrained> starts = new LinkedHashMap<>();
            for (Setting setting : settings) {
                BanditRow row = known.stream().filter(one -> one.isOf(setting, seed, steps, values)).findFirst().orElse(null);
                if (row == null) {
                    row = run(setting, seed, starts);
                    rows.append(row);
                    listener.accept(row);
                }
                all.add(row);
            }
        }
        return all;
    }

    /** The starting point of online phases, which is a learner and its particles. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Pretrained(StateDict state, float[][] paths) {}

    private BanditRow run(Setting setting, long seed, Map<Integer, Pretrained> starts) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.putAll(setting.values());
        Path replay = folder.resolve("replay");
        try (BanditStudy study = new BanditStudy(BanditStudy.config(steps, seed, threads, all))) {
            Pretrained start = starts.get(setting.blocks());
            if (start == null) {
                study.pretrain();
                start = new Pretrained(study.save(replay), study.paths());
                starts.put(setting.blocks(), start);
            } else {
                study.resume(start.state(), replay);
            }
            study.improve();
            float[][] after = study.paths();
            Look first = study.look(start.paths());
            Look last = study.look(after);
            List<String> alarms = study.warnings().stream().map(RunWarning::kindOf).distinct().sorted().toList();
            return new BanditRow(setting.regularizer(), setting.blocks(), setting.tau(), seed, steps, values,
                    ParticlePaths.ratio(start.paths(), 2), ParticlePaths.ratio(after, 2), last.modes(), last.near(),
                    first.reward(), last.reward(), BanditStudy.w2(start.paths(), after), last.divergedFrom(first), alarms);
        } finally {
            Files.deleteIfExists(replay);
        }
    }
}
