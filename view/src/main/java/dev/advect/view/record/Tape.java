package dev.advect.view.record;

import dev.advect.data.DemonstrationBuilder;
import dev.advect.env.Step;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The episode that is being recorded: it is begun, ended, and then kept or discarded. */
public final class Tape {
    private final Takes takes;
    private final Keymap keymap;
    private State state = State.READY;
    private DemonstrationBuilder take;
    private @Nullable Boolean success;

    /** What the tape waits for. */
    public enum State {
        /** The next episode may begin. */
        READY,
        /** Steps are recorded. */
        RECORDING,
        /** An episode has ended and is to be kept or discarded. */
        ENDED
    }

    /** Records into the takes of a file. */
    public Tape(Takes takes, Keymap keymap) {
        this.takes = takes;
        this.keymap = keymap;
        take = takes.newTake();
    }

    /** What the tape waits for. */
    public State state() {
        return state;
    }

    /** What keys and axes do. */
    public Keymap keymap() {
        return keymap;
    }

    /** Begins an episode, and returns whether that is possible now. */
    public boolean begin() {
        if (state != State.READY) {
            return false;
        }
        take = takes.newTake();
        success = null;
        state = State.RECORDING;
        return true;
    }

    /**
     * Records a step.
     *
     * @param before the observation before it, {@code [observationSize]}
     * @param action the action, {@code [actionSize]}
     * @param step its result
     * @param over whether it was the episode's last
     */
    public void add(float[] before, float[] action, Step step, boolean over) {
        if (state == State.RECORDING) {
            take.add(before, 0, action, 0, step.reward, step.observation, 0, step.terminated, over && !step.terminated);
            if (over) {
                end();
            }
        }
    }

    /** Ends the episode; one without a step is discarded. */
    public void end() {
        if (state == State.RECORDING) {
            state = take.steps() > 0 ? State.ENDED : State.READY;
        }
    }

    /** Notes whether the environment sees its task solved. */
    public void succeeded(boolean solved) {
        success = solved;
    }

    /**
     * Keeps the episode, which is on disk when this returns.
     *
     * @throws IOException if it cannot be written; it is then still to be kept or discarded
     */
    public void keep() throws IOException {
        if (state == State.ENDED) {
            takes.keep(take);
            state = State.READY;
        }
    }

    /** Discards the episode. */
    public void discard() {
        state = State.READY;
    }

    /** Removes from the file the episode that was kept last. */
    public void undo() throws IOException {
        takes.undo();
    }

    /** The facts that the page shows. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("state", state.name().toLowerCase(Locale.ROOT));
        facts.put("kept", takes.count());
        facts.put("steps", state == State.READY ? 0 : take.steps());
        facts.put("file", takes.file().toString());
        facts.put("success", success);
        return facts;
    }
}
