package dev.advect.onpolicy;

/** How it is measured by how much an iteration moved the policy. */
public enum KlEstimate {
    /** By the objective's own ratios, at no cost; FPO's are of flow-matching losses and not of likelihoods. */
    RATIO,
    /** By likelihoods before and after the iteration. */
    EXACT
}
