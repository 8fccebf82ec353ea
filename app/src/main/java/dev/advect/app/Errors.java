package dev.advect.app;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.io.CheckpointException;
import dev.advect.io.StateException;
import dev.advect.mujoco.MujocoException;
import dev.advect.train.ConfigException;
import dev.advect.train.Nearest;
import dev.advect.train.RunException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Every failure becomes one line that says what is wrong, one that says what to do, and an exit code. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Advect advect;

    Errors(Advect advect) {
        this.advect = advect;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String message = e.getCause() instanceof ConfigException cause
                ? firstLine(cause)
                : firstLine(e).replace("option option", "option");
        if (e instanceof UnmatchedArgumentException unmatched) {
            message += suggestion(unmatched).map(name -> "; did you mean '" + name + "'?").orElse("");
        }
        return report(command, e, message, help(command), ExitCode.USAGE);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, @Nullable ParseResult parsed) {
        return handle(e, command);
    }

    /** What a command does not survive: also errors of the JVM, such as a library that cannot be linked. */
    int handle(Throwable e, CommandLine command) {
        return switch (e) {
            case ParameterException p -> handleParseException(p, new String[0]);
            case ConfigException c -> report(command, e, firstLine(c), help(command), ExitCode.USAGE);
            case InvalidValueException v -> report(command, e, firstLine(v), help(command), ExitCode.USAGE);
            case RunException r -> report(command, e, firstLine(r), help(command), ExitCode.USAGE);
            case CheckpointException c -> report(command, e, firstLine(c), null, ExitCode.SOFTWARE);
            case StateException state -> report(command, e, "the checkpoint does not fit: " + firstLine(state), null,
                    ExitCode.USAGE);
            case MujocoException m -> report(command, e, firstLine(m), "advect doctor", ExitCode.SOFTWARE);
            case StoppedException s when s.getCause() instanceof IOException io ->
                    report(command, e, describe(io), s.hint(), ExitCode.SOFTWARE);
            case StoppedException s when s.getCause() instanceof EnvException env ->
                    report(command, e, whole(env), s.hint(), ExitCode.SOFTWARE);
            case StoppedException s -> report(
                    command, e, s.getCause() == null ? "stopped" : firstLine(s.getCause()), s.hint(), ExitCode.SOFTWARE);
            case EnvException v -> report(command, e, whole(v), null, ExitCode.SOFTWARE);
            case IOException io -> report(command, e, describe(io), null, ExitCode.SOFTWARE);
            case OutOfMemoryError m -> report(command, e, "out of memory: " + firstLine(m),
                    "ADVECT_JAVA_OPTS=-Xmx4g, or fewer environments: --set loop.envs=N", ExitCode.SOFTWARE);
            case LinkageError l -> report(command, e, "a native library cannot be loaded: " + firstLine(l),
                    "advect doctor", ExitCode.SOFTWARE);
            default -> report(command, e, "unexpected " + e.getClass().getSimpleName() + ": " + firstLine(e),
                    "the same with --verbose shows where it comes from", ExitCode.SOFTWARE);
        };
    }

    private static Optional<String> suggestion(UnmatchedArgumentException e) {
        String typed = e.getUnmatched().getFirst().replaceFirst("=.*", "");
        if (typed.startsWith("-")) {
            return Nearest.find(typed, e.getCommandLine().getCommandSpec().optionsMap().keySet());
        }
        return e.getSuggestions().stream().findFirst();
    }

    private int report(CommandLine command, Throwable e, String message, @Nullable String hint, int code) {
        PrintWriter err = command.getErr();
        err.println("error: " + message);
        if (hint != null) {
            err.println("hint: " + hint);
        }
        if (advect.isVerbose()) {
            e.printStackTrace(err);
        }
        err.flush();
        return code;
    }

    private static String help(CommandLine command) {
        return command.getCommandSpec().qualifiedName() + " --help";
    }

    /** What an environment says may have more lines, such as the last that Python wrote. */
    private static String whole(EnvException e) {
        return String.valueOf(e.getMessage());
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }

    private static String describe(IOException e) {
        return switch (e) {
            case NoSuchFileException f -> "cannot find or make " + f.getFile();
            case AccessDeniedException f -> f.getFile() + ": permission denied";
            case FileSystemException f when f.getReason() != null -> f.getFile() + ": " + f.getReason();
            default -> firstLine(e);
        };
    }
}
