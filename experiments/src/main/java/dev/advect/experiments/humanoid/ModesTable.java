package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The table of which look-alike motion policies perform with stochastic actions, see {@link Modes}. */
record ModesTable(TrackingRows rows) {

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (Goal goal : Goal.values()) {
            for (String algo : rows.algos()) {
                List<TrackingRow> of = rows.of(goal, algo, true).all().stream().filter(row -> row.modes() != null).toList();
                if (!of.isEmpty()) {
                    text.append(String.format(Locale.ROOT, "| %s | %s | %d | %.2f | %.0f | %.0f | %.1f | %.1f | %.0f |%n", goal.label(),
                            algo, of.stream().mapToInt(TrackingRow::episodes).max().orElse(0), mean(of, Modes::entropy),
                            100 * mean(of, Modes::told), 100 * mean(of, Modes::committed), mean(of, Modes::nearest),
                            mean(of, Modes::meanPose), 100 * mean(of, Modes::lost)));
                }
            }
        }
        return text.isEmpty() ? "No motion has look-alikes, which share its first pose and for two seconds the path of its pelvis.\n"
                : "Some motions share the first pose and for two seconds the path of the pelvis, so that the pelvis alone does not tell "
                + "which is meant. An episode is assigned to the one whose pose is nearest after two seconds. Entropy: that of the "
                + "assignments, 0 if a policy always does the same; told: the share assigned to the motion that was to be tracked; "
                + "committed: nearer to a motion than to the mean pose of all look-alikes; lost: more than 0.5 m away before. "
                + "Stochastic actions; means over motions and seeds.\n\n"
                + "| goal | algorithm | episodes | entropy, bits | told, % | committed, % | from the nearest, mm | from the mean pose, mm "
                + "| lost, % |\n|---|---|---|---|---|---|---|---|---|\n" + text;
    }

    private static double mean(List<TrackingRow> of, ToDoubleFunction<Modes> value) {
        return of.stream().mapToDouble(row -> value.applyAsDouble(Objects.requireNonNull(row.modes()))).average().orElse(Double.NaN);
    }
}
