package dev.advect.cluster;

import dev.advect.cluster.Wire.Outcome;
import dev.advect.config.InvalidValueException;
import dev.advect.experiments.runs.ClusterService.Training;
import dev.advect.io.AtomicFile;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Evaluation;
import dev.advect.train.Progress;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunRanks;
import dev.advect.train.TrainListener;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One run that several executors of Spark train together, as the driver sees it. If a worker is lost, all workers are started
 * again and continue from the last checkpoint.
 */
final class SparkTraining {
    /** The number of failures in a row, without a step between them, after which the run is given up. */
    private static final int ATTEMPTS = 8;
    private static final long PAUSE_MILLISECONDS = 300;
    private static final int KEY_BYTES = 32;
    private static final ClassTag<String> STRING = ClassTag$.MODULE$.apply(String.class);

    private final SparkConnection connection;
    private final Training training;
    private final TrainListener listener;
    private final RankFiles files;
    private final RankEvents.Reader events;
    private final String mark = UUID.randomUUID().toString();
    private final String key = newKey();

    private SparkTraining(SparkConnection connection, Training training, TrainListener listener) {
        this.connection = connection;
        this.training = training;
        this.listener = listener;
        files = new RankFiles(training.folder().toAbsolutePath().normalize());
        events = new RankEvents.Reader(files, listener);
    }

    /** Trains until the run is complete, or is stopped, and returns the last evaluation; null if there was none. */
    static @Nullable Evaluation run(MasterUrl master, Training training, TrainListener listener, Consumer<Runnable> stopper)
            throws IOException {
        int threads = training.config().threads();
        RunRanks.requirePossible(training.config(), training.workers());
        int cores = threads / training.workers();
        if (cores > master.coresTogether()) {
            throw new InvalidValueException("--threads=" + threads + " with --workers=" + training.workers() + " needs " + cores
                    + " cores in one place, and --cluster=" + master.url() + " has " + master.coresTogether());
        }
        if (training.workers() > master.executors(cores)) {
            throw new InvalidValueException("--workers=" + training.workers() + " with --threads=" + threads + " need "
                    + training.workers() + " × " + cores + " cores at the same time, and --cluster=" + master.url() + " has room for "
                    + master.executors(cores));
        }
        try (SparkConnection connection =
                SparkConnection.open(master, settings(master, training, cores), training.warnings())) {
            SparkTraining run = new SparkTraining(connection, training, listener);
            // the files of a run in use are its driver's to delete
            RunDirectory.open(training.folder()).requireNotInUse();
            stopper.accept(run.files.stop()::request);
            run.repeat();
            return run.events.last();
        }
    }

    private static SparkConf settings(MasterUrl master, Training training, int cores) {
        SparkConf conf = SparkSettings.of(master, cores, training.folder());
        conf.setIfMissing("spark.cores.max", Integer.toString(cores * training.workers()));
        // how often, and how many times, it is checked that there is room for all workers
        conf.setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
        conf.setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures", "600");
        // an executor that hangs is given up, so that another one can take its place
        conf.setIfMissing("spark.executor.heartbeatInterval", "5s");
        conf.setIfMissing("spark.network.timeout", "60s");
        return conf;
    }

    private static String newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    private void repeat() throws IOException {
        files.clear();
        AtomicFile.writeString(files.folder().resolve(RunTask.MARK), mark);
        boolean resume = training.resume();
        int failures = 0;
        long step = lastStep();
        try {
            while (true) {
                String why = attempt(resume, failures > 0);
                if (why == null || files.stop().isRequested()) {
                    return;
                }
                long now = lastStep();
                failures = now > step ? 1 : failures + 1;
                step = now;
                if (failures > ATTEMPTS) {
                    throw new IOException("a worker was lost " + failures + " times in a row: " + why);
                }
                training.warnings().accept("warning: " + why + "; all workers start again from the last checkpoint, step " + now);
                resume = true;
                LockSupport.parkNanos(PAUSE_MILLISECONDS * 1_000_000); // the other workers end too
            }
        } finally {
            files.clear();
        }
    }

    private long lastStep() throws IOException {
        return RunDirectory.open(files.folder()).lastCheckpoint().map(checkpoint -> checkpoint.step()).orElse(0L);
    }

    /** Runs all workers once, and returns null at the end of the run, or else why a worker was lost. */
    private @Nullable String attempt(boolean resume, boolean again) throws IOException {
        String order = Wire.text(new RankTask.Order(Build.fingerprint(), files.folder().toString(), mark,
                ConfigYaml.write(training.config()), key, training.seconds(), resume, again));
        int workers = training.workers();
        JavaFutureAction<List<String>> future = JavaRDD.fromRDD(
                connection.spark().parallelize(Collections.nCopies(workers, order), workers).rdd().barrier()
                        .mapPartitions(new RankTask(), false, STRING), STRING).collectAsync();
        while (true) {
            try {
                for (String text : future.get(PAUSE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                    Wire.parse(text, Outcome.class).throwIfFailed();
                }
                tell();
                return null;
            } catch (TimeoutException e) {
                tell();
                connection.check(workers);
                if (files.stop().isRequested() && !files.haveBegun()) {
                    future.cancel(true);
                    return null;
                }
            } catch (ExecutionException e) {
                tell();
                Outcome failure = files.readFailure();
                if (failure != null) {
                    failure.throwIfFailed();
                }
                return lost(e);
            } catch (InterruptedException e) {
                future.cancel(true);
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }

    private void tell() throws IOException {
        events.read();
        Progress progress = RunProgress.read(files.folder(), training.config(), events.last());
        if (progress != null) {
            listener.progress(progress);
        }
    }

    private String lost(ExecutionException e) throws IOException {
        Throwable cause = e.getCause() == null ? e : e.getCause(); // the exception itself only says that there was one
        String message = String.valueOf(cause.getMessage());
        if (message.contains("SPARK-24819") || message.contains("requires more slots")) {
            throw new IOException(training.master() + " has not had room for " + training.workers() + " workers at the same time: "
                    + "start more workers of the cluster, or ask for fewer --workers", e);
        }
        if (connection.spark().sc().isStopped()) {
            throw connection.lost(e);
        }
        String unfit = connection.unfit(message);
        if (unfit != null) {
            throw new IOException(unfit, e);
        }
        return "a worker was lost (" + reason(message) + ")";
    }

    /** The reason that Spark gives for a failure, without the stack trace. */
    private static String reason(String message) {
        return message.lines().filter(line -> line.contains("LostRankException: ") || line.contains("ExecutorLostFailure"))
                .map(line -> line.replaceAll(".*LostRankException: ", "").replaceAll(".*Reason: ", "").strip())
                .findFirst().orElseGet(() -> message.lines().findFirst().orElse("unknown why"));
    }
}
