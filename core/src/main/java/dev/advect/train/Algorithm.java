package dev.advect.train;

import dev.advect.learner.AlgorithmSettings;
import dev.advect.offpolicy.calql.CalQlSettings;
import dev.advect.offpolicy.fql.FqlSettings;
import dev.advect.offpolicy.ibrl.IbrlSettings;
import dev.advect.offpolicy.qc.QcSettings;
import dev.advect.offpolicy.rlpd.RlpdSettings;
import dev.advect.offpolicy.swfp.SwfpSettings;
import dev.advect.onpolicy.dppo.DppoSettings;
import dev.advect.onpolicy.fpo.FpoSettings;
import dev.advect.onpolicy.joint.JointSettings;
import dev.advect.onpolicy.latent.LatentSettings;
import dev.advect.onpolicy.ppo.PpoSettings;

/** The algorithms that a run can use. Each is registered here under its name, with its configuration record. */
public enum Algorithm {
    FPO("fpo", "Flow Policy Optimization: a flow policy, trained from scratch (arXiv 2507.21053)", FpoSettings.class),
    FPO_PLUS_PLUS("fpo++", "FPO++: FPO with an asymmetric trust region and an averaged actor (arXiv 2602.02481)",
            FpoSettings.class),
    REFPO("refpo", "ReFPO: FPO with a reflow regulariser, for few flow steps (arXiv 2606.21086)", FpoSettings.class),
    FPO_JOINT("fpo-joint", "FPO's policy with an exact ratio: that of noise and action together", JointSettings.class),
    DPPO("dppo", "Diffusion Policy Policy Optimization: PPO on the flow's steps (arXiv 2409.00588)", DppoSettings.class),
    PPO("ppo", "Proximal Policy Optimization with a Gaussian policy: the baseline", PpoSettings.class),
    LATENT("latent", "PPO in the noise of a frozen flow: what advect distill trains", LatentSettings.class),
    SWFP("swfp", "Stepwise Flow Policy: a cascade of flows, pre-trained on demonstrations or not, improved from a replay "
            + "buffer (arXiv 2510.15388)", SwfpSettings.class),
    RLPD("rlpd", "Reinforcement Learning with Prior Data: soft actor-critic with many critics (arXiv 2302.02948)",
            RlpdSettings.class),
    CALQL("calql", "Calibrated conservative Q-learning: offline on demonstrations, then online (arXiv 2303.05479)",
            CalQlSettings.class),
    IBRL("ibrl", "Imitation Bootstrapped Reinforcement Learning: a cloned policy acts beside the actor (arXiv 2311.02198)",
            IbrlSettings.class),
    FQL("fql", "Flow Q-Learning: a one-step policy, distilled from a flow that imitates the data (arXiv 2502.02538)",
            FqlSettings.class),
    QC("qc", "Q-chunking: the best by a critic of the action chunks that a flow draws (arXiv 2507.07969)", QcSettings.class);

    private final String label;
    private final String description;
    private final Class<? extends AlgorithmSettings> configType;

    Algorithm(String label, String description, Class<? extends AlgorithmSettings> configType) {
        this.label = label;
        this.description = description;
        this.configType = configType;
    }

    public String description() {
        return description;
    }

    /** The record that holds the algorithm's configuration sections. */
    public Class<? extends AlgorithmSettings> configType() {
        return configType;
    }

    /** The algorithm's name as users write it. */
    @Override
    public String toString() {
        return label;
    }
}
