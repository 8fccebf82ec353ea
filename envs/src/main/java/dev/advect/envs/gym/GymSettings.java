package dev.advect.envs.gym;

import dev.advect.config.InvalidValueException;

import java.time.Duration;
import java.util.Map;

/**
 * How Python is run.
 *
 * @param interpreter the command or path that starts it
 * @param timeout how long it may take to answer: to start, to make the environments, for a step of all of them
 * @param processes how many share the environments, at most
 * @param environment variables set beside those of this process
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
     * From environment variables: {@code ADVECT_PYTHON} (else {@code python3}), {@code ADVECT_PYTHON_TIMEOUT} in seconds
     * (else 60), {@code ADVECT_PYTHON_PROCESSES} (else one a core).
     *
     * @throws InvalidValueException if one of them is not a number where it must be
     */
    public static GymSettings of(Map<String, String> variables) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new GymSettings(
                variables.getOrDefault(INTERPRETER, "python3"),
                Duration.ofSeconds(positive(variables, TIMEOUT, 60)),
                positive(variables, PROCESSES, cores),
                Map.of());
    }

    private static int positive(Map<String, String> variables, String name, int otherwise) {
        String value = variables.getOrDefault(name, Integer.toString(otherwise));
        if (!value.matches("0*[1-9]\\d{0,5}")) {
            throw new InvalidValueException(name + "=" + value + " is not a whole number from 1 to 999999");
        }
        return Integer.parseInt(value);
    }
}
