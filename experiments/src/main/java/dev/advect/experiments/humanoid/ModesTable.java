package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The table of which look-alike motion policies perform, see {@link Modes}: flows with stochastic actions, PPO with its mean action,
 * which is how it is evaluated.
 */
record ModesTable(TrackingRows rows) {

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (Goal goal : Goal.values()) {
            for (String algo : rows.algos()) {
                boolean stochastic = !TrackingRows.isGaussian(algo);
                List<TrackingRow> of = rows.of(goal, algo, stochastic).all().stream().filter(ModesTable::hasModes).toList();
                if (!of.isEmpty()) {
                    text.append(String.format(Locale.ROOT, "| %s | %s | %s | %d | %.2f | %.0f | %.0f | %.1f | %.1f | %.1f | %.0f |%n",
                            goal.label(), algo, of.getFirst().actions(), of.stream().mapToInt(TrackingRow::episodes).max().orElse(0),
                            mean(of, Modes::entropy), 100 * mean(of, Modes::told), 100 * mean(of, Modes::committed),
                            mean(of, Modes::nearest), mean(of, modes -> Objects.requireNonNull(modes.apart())),
                            mean(of, Modes::meanPose), 100 * mean(of, Modes::lost)));
                }
            }
        }
        return text.isEmpty() ? "No motion has look-alikes, which share its first pose and for two seconds the path of its pelvis.\n"
                : "Some motions share the first pose and for two seconds the path of the pelvis, so that the pelvis alone does not tell "
                + "which is meant. An episode is committed to a motion if after two seconds it is nearer to its pose than half the "
                + "distance from there to the nearest other motion. Entropy: that of the motions to which episodes are committed, "
                + "0 if a policy always does the same or is never committed; told: the share committed to the motion that was to be "
                + "tracked; apart: from that motion to the nearest other; lost: more than 0.5 m away before. Flows with stochastic "
                + "actions, PPO with its mean action; means over motions and seeds.\n\n"
                + "| goal | algorithm | actions | episodes | entropy, bits | told, % | committed, % | from the nearest, mm | apart, mm "
                + "| from the mean pose, mm | lost, % |\n|---|---|---|---|---|---|---|---|---|---|---|\n" + text;
    }

    private static boolean hasModes(TrackingRow row) {
        Modes modes = row.modes();
        return modes != null && modes.isCurrent();
    }

    private static double mean(List<TrackingRow> of, ToDoubleFunction<Modes> value) {
        return of.stream().mapToDouble(row -> value.applyAsDouble(Objects.requireNonNull(row.modes()))).average().orElse(Double.NaN);
    }
}
