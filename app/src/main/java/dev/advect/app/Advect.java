package dev.advect.app;

import dev.advect.app.bench.BenchCommand;
import dev.advect.app.cluster.ClusterCommand;
import dev.advect.app.console.CommandGroup;
import dev.advect.app.console.Errors;
import dev.advect.app.console.LogSetup;
import dev.advect.app.console.Version;
import dev.advect.app.options.Converters;
import dev.advect.app.reproduce.ReproduceCommand;
import dev.advect.app.run.ActCommand;
import dev.advect.app.run.CollectCommand;
import dev.advect.app.run.DataCommand;
import dev.advect.app.run.DebugCommand;
import dev.advect.app.run.DistillCommand;
import dev.advect.app.run.EvalCommand;
import dev.advect.app.run.ExportCommand;
import dev.advect.app.run.PlotCommand;
import dev.advect.app.run.TrainCommand;
import dev.advect.app.setup.DoctorCommand;
import dev.advect.app.setup.ListCommand;
import dev.advect.app.setup.MujocoCommand;
import dev.advect.app.sweep.SweepCommand;
import dev.advect.app.view.RecordCommand;
import dev.advect.app.view.RenderCommand;
import dev.advect.app.view.ViewCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;

/** The top-level command, which holds all subcommands. */
@Command(
        name = "advect",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        description = "Trains, evaluates and exports flow-matching policies by reinforcement learning.",
        footer = {"", "Begin with:", "  advect train", "", "Help on a command: advect train --help"})
public final class Advect implements Runnable, CommandGroup {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private boolean verbose;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the log, and the stack trace of an error.")
    void verbose(boolean on) {
        verbose = on;
        if (on) {
            LogSetup.verbose();
        }
    }

    boolean isVerbose() {
        return verbose;
    }

    @Override
    public List<Class<?>> commands() {
        return List.of(TrainCommand.class, DistillCommand.class, EvalCommand.class, ExportCommand.class, ActCommand.class,
                PlotCommand.class, RenderCommand.class, ViewCommand.class, RecordCommand.class, DebugCommand.class,
                CollectCommand.class, DataCommand.class, ReproduceCommand.class, SweepCommand.class, ClusterCommand.class,
                ListCommand.class, BenchCommand.class, DoctorCommand.class, MujocoCommand.class, HelpCommand.class);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /**
     * Executes a command line and returns its exit code. Every failure becomes an exit code, including JVM errors such
     * as an exhausted heap.
     */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        Advect advect = new Advect();
        Errors errors = new Errors(advect::isVerbose);
        CommandLine commandLine = commandLine(advect, args)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setAbbreviatedOptionsAllowed(false)
                .setOut(out)
                .setErr(err);
        try {
            return commandLine.execute(args);
        } catch (Throwable e) { // picocli does not handle a Throwable that is not an Exception
            return errors.handle(e, commandLine);
        }
    }

    /** Returns the command line with as many of its commands as these words need. */
    public static CommandLine commandLine(Advect advect, String... words) {
        CommandLine line = new CommandLine(advect);
        CommandGroup.fill(line, List.of(words));
        Converters.register(line);
        return line;
    }
}
