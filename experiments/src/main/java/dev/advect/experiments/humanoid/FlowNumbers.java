package dev.advect.experiments.humanoid;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.io.JsonLines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The metrics of a flow in the last iteration of its run.
 *
 * @param goal what the policy was told
 * @param algo the algorithm
 * @param seed the seed of the run
 * @param hinges the number of the body's hinges, which is that of an action's components
 * @param spread the standard deviation of actions given the state, without the perturbation
 * @param loss the flow loss
 */
record FlowNumbers(String goal, String algo, long seed, int hinges, double spread, double loss) {

    /** Reads them from a run's folder; empty if it is gone, or the run is none of a flow. */
    static Optional<FlowNumbers> of(Path run, String goal, String algo, long seed, int hinges) throws IOException {
        Path metrics = run.resolve("metrics.jsonl");
        if (!Files.exists(metrics)) {
            return Optional.empty();
        }
        JsonNode[] last = new JsonNode[1];
        JsonLines.forEach(metrics, line -> last[0] = line.has("policy/flow_loss") ? line : last[0]);
        return Optional.ofNullable(last[0]).map(line -> new FlowNumbers(goal, algo, seed, hinges, line.path("policy/spread").asDouble(),
                line.path("policy/flow_loss").asDouble()));
    }
}
