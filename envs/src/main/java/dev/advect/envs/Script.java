package dev.advect.envs;

import java.util.List;
import java.util.function.BooleanSupplier;

/** A script for a hand: a sequence of phases, of which the last never ends. */
public final class Script {

    /**
     * A phase of a script.
     *
     * @param aim sets the hand's goals; it runs at every step, since objects may move
     * @param done whether the next phase may begin
     * @param atMost the maximum number of steps, after which the next phase begins anyway
     */
    public record Phase(Runnable aim, BooleanSupplier done, int atMost) {

        /** Creates a phase with a fixed number of steps. */
        public static Phase lasting(int steps, Runnable aim) {
            return new Phase(aim, () -> false, steps);
        }
    }

    private final List<Phase> phases;
    private int current;
    private int steps;

    /** Creates a script of phases that run in the given order. */
    public Script(List<Phase> phases) {
        this.phases = List.copyOf(phases);
    }

    /** Restarts the script at the first phase. */
    public void begin() {
        goTo(0);
    }

    /** Continues with the given phase. */
    private void goTo(int phase) {
        current = phase;
        steps = 0;
    }

    /** Whether the current phase is the last one. */
    public boolean isAtLast() {
        return current == phases.size() - 1;
    }

    /** Runs one step, which sets the hand's goals. */
    public void step() {
        while (current < phases.size() - 1 && isOver(phases.get(current))) {
            goTo(current + 1);
        }
        phases.get(current).aim().run();
        steps++;
    }

    /** Whether a phase is over; it aims at least once before {@code done} is evaluated. */
    private boolean isOver(Phase phase) {
        return steps >= phase.atMost() || (steps > 0 && phase.done().getAsBoolean());
    }
}
