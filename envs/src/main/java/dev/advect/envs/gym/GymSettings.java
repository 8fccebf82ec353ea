package dev.advect.envs.gym;

import dev.advect.config.InvalidValueException;

import java.time.Duration;
import java.util.Map;

/**
 * The settings of the Python processes.
 *
 * @param interpreter the command or path that starts Python
 * @param timeout the maximum time for Python to start, to create the environments and to step all of them
 * @param processes the maximum number of processes that share the environments
 * @param environment environment variables to set in addition to those of this process
 */
public record GymSettings(String interpreter, Duration timeout, int processes, Map<String, String> environment) {
    static final String INTERPRETER = "ADVECT_PYTHON";
    static final String TIMEOUT = "ADVECT_PYTHON_TIMEOUT";
    private static final String PROCESSES = "ADVECT_PYTHON_PROCESSES";

    public GymSettings {
        if (interpreter.isBlank() || timeout.toMillis() < 1 || processes < 1) {
            throw new InvalidValueException("an interpreter, a time-out and at least 1 process are needed, not '"
                    + interpreter + "', " + timeout + " and " + processes);
        }
        environment = Map.copyOf(environment);
    }

    /**
     * Reads the settings from environment variables: {@code ADVECT_PYTHON} (default {@code python3}),
     * {@code ADVECT_PYTHON_TIMEOUT} in seconds (default 60) and {@code ADVECT_PYTHON_PROCESSES} (default one per core).
     *
     * @throws InvalidValueException if the timeout or the number of processes is not a positive whole number
     */
    public static GymSettings of(Map<String, String> variables) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new GymSettings(
                variables.getOrDefault(INTERPRETER, "python3"),
                Duration.ofSeconds(positive(variables, TIMEOUT, 60)),
                positive(variables, PROCESSES, cores),
                Map.of());
    }

    private static int positive(Map<String, String> variables, String name, int defaultValue) {
        String value = variables.getOrDefault(name, Integer.toString(defaultValue));
        if (!value.matches("0*[1-9]\\d{0,5}")) {
            throw new InvalidValueException(name + "=" + value + " is not a whole number from 1 to 999999");
        }
        return Integer.parseInt(value);
    }
}
