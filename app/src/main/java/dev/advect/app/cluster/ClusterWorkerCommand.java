package dev.advect.app.cluster;

import dev.advect.experiments.runs.ClusterService;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import static dev.advect.config.InvalidValueException.throwIf;

/** Serves as a worker of a standalone cluster. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Serves as a worker of a standalone cluster, until Ctrl-C.",
        footer = {"", "Example:", "  advect cluster worker spark://10.0.0.1:7077 --host=10.0.0.2 --cores=8 --memory=16g"})
final class ClusterWorkerCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MASTER", description = "Address of the cluster, which advect cluster master prints.")
    @SuppressWarnings("NullAway.Init")
    private String master;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address of this machine. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(names = "--cores", paramLabel = "N", description = "Cores for runs. Default: all.")
    private int cores = Runtime.getRuntime().availableProcessors();

    @Option(names = "--memory", paramLabel = "SIZE", description = "Memory for the heaps of runs. Default: ${DEFAULT-VALUE}.")
    private String memory = "8g";

    @Option(names = "--logs", paramLabel = "DIR", description = "Folder for the logs of runs. Default: ${DEFAULT-VALUE}.")
    private Path logs = Path.of("runs", "cluster-logs");

    @Override
    public Integer call() throws IOException {
        throwIf(cores < 1, "--cores=" + cores + " is not possible, it must be at least 1");
        throwIf(!memory.matches("[1-9]\\d{0,5}[mMgG]"), "--memory=" + memory
                + " is not possible, it must be a whole number of megabytes or gigabytes, such as 512m or 8g");
        ClusterService.find().serveWorker(master, host, cores, memory, logs);
        return ExitCode.OK;
    }
}
