package dev.advect.cluster;

import dev.advect.app.options.Environments;
import dev.advect.cluster.Wire.Order;
import dev.advect.cluster.Wire.Outcome;
import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.experiments.runs.LocalRuns;
import dev.advect.experiments.runs.RunJob;
import dev.advect.train.ConfigException;
import dev.advect.train.Progress;
import dev.advect.train.TrainListener;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The task of Spark that trains and measures a run, on the machine of an executor. A failure that a repetition would not
 * cure is a result, so that Spark repeats only what was lost.
 */
final class RunTask implements Function<String, String> {
    private static final long serialVersionUID = 1;

    /** The file by which an executor recognises the folder of the driver. */
    static final String MARK = ".cluster";

    private final String folder;
    private final String mark;

    /**
     * @param folder the folder of all runs
     * @param mark the content of its file {@value #MARK}
     */
    RunTask(String folder, String mark) {
        this.folder = folder;
        this.mark = mark;
    }

    @Override
    public String call(String text) {
        return Wire.text(execute(Wire.parse(text, Order.class)));
    }

    private Outcome execute(Order order) {
        try {
            Build.requireSame(order.build());
            requireSharedFolder(folder, mark, "--out");
            Executors.prepare();
            RunJob job = order.job();
            StopFile stop = new StopFile(Path.of(folder), mark);
            if (stop.isRequested()) {
                return new Outcome(null, null, false);
            }
            Stopper stopper = new Stopper(TaskContext.get(), stop);
            return new Outcome(new LocalRuns(name -> Environments.get(name).factory(), 1)
                    .run(job, stopper, action -> stopper.stop = action), null, false);
        } catch (EnvException e) {
            return new Outcome(null, host() + ": " + e.getMessage(), true);
        } catch (IOException | ConfigException | InvalidValueException e) {
            return error(String.valueOf(e.getMessage()));
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

    private static Outcome error(String message) {
        return Outcome.failed(host() + ": " + message);
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
