package dev.advect.experiments.runs;

import dev.advect.train.Evaluation;
import dev.advect.train.RunConfig;
import dev.advect.train.TrainListener;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * A service that executes runs on a cluster. Its implementation needs Apache Spark, which is not a part of advect, and is
 * found by {@link ServiceLoader}.
 */
public interface ClusterService {

    /**
     * What is asked of a cluster.
     *
     * @param master the cluster as Spark names it, such as {@code spark://host:7077}
     * @param folder the folder of all runs, on storage that all machines share
     * @param threads the number of cores that each run needs
     * @param parallel the number of runs that are handed over at the same time; 0 for as many as the cluster has room for
     * @param warnings receives what the user should know, one line each
     */
    record Request(String master, Path folder, int threads, int parallel, Consumer<String> warnings) {}

    /**
     * Connects to a cluster.
     *
     * @throws IOException if it cannot be reached; the message is one line
     */
    RunExecutor connect(Request request) throws IOException;

    /**
     * A run that several workers train together.
     *
     * @param master the cluster as Spark names it
     * @param folder the run's folder, which exists, on storage that all machines share
     * @param workers the number of processes, which divides the number of threads
     * @param seconds the seconds after which a worker that does not answer is given up
     * @param resume whether the run continues
     * @param warnings receives what the user should know, one line each
     */
    record Training(String master, Path folder, RunConfig config, int workers, long seconds, boolean resume,
            Consumer<String> warnings) {}

    /**
     * Trains a run on a cluster until it is complete, or is stopped.
     *
     * @param stopper receives an action that asks for the end, after which the run is saved
     * @return the last evaluation; null if there was none
     * @throws IOException if the cluster cannot be reached, or the run fails; the message is one line
     */
    @Nullable Evaluation train(Training training, TrainListener listener, Consumer<Runnable> stopper) throws IOException;

    /**
     * Serves as the master of a standalone cluster until the process ends.
     *
     * @param host the name or address by which workers and drivers reach this machine, to which the master is bound
     * @param ready receives the address of the cluster
     * @throws IOException if the port is in use
     */
    void serveMaster(String host, int port, Consumer<String> ready) throws IOException;

    /**
     * Serves as a worker of a standalone cluster until the process ends.
     *
     * @param master the address of the cluster
     * @param host the name or address by which the others reach this machine
     * @param cores the number of cores that runs may use
     * @param memory the memory that executors may use, such as {@code 8g}
     * @param folder the folder for the logs of executors
     * @throws IOException if the master cannot be reached
     */
    void serveWorker(String master, String host, int cores, String memory, Path folder) throws IOException;

    /**
     * Finds the implementation.
     *
     * @throws IOException if there is none
     */
    static ClusterService find() throws IOException {
        return ServiceLoader.load(ClusterService.class).findFirst().orElseThrow(() -> new IOException(
                "--cluster needs Apache Spark, which is not on the class path: start advect by its launcher, which fetches it"));
    }
}
