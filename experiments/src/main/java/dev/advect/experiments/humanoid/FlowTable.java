package dev.advect.experiments.humanoid;

import java.util.List;
import java.util.Locale;

/** The table that tells whether the flows are more than a Gaussian of fixed deviation, which PPO's policy is. */
record FlowTable(List<FlowNumbers> runs) {

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (FlowNumbers run : runs) {
            text.append(String.format(Locale.ROOT, "| %s | %s | %d | %.4f | %.2f | %.1f |%n", run.goal(), run.algo(), run.seed(),
                    run.spread(), run.loss(), run.hinges() / 2.0));
        }
        return text.isEmpty() ? "There is no folder of a flow's run.\n"
                : "Spread: the standard deviation of actions in one state, without the perturbation; flow loss: the sum of squared "
                + "errors over twice the perturbation's variance. Both are of a run's last iteration. A policy that does the same for every noise is a Gaussian "
                + "of fixed deviation once it is perturbed: its spread is near 0, and its flow loss half the number of hinges.\n\n"
                + "| goal | algorithm | seed | spread of actions without the perturbation | flow loss | half the number of hinges |\n"
                + "|---|---|---|---|---|---|\n" + text;
    }
}
