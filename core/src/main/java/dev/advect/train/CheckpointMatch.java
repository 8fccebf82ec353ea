package dev.advect.train;

import dev.advect.env.EnvSpec;
import dev.advect.io.Checkpoint;
import dev.advect.io.CheckpointException;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a manifest says of the run it was made in, and whether that is the run at hand. */
final class CheckpointMatch {
    private CheckpointMatch() {}

    static Map<String, Object> extras(RunConfig config, EnvSpec spec) {
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("env", config.env());
        extras.put("algo", ConfigYaml.name(config.algo()));
        extras.put("observation_size", spec.observationSize());
        extras.put("action_size", spec.actionSize());
        extras.put("policy_hidden", config.algorithm().policyHidden());
        return extras;
    }

    /** Refuses the checkpoint of another environment, algorithm or shape. */
    static void require(Checkpoint checkpoint, RunConfig config, EnvSpec spec) throws CheckpointException {
        for (Map.Entry<String, Object> wanted : extras(config, spec).entrySet()) {
            Object found = checkpoint.extras().get(wanted.getKey());
            if (!String.valueOf(found).equals(String.valueOf(wanted.getValue()))) {
                throw new CheckpointException("checkpoint " + checkpoint.name() + " was made with " + wanted.getKey()
                        + " " + found + ", this run has " + wanted.getValue());
            }
        }
    }
}
