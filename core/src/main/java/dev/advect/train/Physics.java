package dev.advect.train;

import dev.advect.io.Checkpoint;

import java.util.Map;
import java.util.Optional;

/**
 * The physics engine of an environment and its version, as recorded in a run. Another version resolves contacts
 * differently, so a run must not continue on it as if nothing had changed, and its returns are not comparable.
 *
 * @param engine the engine, such as {@code MuJoCo 3.14.0}; empty if the environment has none whose version matters
 */
record Physics(String engine) {
    private static final String KEY = "physics";
    private static final String MUJOCO = "MuJoCo ";
    /** The version that all MuJoCo runs used before versions were recorded. */
    private static final String UNRECORDED = MUJOCO + "2.2.2";

    /** Adds the engine to a manifest's values. */
    void putInto(Map<String, Object> extras) {
        if (!engine.isEmpty()) {
            extras.put(KEY, engine);
        }
    }

    /**
     * Checks that the run continues on the version that its checkpoint was made with.
     *
     * @throws RunException if it does not
     */
    void requireSame(Checkpoint checkpoint) throws RunException {
        Optional<String> other = other(checkpoint);
        if (other.isPresent()) {
            throw new RunException("checkpoint " + checkpoint.name() + " was made with " + other.get() + ", this is "
                    + engine + ": a run goes on with its own version only" + advice(other.get()));
        }
    }

    /** The warning for a user who evaluates a policy on another version than it was trained with. */
    Optional<String> warning(Checkpoint checkpoint) {
        return other(checkpoint).map(other -> "the policy was trained with " + other + ", this is " + engine
                + ": returns may differ" + advice(other));
    }

    private Optional<String> other(Checkpoint checkpoint) {
        String unrecorded = engine.startsWith(MUJOCO) ? UNRECORDED : engine;
        String recorded = String.valueOf(checkpoint.extras().getOrDefault(KEY, unrecorded));
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
