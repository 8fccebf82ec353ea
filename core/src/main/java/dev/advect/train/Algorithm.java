package dev.advect.train;

/** The algorithms a run can use. */
public enum Algorithm {
    FPO("Flow Policy Optimization: a flow policy, trained from scratch (arXiv 2507.21053)"),
    PPO("Proximal Policy Optimization with a Gaussian policy: the baseline");

    private final String description;

    Algorithm(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }
}
