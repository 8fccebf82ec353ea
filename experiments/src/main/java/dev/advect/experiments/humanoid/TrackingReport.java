package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of the experiment: every goal and algorithm beside the baselines, and the interaction of the two. */
public final class TrackingReport {
    private final TrackingRows rows;
    private final FlowTable flows;

    /**
     * @param rows the last row of every run, motion and kind of action
     * @param flows the last iterations of the flows' runs whose folders are there
     */
    TrackingReport(List<TrackingRow> rows, List<FlowNumbers> flows) {
        this.rows = new TrackingRows(rows);
        this.flows = new FlowTable(flows);
    }

    /** The rows behind the tables. */
    public List<TrackingRow> rows() {
        return rows.all();
    }

    /** All tables, as Markdown. */
    public String markdown() {
        return "# Motion tracking under few goals\n\n"
                + "Means over motions, each in episodes from its first frame; rows of several seeds are means over seeds. Success: "
                + "the mean distance of all 24 bodies from the reference never exceeds 0.5 m; strict success: no body is ever more than "
                + "0.25 m away; alive: the time until then; MPJPE: the mean distance while alive by the first rule.\n"
                + "\n## Stochastic actions\n\n" + table(true) + "\n## Deterministic actions\n\n" + table(false)
                + "\n## Interaction\n\n" + new InteractionTable(rows).markdown() + "\n## Which motion\n\n" + new ModesTable(rows).markdown()
                + "\n## The flows\n\n" + flows.markdown() + "\n## By motion\n\n" + byMotion();
    }

    private String table(boolean stochastic) {
        StringBuilder text = new StringBuilder("| goal | algorithm | seeds | steps | success, % | strict success, % | alive, s | "
                + "strictly alive, s | MPJPE, mm | of the goal's bodies, mm | reward |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (Goal goal : Goal.values()) {
            for (String algo : rows.algos()) {
                TrackingRows of = rows.of(goal, algo, stochastic);
                if (!of.all().isEmpty()) {
                    boolean trained = !TrackingRows.isBaseline(algo);
                    text.append(String.format(Locale.ROOT,
                            "| %s | %s | %s | %s | %.1f | %.1f | %.2f | %.2f | %.1f | %.1f | %.3f |%n", goal.label(), algo,
                            trained ? Integer.toString(of.seeds().size()) : "–",
                            trained ? String.format(Locale.ROOT, "%.2f M", of.mean(TrackingRow::steps) / 1e6) : "–",
                            100 * of.mean(TrackingRow::success), 100 * of.mean(TrackingRow::strictSuccess),
                            of.mean(TrackingRow::alive), of.mean(TrackingRow::strictAlive), of.mean(TrackingRow::error),
                            of.mean(TrackingRow::goalError), of.mean(TrackingRow::reward)));
                }
            }
        }
        return text.toString();
    }

    private String byMotion() {
        StringBuilder text = new StringBuilder("""
                | goal | algorithm | motion | strict success, % | strictly alive, s | MPJPE, mm |
                |---|---|---|---|---|---|
                """);
        for (Goal goal : Goal.values()) {
            for (String algo : rows.algos()) {
                Map<String, List<TrackingRow>> clips = new LinkedHashMap<>();
                rows.usual(goal, algo).all().forEach(row -> clips.computeIfAbsent(row.clip(), _ -> new ArrayList<>()).add(row));
                clips.forEach((clip, list) -> {
                    TrackingRows of = new TrackingRows(list);
                    text.append(String.format(Locale.ROOT, "| %s | %s | %s | %.0f | %.2f | %.1f |%n", goal.label(), algo, clip,
                            100 * of.mean(TrackingRow::strictSuccess), of.mean(TrackingRow::strictAlive), of.mean(TrackingRow::error)));
                });
            }
        }
        return text.toString();
    }
}
