package dev.advect.app.options;

import dev.advect.experiments.runs.ClusterService;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.train.Evaluation;
import dev.advect.train.RunConfig;
import dev.advect.train.TrainListener;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/** The option that sends runs to a cluster. */
public final class ClusterOption {
    @Option(names = "--cluster", paramLabel = "MASTER",
            description = "Train on a cluster of Apache Spark: spark://HOST:PORT, local-cluster[WORKERS,CORES,MEGABYTES], "
                    + "local[CORES]. Default: in this process.")
    private @Nullable String master;

    /** Whether a cluster is asked for. */
    public boolean isGiven() {
        return master != null;
    }

    /**
     * The number of threads of each run: what was given, otherwise one on a cluster and all cores in this process.
     */
    public int threads(@Nullable Integer given) {
        return given != null ? given : isGiven() ? 1 : Runtime.getRuntime().availableProcessors();
    }

    /**
     * Trains a run on the cluster, which must have been asked for.
     *
     * @param folder the run's folder
     * @param workers the number of processes
     * @param seconds the seconds after which a worker that does not answer is given up
     * @param resume whether the run continues
     * @param stopper receives an action that asks for the end
     * @return the last evaluation; null if there was none
     */
    public @Nullable Evaluation train(CommandSpec spec, Path folder, RunConfig config, int workers, long seconds, boolean resume,
            TrainListener listener, Consumer<Runnable> stopper) throws IOException {
        return ClusterService.find().train(new ClusterService.Training(Objects.requireNonNull(master), folder, config, workers, seconds,
                resume, warning -> warn(spec, warning)), listener, stopper);
    }

    private static void warn(CommandSpec spec, String warning) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(warning);
        err.flush();
    }

    /**
     * Connects to the cluster, or returns the local executor if none is asked for.
     *
     * @param folder the folder of all runs
     * @param threads the number of threads of each run
     * @param parallel the number of runs that are handed over at the same time; 0 for as many as there is room for
     */
    public RunExecutor connect(CommandSpec spec, Path folder, int threads, int parallel, RunExecutor local) throws IOException {
        if (master == null) {
            return local;
        }
        return ClusterService.find().connect(
                new ClusterService.Request(master, folder, threads, parallel, warning -> warn(spec, warning)));
    }
}
