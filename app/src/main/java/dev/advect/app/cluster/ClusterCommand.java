package dev.advect.app.cluster;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command group that starts the processes of a standalone cluster. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "Starts a standalone cluster of Apache Spark: a master on one machine and a worker on each.",
        footer = {"", "Examples:", "  advect cluster master --host=10.0.0.1", "  advect cluster worker spark://10.0.0.1:7077",
            "  advect reproduce suite --cluster=spark://10.0.0.1:7077 --out=/shared/suite"},
        subcommands = {ClusterMasterCommand.class, ClusterWorkerCommand.class})
public final class ClusterCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what is to be started: master or worker?");
    }
}
