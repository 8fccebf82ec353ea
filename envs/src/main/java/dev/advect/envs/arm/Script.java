package dev.advect.envs.arm;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a hand does, one phase after the other. The last phase lasts for ever.
 */
public final class Script {

    /**
     * A part of a script.
     *
     * @param aim sets the hand's goals, at every step anew as things may move
     * @param done whether the next phase begins
     * @param atMost steps after which it begins anyway
     */
    public record Phase(Runnable aim, BooleanSupplier done, int atMost) {

        /** A phase of so many steps. */
        public static Phase lasting(int steps, Runnable aim) {
            return new Phase(aim, () -> false, steps);
        }
    }

    private final List<Phase> phases;
    private int current;
    private int steps;

    /** @param phases one after the other */
    public Script(List<Phase> phases) {
        this.phases = List.copyOf(phases);
    }

    /** Begins with the first phase. */
    public void begin() {
        goTo(0);
    }

    /** Goes on from a phase. */
    void goTo(int phase) {
        current = phase;
        steps = 0;
    }

    /** The phase that is under way, from 0. */
    int current() {
        return current;
    }

    /** Whether the last phase is under way. */
    public boolean isAtLast() {
        return current == phases.size() - 1;
    }

    /** One step: sets the hand's goals. */
    public void step() {
        while (current < phases.size() - 1 && isOver(phases.get(current))) {
            goTo(current + 1);
        }
        phases.get(current).aim().run();
        steps++;
    }

    /** A phase aims at least once before it is asked whether it is done. */
    private boolean isOver(Phase phase) {
        return steps >= phase.atMost() || (steps > 0 && phase.done().getAsBoolean());
    }
}
