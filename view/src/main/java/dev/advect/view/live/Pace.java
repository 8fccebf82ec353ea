package dev.advect.view.live;

/** The pace of a simulation against the clock on the wall. Times are in s. */
final class Pace {
    /** The delay beyond which the simulation no longer tries to catch up. */
    private static final double MAX_LAG = 0.1;
    private static final double NANO = 1e-9;

    private double due = now();
    private double measuredFrom = now();
    private double simulated;
    private double measured;

    /** The time on the wall, from some fixed moment on. */
    static double now() {
        return System.nanoTime() * NANO;
    }

    /** Whether the next step, of the given duration, should be done. */
    boolean isDue(double step) {
        double late = now() - due;
        if (late > MAX_LAG + step) {
            due = now(); // too slow a machine, or a slow environment: no attempt to catch up
        }
        return late >= 0;
    }

    double secondsLeft() {
        return Math.max(0, due - now());
    }

    /** A step of the given duration was done. */
    void stepped(double step) {
        due += step;
        simulated += step;
        double elapsed = now() - measuredFrom;
        if (elapsed >= 1) {
            measured = simulated / elapsed;
            simulated = 0;
            measuredFrom = now();
        }
    }

    /** The simulation stands still: what follows is not late. */
    void restart() {
        due = now();
        measuredFrom = now();
        simulated = 0;
    }

    /** The simulated time over the time that should have been, about 1 if the machine keeps up. */
    double measured() {
        return measured;
    }
}
