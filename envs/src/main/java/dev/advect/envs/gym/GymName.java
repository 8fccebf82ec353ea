package dev.advect.envs.gym;

import dev.advect.config.InvalidValueException;

/**
 * The name of a Gymnasium environment, {@code gym:MODULE:ENV_ID}.
 *
 * @param module the Python module whose import registers the environment
 * @param id the environment id that is passed to {@code gymnasium.make}
 */
public record GymName(String module, String id) {
    private static final String PREFIX = "gym:";

    /** Whether a name has the prefix of a Gymnasium environment. */
    public static boolean matches(String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * Parses a name of the form {@code gym:MODULE:ENV_ID}.
     *
     * @throws InvalidValueException if the name does not have this form
     */
    public static GymName parse(String name) {
        String[] parts = name.split(":", -1);
        boolean whole = matches(name) && parts.length == 3;
        if (!whole || !parts[1].matches("\\w+(\\.\\w+)*") || parts[2].isBlank()) {
            throw new InvalidValueException("'" + name + "' does not name a Python environment: it must be "
                    + "gym:MODULE:ENV_ID, such as gym:gymnasium:Pendulum-v1");
        }
        return new GymName(parts[1], parts[2]);
    }

    @Override
    public String toString() {
        return PREFIX + module + ":" + id;
    }
}
