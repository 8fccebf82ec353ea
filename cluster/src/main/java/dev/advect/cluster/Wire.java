package dev.advect.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.experiments.runs.Measured;
import dev.advect.experiments.runs.RunJob;
import dev.advect.train.ConfigYaml;
import org.jspecify.annotations.Nullable;

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

    /**
     * The outcome of a job.
     *
     * @param measured the measurement; null if the job failed or was stopped
     * @param error why it failed, in one line; null if it did not
     * @param environment whether the environment failed, which other values may not cause
     */
    record Outcome(@Nullable Measured measured, @Nullable String error, boolean environment) {
        static Outcome failed(String error) {
            return new Outcome(null, error, false);
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
