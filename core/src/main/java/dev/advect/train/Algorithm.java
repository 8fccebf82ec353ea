package dev.advect.train;

import dev.advect.learner.AlgorithmConfig;
import dev.advect.offpolicy.CalQlAlgorithm;
import dev.advect.offpolicy.IbrlAlgorithm;
import dev.advect.offpolicy.RlpdAlgorithm;
import dev.advect.offpolicy.SwfpAlgorithm;
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
    PPO("ppo", "Proximal Policy Optimization with a Gaussian policy: the baseline", PpoAlgorithm.class),
    SWFP("swfp", "Stepwise Flow Policy: a cascade of flows, pre-trained on demonstrations or not, improved from a replay "
            + "buffer (arXiv 2510.15388)", SwfpAlgorithm.class),
    RLPD("rlpd", "Reinforcement Learning with Prior Data: soft actor-critic with many critics (arXiv 2302.02948)",
            RlpdAlgorithm.class),
    CALQL("calql", "Calibrated conservative Q-learning: offline on demonstrations, then online (arXiv 2303.05479)",
            CalQlAlgorithm.class),
    IBRL("ibrl", "Imitation Bootstrapped Reinforcement Learning: a cloned policy acts beside the actor (arXiv 2311.02198)",
            IbrlAlgorithm.class);

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
