package dev.advect.train;

import dev.advect.learner.AlgorithmConfig;
import dev.advect.offpolicy.SwfpAlgorithm;
import dev.advect.onpolicy.FpoAlgorithm;
import dev.advect.onpolicy.PpoAlgorithm;

/** The algorithms a run can use; this is where they are registered. */
public enum Algorithm {
    FPO("fpo", "Flow Policy Optimization: a flow policy, trained from scratch (arXiv 2507.21053)", FpoAlgorithm.class),
    PPO("ppo", "Proximal Policy Optimization with a Gaussian policy: the baseline", PpoAlgorithm.class),
    SWFP("swfp", "Stepwise Flow Policy: a cascade of flows, pre-trained on demonstrations or not, improved from a replay "
            + "buffer (arXiv 2510.15388)", SwfpAlgorithm.class);

    private final String label;
    private final String description;
    private final Class<? extends AlgorithmConfig> configType;

    Algorithm(String label, String description, Class<? extends AlgorithmConfig> configType) {
        this.label = label;
        this.description = description;
        this.configType = configType;
    }

    public String description() {
        return description;
    }

    /** The record of the algorithm's sections. */
    public Class<? extends AlgorithmConfig> configType() {
        return configType;
    }

    /** The name as users write it. */
    @Override
    public String toString() {
        return label;
    }
}
