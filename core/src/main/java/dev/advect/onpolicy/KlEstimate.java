package dev.advect.onpolicy;

/** The way to measure how far an iteration moved the policy. */
public enum KlEstimate {
    /**
     * From the objective's own ratios, at no extra cost; FPO's ratios come from flow-matching losses and not from
     * likelihoods.
     */
    RATIO,
    /** From exact likelihoods before and after the iteration. */
    EXACT,
    /** From the ratios, while the exact divergence is logged beside it and has no effect. */
    BOTH
}
