package dev.advect.onpolicy;

/** How far a ratio may leave 1: what is configured, or the part of it that annealing has left. */
public final class ClipWidth {
    private final double configured;
    private double now;

    public ClipWidth(double configured) {
        this.configured = configured;
        now = configured;
    }

    /** The width now. */
    public double now() {
        return now;
    }

    /** From now on this part of what is configured; no worker may be computing meanwhile. */
    public void narrowTo(double part) {
        now = configured * part;
    }

    /** From now on the width is this. */
    void set(double width) {
        now = width;
    }
}
