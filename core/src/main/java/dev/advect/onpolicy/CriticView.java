package dev.advect.onpolicy;

/** The part of an observation that the value network sees where the environment hides components from the policy. */
public enum CriticView {
    /** Everything: the value network is needed in training only. */
    FULL,
    /** Only the components that the policy sees. */
    MASKED
}
