package dev.advect.train;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.io.Checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/** The comparison of a checkpoint's manifest with the run that is to load it. */
final class CheckpointMatch {
    private CheckpointMatch() {}

    static Map<String, Object> extras(RunConfig config, EnvSpec spec) {
        Map<String, Object> extras = policyExtras(config, spec);
        extras.putAll(config.algorithm().trainingShape());
        return extras;
    }

    private static Map<String, Object> policyExtras(RunConfig config, EnvSpec spec) {
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("env", config.env());
        extras.put("algo", ConfigYaml.name(config.algo()));
        extras.put("observation_size", spec.observationSize());
        extras.put("action_size", spec.actionSize());
        if (!spec.observationParts().isEmpty()) {
            extras.put("observation_parts", ObservationPart.describe(spec.observationParts()));
        }
        extras.putAll(config.algorithm().policyShape());
        return extras;
    }

    /**
     * Checks that a policy can be read from this checkpoint: environment, algorithm and network must be those of the
     * run.
     *
     * @throws RunException if they differ
     */
    static void requirePolicy(Checkpoint checkpoint, RunConfig config, EnvSpec spec) throws RunException {
        require(checkpoint, policyExtras(config, spec));
    }

    /**
     * Checks that training can continue from this checkpoint: everything that determines the learner's state must
     * match.
     *
     * @throws RunException if anything differs
     */
    static void requireTraining(Checkpoint checkpoint, RunConfig config, EnvSpec spec) throws RunException {
        require(checkpoint, extras(config, spec));
    }

    private static void require(Checkpoint checkpoint, Map<String, Object> extras) throws RunException {
        for (Map.Entry<String, Object> wanted : extras.entrySet()) {
            Object found = checkpoint.extras().get(wanted.getKey());
            // older manifests lack some values; a mismatch then shows in the tensors' sizes
            if (found != null && !found.toString().equals(wanted.getValue().toString())) {
                throw new RunException("checkpoint " + checkpoint.name() + " was made with " + wanted.getKey()
                        + " " + found + ", this run has " + wanted.getValue());
            }
        }
    }
}
