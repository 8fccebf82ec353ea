package dev.advect.onpolicy;

/**
 * The clip width, which bounds how far a ratio may deviate from 1: the configured value, or the fraction of it that
 * annealing has left.
 */
public final class ClipWidth {
    private final double configured;
    private double current;

    public ClipWidth(double configured) {
        this.configured = configured;
        current = configured;
    }

    /** The current width. */
    public double current() {
        return current;
    }

    /** Sets the width to a fraction of the configured value. No worker may be computing meanwhile. */
    public void scaleTo(double fraction) {
        current = configured * fraction;
    }

    /** Sets the width. */
    void set(double width) {
        current = width;
    }
}
