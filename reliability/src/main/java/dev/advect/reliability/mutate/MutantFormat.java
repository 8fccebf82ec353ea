package dev.advect.reliability.mutate;

import java.io.IOException;
import java.nio.file.Path;

/** A kind of file whose reader is tried. */
interface MutantFormat {
    /**
     * Makes the undamaged files in an empty folder.
     *
     * @param fixtures where runs are kept that they may come from
     */
    void prepare(Path folder, Path fixtures) throws IOException, InterruptedException;

    /** Takes note of what the undamaged files hold, which {@link #read} then compares with. */
    default void learn(Path folder) throws IOException {}

    /** Whether this file of the folder is damaged, or only there because others need it. */
    default boolean isDamaged(Path file) {
        return true;
    }

    /**
     * Reads the folder in which one file was damaged, and judges what was read. Each format says here when a value other
     * than the original is right.
     *
     * @param file the damaged one, relative to the folder
     * @throws Exception what the reader throws; whether it is the right one is judged by the caller
     */
    Outcome read(Path folder, Path file) throws Exception;
}
