package dev.advect.cluster;

import dev.advect.cluster.Wire.Order;
import dev.advect.cluster.Wire.Outcome;
import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.experiments.runs.ClusterService.Request;
import dev.advect.experiments.runs.Measured;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.experiments.runs.RunJob;
import dev.advect.io.AtomicFile;
import dev.advect.train.Progress;
import dev.advect.train.TrainListener;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The execution of runs as tasks of Apache Spark, each a job of its own. The runs' folders are on storage that all
 * machines share: a run whose executor is lost is given to another one, which continues from the last checkpoint.
 */
final class SparkRuns implements RunExecutor {
    /** The seconds after which a cluster that gives no executor is worth a warning. */
    private static final int PATIENCE = 60;

    private final JavaSparkContext spark;
    private final Request request;
    private final RunTask task;
    private final int parallel;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final long connectedAt = System.nanoTime();

    private SparkRuns(JavaSparkContext spark, Request request, RunTask task) {
        this.spark = spark;
        this.request = request;
        this.task = task;
        parallel = request.parallel() > 0 ? request.parallel() : Math.max(1, spark.defaultParallelism() / request.threads());
    }

    static SparkRuns connect(MasterUrl master, Request request) throws IOException {
        if (request.threads() > master.coresTogether()) {
            throw new InvalidValueException("--threads=" + request.threads() + " is not possible with --cluster=" + master.url()
                    + ", which has " + master.coresTogether() + " cores in one place");
        }
        Path folder = request.folder().toAbsolutePath().normalize();
        Files.createDirectories(folder);
        String mark = UUID.randomUUID().toString();
        AtomicFile.writeString(folder.resolve(RunTask.MARK), mark);
        JavaSparkContext spark = context(master, SparkSettings.of(master, request.threads(), folder));
        spark.sc().addSparkListener(new LostExecutors(request.warnings()));
        return new SparkRuns(spark, request, new RunTask(folder.toString(), mark));
    }

    /** Connects to a cluster. */
    static JavaSparkContext context(MasterUrl master, SparkConf settings) throws IOException {
        JavaSparkContext spark;
        try {
            spark = new JavaSparkContext(settings);
        } catch (RuntimeException e) {
            throw refused(master, e);
        }
        // without an answer Spark goes on by itself for a moment, with a name that no master has given
        if (master.isStandalone() && spark.sc().applicationId().startsWith("spark-application")) {
            spark.close();
            throw refused(master, null);
        }
        return spark;
    }

    private static IOException refused(MasterUrl master, @Nullable RuntimeException why) {
        return new IOException(master.url() + " does not take this program: is it a master of Spark 4.2, with the same secret?", why);
    }

    @Override
    public int parallel() {
        return parallel;
    }

    @Override
    public @Nullable Measured run(RunJob job, TrainListener listener, Consumer<Runnable> stopper) throws IOException {
        JavaFutureAction<List<String>> future;
        try {
            future = spark.parallelize(List.of(Wire.text(Order.of(job))), 1).map(task).collectAsync();
        } catch (IllegalStateException e) { // how Spark says that it has stopped
            throw lost(e);
        }
        AtomicBoolean cancelled = new AtomicBoolean();
        stopper.accept(() -> {
            cancelled.set(true);
            future.cancel(true);
        });
        while (true) {
            try {
                Outcome outcome = Wire.parse(future.get(1, TimeUnit.SECONDS).getFirst(), Outcome.class);
                if (outcome.error() != null && outcome.environment()) {
                    throw new EnvException(outcome.error());
                }
                if (outcome.error() != null) {
                    throw new IOException(outcome.error());
                }
                return outcome.measured();
            } catch (TimeoutException e) {
                Progress progress = RunProgress.read(job);
                if (progress != null) {
                    listener.progress(progress);
                }
                warnIfNothingHappens();
            } catch (CancellationException | ExecutionException e) {
                if (cancelled.get()) {
                    return null;
                }
                if (spark.sc().isStopped()) {
                    throw lost(e);
                }
                throw new IOException(job.name() + " failed on the cluster: " + firstLine(cause(e)), e);
            } catch (InterruptedException e) {
                future.cancel(true);
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }

    private void warnIfNothingHappens() {
        boolean late = System.nanoTime() - connectedAt > PATIENCE * 1e9;
        boolean driverOnly = spark.statusTracker().getExecutorInfos().length <= 1;
        if (late && driverOnly && !new MasterUrl(request.master()).isThisProcess() && warned.compareAndSet(false, true)) {
            request.warnings().accept("warning: " + request.master() + " has given no executor yet: are there workers with "
                    + request.threads() + " free cores and enough memory? Its web page shows them; the runs wait");
        }
    }

    private IOException lost(Exception e) {
        return new IOException("the cluster " + request.master() + " is lost; what was done is kept", e);
    }

    private static Throwable cause(Exception e) {
        return e.getCause() == null ? e : e.getCause();
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse(e.getClass().getSimpleName());
    }

    @Override
    public void close() {
        spark.close();
    }
}
