package dev.advect.app.cluster;

import dev.advect.app.console.Text;
import dev.advect.experiments.runs.ClusterService;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;

import static dev.advect.config.InvalidValueException.throwIf;

/** Serves as the master of a standalone cluster. */
@Command(
        name = "master",
        mixinStandardHelpOptions = true,
        description = "Serves as the master of a standalone cluster, until Ctrl-C. With ADVECT_CLUSTER_SECRET in the "
                + "environment of all machines, connections are authenticated and encrypted.",
        footer = {"", "Example:", "  advect cluster master --host=10.0.0.1"})
final class ClusterMasterCommand implements Callable<Integer> {
    /** The highest port after which there is one for the web page. */
    private static final int LAST_PORT = 65_534;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--host", paramLabel = "ADDRESS",
            description = "Address of this machine, to which the master is bound. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "Port; the next one serves a web page. Default: ${DEFAULT-VALUE}.")
    private int port = 7077;

    @Override
    public Integer call() throws IOException {
        throwIf(port < 1 || port > LAST_PORT, "--port=" + port + " is not possible, it must be from 1 to " + LAST_PORT);
        PrintWriter out = spec.commandLine().getOut();
        ClusterService.find().serveMaster(host, port, address -> {
            out.println(address);
            out.println(Text.format("workers     %s", Text.command("cluster", "worker", address)));
            out.flush();
        });
        return ExitCode.OK;
    }
}
