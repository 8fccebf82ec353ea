package dev.advect.view.runs;

import java.util.Locale;

/** What a run is doing. */
public enum RunState {
    /** Its files are being written. */
    TRAINING,
    /** Its budget is spent. */
    FINISHED,
    /** It has budget left, but its files have not been written for a while. */
    STOPPED,
    /** It has written nothing yet. */
    WAITING,
    /** Its files cannot be read. */
    DAMAGED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
