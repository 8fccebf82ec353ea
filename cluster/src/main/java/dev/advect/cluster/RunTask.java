package dev.advect.cluster;

import dev.advect.app.options.Environments;
import dev.advect.cluster.Wire.Order;
import dev.advect.cluster.Wire.Outcome;
import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.experiments.runs.LocalRuns;
import dev.advect.experiments.runs.RunJob;
import dev.advect.io.AtomicFile;
import dev.advect.train.Progress;
import dev.advect.train.RunInUseException;
import dev.advect.train.TrainListener;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * The task of Spark that trains and measures a run, on the machine of an executor. A failure that a repetition would not
 * cure is a result, so that Spark repeats only what was lost.
 */
final class RunTask implements Function<String, String> {
    private static final long serialVersionUID = 1;

    /** The file by which an executor recognises the folder of the driver. */
    static final String MARK = ".cluster";

    /** The attempts to read the mark, which another driver may be about to write. */
    private static final int READ_ATTEMPTS = 10;
    private static final Duration READ_PAUSE = Duration.ofMillis(20);
    /** Spark repeats a task at once and a few times only, but ends an executor that hangs after some ten seconds. */
    private static final Duration IN_USE_PAUSE = Duration.ofSeconds(3);

    private final String folder;
    private final String mark;
    private final String driver;

    /**
     * @param folder the folder of all runs
     * @param mark the content of its file {@value #MARK}
     * @param driver the driver whose {@link StopFile} ends the run
     */
    RunTask(String folder, String mark, String driver) {
        this.folder = folder;
        this.mark = mark;
        this.driver = driver;
    }

    @Override
    public String call(String text) throws RunInUseException {
        return Wire.text(execute(Wire.parse(text, Order.class)));
    }

    private Outcome execute(Order order) throws RunInUseException {
        try {
            Build.requireSame(order.build());
            requireSharedFolder(folder, mark, "--out");
            Executors.prepare();
            RunJob job = order.job();
            StopFile stop = new StopFile(Path.of(folder), driver);
            if (stop.isRequested()) {
                return Outcome.ended(null);
            }
            Stopper stopper = new Stopper(TaskContext.get(), stop);
            return Outcome.ended(new LocalRuns(name -> Environments.get(name).factory(), 1)
                    .run(job, stopper, action -> stopper.stop = action));
        } catch (RunInUseException e) {
            if (TaskContext.get().attemptNumber() > 0) { // the executor that is lost still holds the folder
                LockSupport.parkNanos(IN_USE_PAUSE.toNanos());
                throw e;
            }
            return Outcome.failed(host(), e);
        } catch (EnvException | IOException | InvalidValueException e) {
            return Outcome.failed(host(), e);
        }
    }

    /**
     * The content of a folder's file {@value #MARK}. It is written once, as another one would turn away the tasks of a driver
     * that already uses the folder.
     */
    static String mark(Path folder) throws IOException {
        Path file = folder.resolve(MARK);
        AtomicFile.requireWritable(file);
        String mark = UUID.randomUUID().toString();
        try {
            Files.writeString(file, mark, StandardOpenOption.CREATE_NEW);
            return mark;
        } catch (FileAlreadyExistsException e) {
            for (int i = 0; i < READ_ATTEMPTS; i++) {
                String found = Files.readString(file);
                if (!found.isEmpty()) {
                    return found;
                }
                LockSupport.parkNanos(READ_PAUSE.toNanos());
            }
            AtomicFile.writeString(file, mark); // a driver was ended before it had written its own
            return mark;
        }
    }

    /**
     * Checks that this machine sees the folder in which the driver waits.
     *
     * @param mark the content of the folder's file {@value #MARK}
     * @param name what the user calls the folder
     */
    static void requireSharedFolder(String folder, String mark, String name) throws IOException {
        Path file = Path.of(folder, MARK);
        if (!Files.exists(file) || !Files.readString(file).equals(mark)) {
            throw new IOException("it does not see the folder " + folder + ": " + name + " must be on storage that all machines share");
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a worker";
        }
    }

    /** Stops the training once the driver has asked for that, or has cancelled the task. */
    private static final class Stopper implements TrainListener {
        private final TaskContext context;
        private final StopFile file;
        private @Nullable Runnable stop;

        Stopper(TaskContext context, StopFile file) {
            this.context = context;
            this.file = file;
        }

        @Override
        public void progress(Progress progress) {
            if (stop != null && (context.isInterrupted() || file.isRequested())) {
                stop.run();
            }
        }
    }
}
