package dev.advect.cluster;

import dev.advect.cluster.Wire.Order;
import dev.advect.cluster.Wire.Outcome;
import dev.advect.config.InvalidValueException;
import dev.advect.experiments.runs.ClusterService.Request;
import dev.advect.experiments.runs.Measured;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.experiments.runs.RunJob;
import dev.advect.train.Progress;
import dev.advect.train.TrainListener;
import org.apache.spark.api.java.JavaFutureAction;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The execution of runs as tasks of Apache Spark, each a job of its own. The runs' folders are on storage that all
 * machines share: a run whose executor is lost is given to another one, which continues from the last checkpoint.
 */
final class SparkRuns implements RunExecutor {
    private final SparkConnection connection;
    private final RunTask task;
    private final StopFile stop;
    private final int parallel;

    private SparkRuns(SparkConnection connection, Request request, String folder, String mark) {
        this.connection = connection;
        String driver = UUID.randomUUID().toString();
        task = new RunTask(folder, mark, driver);
        stop = new StopFile(Path.of(folder), driver);
        parallel = request.parallel() > 0 ? request.parallel() : Math.max(1, connection.room(request.threads()));
    }

    static SparkRuns connect(MasterUrl master, Request request) throws IOException {
        if (request.threads() > master.coresTogether()) {
            throw new InvalidValueException("--threads=" + request.threads() + " is not possible with --cluster=" + master.url()
                    + ", which has " + master.coresTogether() + " cores in one place");
        }
        Path folder = request.folder().toAbsolutePath().normalize();
        SparkConnection connection =
                SparkConnection.open(master, SparkSettings.of(master, request.threads(), folder), request.warnings());
        String mark;
        try {
            Files.createDirectories(folder);
            mark = RunTask.mark(folder);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        connection.warnOfLostExecutors();
        return new SparkRuns(connection, request, folder.toString(), mark);
    }

    @Override
    public int parallel() {
        return parallel;
    }

    @Override
    public @Nullable Measured run(RunJob job, TrainListener listener, Consumer<Runnable> stopper) throws IOException {
        WarningTail warnings = new WarningTail(job.folder(), listener);
        JavaFutureAction<List<String>> future;
        try {
            future = connection.spark().parallelize(List.of(Wire.text(Order.of(job))), 1).map(task).collectAsync();
        } catch (IllegalStateException e) { // how Spark says that it has stopped
            throw connection.lost(e);
        }
        stopper.accept(stop::request);
        while (true) {
            try {
                Outcome outcome = Wire.parse(future.get(1, TimeUnit.SECONDS).getFirst(), Outcome.class);
                warnings.look();
                outcome.throwIfFailed();
                return outcome.measured();
            } catch (TimeoutException e) {
                warnings.look();
                Progress progress = RunProgress.read(job);
                if (progress != null) {
                    listener.progress(progress);
                }
                connection.check(1);
                if (stop.isRequested() && !connection.hasExecutor()) { // it has not begun
                    future.cancel(true);
                    return null;
                }
            } catch (CancellationException | ExecutionException e) {
                if (connection.spark().sc().isStopped()) {
                    throw connection.lost(e);
                }
                String unfit = connection.unfit(String.valueOf(cause(e).getMessage()));
                throw new IOException(
                        unfit != null ? unfit : job.name() + " failed on the cluster: " + firstLine(cause(e)), e);
            } catch (InterruptedException e) {
                future.cancel(true);
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }

    private static Throwable cause(Exception e) {
        return e.getCause() == null ? e : e.getCause();
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse(e.getClass().getSimpleName());
    }

    @Override
    public void close() {
        connection.close();
        try {
            stop.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
