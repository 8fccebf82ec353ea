package dev.advect.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.experiments.runs.Measured;
import dev.advect.experiments.runs.RunJob;
import dev.advect.train.ConfigYaml;
import dev.advect.train.RunInUseException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/** Jobs and their results as text, the only form in which anything goes from one machine to another. */
final class Wire {
    private static final JsonMapper JSON = new JsonMapper();

    private Wire() {}

    /**
     * A job on its way to an executor.
     *
     * @param build the build of advect that sent it, see {@link Build}
     * @param folder the run's folder, absolute
     * @param config the configuration as YAML
     */
    record Order(String build, String folder, String config, int episodes, long episodeSeed, int threads) {
        static Order of(RunJob job) {
            return new Order(Build.fingerprint(), job.folder().toAbsolutePath().normalize().toString(),
                    ConfigYaml.write(job.config()), job.episodes(), job.episodeSeed(), job.threads());
        }

        RunJob job() {
            return new RunJob(Path.of(folder), ConfigYaml.read(config, "the job"), episodes, episodeSeed, threads);
        }
    }

    /** The kinds of failures that a driver tells apart, as it does those of its own process. */
    enum Failure {
        /** The environment failed. */
        ENVIRONMENT,
        /** The values of the configuration are not possible. */
        VALUES,
        /** Another process trains in the run's folder. */
        IN_USE,
        OTHER;

        static Failure of(Exception why) {
            return switch (why) {
                case EnvException _ -> ENVIRONMENT;
                case InvalidValueException _ -> VALUES;
                case RunInUseException _ -> IN_USE;
                default -> OTHER;
            };
        }
    }

    /**
     * The outcome of a job.
     *
     * @param measured the measurement; null if the job failed or was stopped
     * @param failure what failed; null if nothing did
     * @param error why it failed, in one line; null if it did not
     */
    record Outcome(@Nullable Measured measured, @Nullable Failure failure, @Nullable String error) {
        static Outcome ended(@Nullable Measured measured) {
            return new Outcome(measured, null, null);
        }

        static Outcome failed(String error) {
            return new Outcome(null, Failure.OTHER, error);
        }

        /** @param host the machine, which the message names first */
        static Outcome failed(String host, Exception why) {
            return new Outcome(null, Failure.of(why), host + ": " + why.getMessage());
        }

        /** Throws what the job threw, if it failed. */
        void throwIfFailed() throws IOException {
            if (failure == null) {
                return;
            }
            String message = String.valueOf(error);
            switch (failure) {
                case ENVIRONMENT -> throw new EnvException(message);
                case VALUES -> throw new InvalidValueException(message);
                case IN_USE -> throw new RunInUseException(message);
                case OTHER -> throw new IOException(message);
            }
        }
    }

    static String text(Record value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T extends Record> T parse(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
