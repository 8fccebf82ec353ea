package dev.advect.train;

import dev.advect.learner.AlgorithmConfig;
import dev.advect.onpolicy.DppoAlgorithm;
import dev.advect.onpolicy.FpoAlgorithm;
import dev.advect.onpolicy.PpoAlgorithm;

/** The algorithms a run can use; this is where they are registered. */
public enum Algorithm {
    FPO("fpo", "Flow Policy Optimization: a flow policy, trained from scratch (arXiv 2507.21053)", FpoAlgorithm.class),
    FPO_PLUS_PLUS("fpo++", "FPO++: FPO with an asymmetric trust region and an averaged actor (arXiv 2602.02481)",
            FpoAlgorithm.class),
    REFPO("refpo", "ReFPO: FPO with a reflow regulariser, for few flow steps (arXiv 2606.21086)", FpoAlgorithm.class),
    DPPO("dppo", "Diffusion Policy Policy Optimization: PPO on the flow's steps (arXiv 2409.00588)", DppoAlgorithm.class),
    PPO("ppo", "Proximal Policy Optimization with a Gaussian policy: the baseline", PpoAlgorithm.class);

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
