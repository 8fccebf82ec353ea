package dev.advect.view.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.train.CliffAlarm;
import dev.advect.train.RunConfig;
import dev.advect.train.RunWarning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The health of a run as its files tell it; docs/guides/health.md explains the alarms. */
final class Alarms {
    /** The share of skipped updates of late above which it is worth a word. */
    private static final double MANY_SKIPPED = 0.5;
    private static final int LATE_ROWS = 20;

    private Alarms() {}

    static List<Alarm> of(List<JsonNode> metrics, List<JsonNode> evaluations, List<JsonNode> warnings, RunConfig config,
            boolean failed, int damagedLines) {
        List<Alarm> alarms = new ArrayList<>();
        if (failed) {
            alarms.add(new Alarm("an update computed a number that is not finite",
                    "Its minibatch was kept: advect debug DIR repeats the update and names the first tensor."));
        }
        List<RunWarning> recorded = warnings.stream().map(RunWarning::of).toList();
        if (recorded.isEmpty()) { // a run that kept none, or had none
            cliff(evaluations, new CliffAlarm(config.health(), config.algorithm().beginsWithClone()), alarms);
        }
        recorded.stream().filter(warning -> warning.alarm() && !(failed && warning.kind().equals(RunWarning.NOT_FINITE)))
                .forEach(alarm -> alarms.add(new Alarm(alarm.message(),
                        String.format(Locale.ROOT, "The run's alarm at step %,d.", alarm.step()))));
        List<JsonNode> late = metrics.subList(Math.max(0, metrics.size() - LATE_ROWS), metrics.size());
        double nonFinite = late.stream().mapToDouble(row -> row.path("episode/non_finite").asDouble(0)).sum();
        if (nonFinite > 0) {
            alarms.add(new Alarm(String.format(Locale.ROOT, "%.0f of the latest episodes were ended because a number was "
                    + "not finite", nonFinite), "The simulation diverges under these actions. A few are harmless; many "
                    + "call for a smaller time step or bounded actions."));
        }
        double skipped = late.stream().mapToDouble(row -> row.path("update/skipped").asDouble(0)).average().orElse(0);
        if (skipped > MANY_SKIPPED) {
            alarms.add(new Alarm(String.format(Locale.ROOT, "%.0f %% of the latest updates were skipped", 100 * skipped),
                    "The trust region is left again and again: try a lower learning rate."));
        }
        if (damagedLines > 0) {
            alarms.add(new Alarm(damagedLines + " lines of metrics.jsonl are damaged", "They are left out of the curves."));
        }
        warned(recorded, alarms);
        return alarms;
    }

    /** The last warning of each kind. */
    private static void warned(List<RunWarning> recorded, List<Alarm> alarms) {
        Map<String, List<RunWarning>> byKind = recorded.stream().filter(warning -> !warning.alarm())
                .collect(Collectors.groupingBy(RunWarning::kind, LinkedHashMap::new, Collectors.toList()));
        for (List<RunWarning> kind : byKind.values()) {
            String times = kind.size() == 1 ? "" : String.format(Locale.ROOT, ", after %,d before it since step %,d",
                    kind.size() - 1, kind.getFirst().step());
            alarms.add(new Alarm(kind.getLast().message(),
                    String.format(Locale.ROOT, "The run's warning at step %,d%s.", kind.getLast().step(), times)));
        }
    }

    /** The alarms of a run that has no file of warnings, found once more in its evaluations. */
    private static void cliff(List<JsonNode> evaluations, CliffAlarm cliff, List<Alarm> alarms) {
        for (JsonNode row : evaluations) {
            double mean = row.path("mean").asDouble(Double.NaN);
            if (cliff.raisedInLogBy(mean, row.path("ci95").asDouble(Double.NaN))) {
                alarms.add(new Alarm(String.format(Locale.ROOT, "the return collapsed: %.4g at step %,d, after %.4g",
                        mean, row.path("step").asLong(), cliff.best()),
                        "The best checkpoint is kept. --set health.returnToBest=true goes back to it by itself; "
                                + "loop.targetKl and loop.maxGradNorm make it rarer."));
            }
        }
    }
}
