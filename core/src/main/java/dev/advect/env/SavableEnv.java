package dev.advect.env;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * An environment whose state can be saved in the middle of an episode, so that a resumed run continues bit for bit.
 * Other environments begin a new episode when a run is resumed.
 */
public interface SavableEnv extends Env {

    /** Whether this instance can be saved, which may depend on its model; if not, it begins a new episode as other environments do. */
    default boolean canBeSaved() {
        return true;
    }

    /** Returns an environment as one that can be saved; null if it cannot. */
    static @Nullable SavableEnv of(Env env) {
        return env instanceof SavableEnv savable && savable.canBeSaved() ? savable : null;
    }

    /** Writes everything that the next {@link #step} depends on, except the generator that {@link #reset} was given. */
    void save(DataOutput out) throws IOException;

    /** Restores what {@link #save} wrote. {@link #reset} is always called on this instance first. */
    void load(DataInput in) throws IOException;
}
