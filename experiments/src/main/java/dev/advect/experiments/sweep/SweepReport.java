package dev.advect.experiments.sweep;

import dev.advect.experiments.grid.Row;
import dev.advect.experiments.grid.statistics.Interval;
import dev.advect.experiments.grid.statistics.Scores;
import dev.advect.experiments.grid.statistics.StratifiedBootstrap;
import dev.advect.experiments.sweep.Trial.Score;
import dev.advect.io.AtomicFile;
import dev.advect.train.ConfigYaml;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The result of a sweep: the chosen values beside the preset with intervals, the repetitions, all trials, a picture and
 * a file of the chosen values.
 *
 * @param settings the sweep
 * @param space what was searched
 * @param folder where the report is written
 * @param trials all trials
 * @param repeated the rows by which one trial was chosen; none if there was nothing to choose
 * @param best the chosen trial
 * @param last the rows of the chosen trial and of the preset
 */
public record SweepReport(SweepSettings settings, SearchSpace space, Path folder, List<Trial> trials, List<Row> repeated,
        Trial best, List<Row> last) {
    /** The number of resamples, as in rliable. */
    private static final StratifiedBootstrap BOOTSTRAP = new StratifiedBootstrap(50_000, 0);

    public SweepReport {
        trials = List.copyOf(trials);
        repeated = List.copyOf(repeated);
        last = List.copyOf(last);
    }

    /** The file of the chosen values, for {@code train --config}. */
    public Path preset() {
        return folder.resolve("best.yaml");
    }

    /** Writes {@code sweep.md}, {@code sweep.png} and {@code best.yaml}. */
    void write() throws IOException {
        SweepPicture.write(folder.resolve("sweep.png"), settings, space, trials, best);
        AtomicFile.writeString(preset(), presetText());
        AtomicFile.writeString(folder.resolve("sweep.md"), markdown() + "\n![All trials](sweep.png)\n");
    }

    private String presetText() {
        Interval result = returns(best.name());
        return String.format(Locale.ROOT, "# The best of %d trials of %s on %s; mean return %.1f [%.1f, %.1f] of %d other seeds.%n",
                trials.size(), settings.algo(), settings.env(), result.value(), result.low(), result.high(), settings.seeds())
                + ConfigYaml.writeOnly(settings.config(best.values()), paths());
    }

    /** The keys that were searched, and those that all trials had in common. */
    private List<String> paths() {
        List<String> paths = new ArrayList<>(space.keys());
        settings.fixed().keySet().stream().map(key -> ConfigYaml.path(settings.base(), key)).sorted()
                .filter(path -> !paths.contains(path)).forEach(paths::add);
        return paths;
    }

    /** The tables. */
    public String markdown() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "# %s on %s: %d trials%n%n", settings.algo(),
                settings.env(), trials.size()));
        text.append("## Result\n\nNeither these training seeds nor these episodes were used to choose. Mean return of the last "
                + "checkpoints with the whole budget, [95 % interval of a bootstrap over seeds].\n\n")
                .append("| values | seeds | mean return |\n|---|---|---|\n");
        for (String variant : List.of(best.name(), "preset")) {
            text.append(String.format(Locale.ROOT, "| %s | %d | %s |%n", variant, settings.seeds(), text(returns(variant))));
        }
        text.append(String.format(Locale.ROOT, "%nProbability that a run with the values of %s is better than one with those of "
                + "the preset: %s.%n%n", best.name(), improvement()));
        if (settings.seeds() < 3) {
            text.append("Fewer than three seeds leave a bootstrap little to draw from: the intervals are too narrow.\n\n");
        }
        text.append("The values of ").append(best.name()).append(":\n\n");
        best.values().forEach((key, value) -> text.append("    ").append(key).append(": ").append(value).append('\n'));
        if (!repeated.isEmpty()) {
            text.append(repetitions());
        }
        return text.append(trialTable()).toString();
    }

    private String repetitions() {
        StringBuilder text = new StringBuilder("\n## Repetitions\n\nThe best trials with other seeds and the whole budget, by "
                + "whose means one was chosen.\n\n| trial | seeds | mean return |\n|---|---|---|\n");
        repeated.stream().map(Row::variant).distinct().forEach(variant -> text.append(String.format(Locale.ROOT,
                "| %s | %d | %s |%n", variant, settings.seeds(), text(interval(repeated, variant)))));
        return text.toString();
    }

    private String trialTable() {
        StringBuilder text = new StringBuilder("\n## Trials\n\nMean return ± its standard error over episodes at the end of the "
                + "highest rung that was finished.\n\n| trial | budget | return | ").append(String.join(" | ", space.keys()))
                .append(" |\n|---|---|---|").append("---|".repeat(space.keys().size())).append('\n');
        for (Trial trial : Asha.ranking(trials)) {
            Score score = Objects.requireNonNull(trial.last());
            double fraction = settings.asha().fraction(trial.scores().size() - 1);
            text.append(String.format(Locale.ROOT, "| %s | %.3g | %.1f ± %.1f%s | %s |%n", trial.name(), fraction, score.mean(),
                    score.se(), trial.failure() == null ? "" : ", then failed", values(trial)));
        }
        trials.stream().filter(trial -> trial.scores().isEmpty()).forEach(trial -> text.append(
                String.format(Locale.ROOT, "| %s | | failed | %s |%n", trial.name(), values(trial))));
        return text.toString();
    }

    private String values(Trial trial) {
        return String.join(" | ", space.keys().stream().map(trial::value).toList());
    }

    /** The results as values, for programs. */
    public Map<String, Object> values() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("env", settings.env());
        all.put("algo", settings.algo().toString());
        all.put("best", best.number());
        all.put("values", best.values());
        all.put("result", List.of(returns(best.name()).value(), returns(best.name()).low(), returns(best.name()).high()));
        all.put("preset", List.of(returns("preset").value(), returns("preset").low(), returns("preset").high()));
        all.put("improvement", improvement().value());
        all.put("file", preset().toString());
        all.put("trials", trials.stream().map(trial -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("trial", trial.number());
            row.put("values", trial.values());
            row.put("means", trial.scores().stream().map(Score::mean).toList());
            row.put("failure", trial.failure());
            return row;
        }).toList());
        return all;
    }

    private Interval returns(String variant) {
        return interval(last, variant);
    }

    private Interval improvement() {
        return BOOTSTRAP.interval(scores(last, best.name()), scores(last, "preset"), Scores::probabilityOfImprovementOver);
    }

    private static Interval interval(List<Row> rows, String variant) {
        return BOOTSTRAP.interval(scores(rows, variant), Scores::mean);
    }

    private static Scores scores(List<Row> rows, String variant) {
        return new Scores(List.of(
                rows.stream().filter(row -> row.variant().equals(variant)).mapToDouble(Row::mean).toArray()));
    }

    private static String text(Interval interval) {
        return String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", interval.value(), interval.low(), interval.high());
    }
}
