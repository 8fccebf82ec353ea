package dev.advect.train;

import dev.advect.io.Checkpoint;

import java.util.Map;
import java.util.Optional;

/**
 * The physics engine of an environment and its version, as runs record it: contacts come out differently with another
 * version, so a run cannot be continued on one as if nothing had changed, and returns are not those of the same task.
 *
 * @param engine such as {@code MuJoCo 3.14.0}; empty where an environment has none whose version matters
 */
record Physics(String engine) {
    private static final String KEY = "physics";
    private static final String MUJOCO = "MuJoCo ";
    /** What every run of MuJoCo had before versions were recorded. */
    private static final String BEFORE = MUJOCO + "2.2.2";

    /** Adds itself to what a manifest says. */
    void putInto(Map<String, Object> extras) {
        if (!engine.isEmpty()) {
            extras.put(KEY, engine);
        }
    }

    /** Refuses to go on with a run on another version than the one that its checkpoint was made with. */
    void requireSame(Checkpoint checkpoint) throws RunException {
        Optional<String> other = other(checkpoint);
        if (other.isPresent()) {
            throw new RunException("checkpoint " + checkpoint.name() + " was made with " + other.get() + ", this is "
                    + engine + ": a run goes on with its own version only" + advice(other.get()));
        }
    }

    /** What to tell whoever evaluates a policy on another version than the one it was trained with. */
    Optional<String> warning(Checkpoint checkpoint) {
        return other(checkpoint).map(other -> "the policy was trained with " + other + ", this is " + engine
                + ": returns may differ" + advice(other));
    }

    private Optional<String> other(Checkpoint checkpoint) {
        String before = engine.startsWith(MUJOCO) ? BEFORE : engine;
        String recorded = String.valueOf(checkpoint.extras().getOrDefault(KEY, before));
        return engine.isEmpty() || recorded.equals(engine) ? Optional.empty() : Optional.of(recorded);
    }

    private static String advice(String engine) {
        if (!engine.startsWith(MUJOCO)) {
            return "";
        }
        String version = engine.substring(MUJOCO.length());
        return "; get it by advect mujoco --get=" + version + " and set ADVECT_MUJOCO=" + version;
    }
}
