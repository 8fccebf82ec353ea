package dev.advect.env;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * An environment whose state can be saved in the middle of an episode, which makes a resumed run continue bit for
 * bit. Environments that are not savable begin a new episode when a run is resumed.
 */
public interface SavableEnv extends Env {

    /** Writes all that the next {@link #step} depends on, the generator of {@link #reset} excepted. */
    void save(DataOutput out) throws IOException;

    /** Reads what {@link #save} wrote. {@link #reset} was called on this instance before. */
    void load(DataInput in) throws IOException;
}
