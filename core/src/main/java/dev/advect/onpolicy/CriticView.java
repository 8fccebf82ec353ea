package dev.advect.onpolicy;

/** What the value network sees of an observation of which the environment hides a part from the policy. */
public enum CriticView {
    /** Everything: the value network is needed in training only. */
    FULL,
    /** The same as the policy. */
    MASKED
}
