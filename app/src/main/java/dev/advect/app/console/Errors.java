package dev.advect.app.console;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.io.CheckpointException;
import dev.advect.io.StateException;
import dev.advect.mujoco.MujocoException;
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
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Turns every failure into a line that states the problem, lines that suggest what to do, and an exit code. What follows
 * {@code "; hint: "} in a message is the suggestion.
 */
public final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final String HINT = "; hint: ";

    private final BooleanSupplier verbose;

    public Errors(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String message = e.getCause() instanceof InvalidValueException cause
                ? firstLine(cause)
                : firstLine(e).replace("option option", "option");
        if (e instanceof UnmatchedArgumentException unmatched) {
            message += suggestion(unmatched).map(name -> "; did you mean '" + name + "'?").orElse("");
        }
        return report(command, e, message, List.of(help(command)), ExitCode.USAGE);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, @Nullable ParseResult parsed) {
        return handle(e, command);
    }

    /** Reports the failure that ended a command, including JVM errors such as a library that cannot be linked. */
    public int handle(Throwable e, CommandLine command) {
        Throwable cause = unwrapped(e);
        if (cause instanceof ParameterException p) {
            return handleParseException(p, new String[0]);
        }
        Diagnosis diagnosis = diagnose(cause, command);
        return report(command, e, diagnosis.message(), diagnosis.hints(), diagnosis.code());
    }

    /**
     * A failure as it is reported to the user.
     *
     * @param message what went wrong
     * @param hints what to do about it, one line each
     * @param code the exit code
     */
    private record Diagnosis(String message, List<String> hints, int code) {
        Diagnosis(String message, String hint, int code) {
            this(message, List.of(hint), code);
        }

        Diagnosis(String message) {
            this(message, List.of(), ExitCode.SOFTWARE);
        }
    }

    private static Diagnosis diagnose(Throwable e, CommandLine command) {
        return switch (e) {
            case InvalidValueException v -> new Diagnosis(firstLine(v), help(command), ExitCode.USAGE);
            case RunException r -> new Diagnosis(firstLine(r), help(command), ExitCode.USAGE);
            case CheckpointException c -> new Diagnosis(firstLine(c), intact(c, command), ExitCode.SOFTWARE);
            case StateException state ->
                    new Diagnosis("the checkpoint does not fit: " + firstLine(state), List.of(), ExitCode.USAGE);
            case MujocoException m -> new Diagnosis(firstLine(m), "advect doctor", ExitCode.SOFTWARE);
            case StoppedException s -> stopped(s, command);
            case EnvException v -> new Diagnosis(whole(v));
            case IOException io -> new Diagnosis(describe(io));
            case OutOfMemoryError m ->
                    new Diagnosis("out of memory: " + firstLine(m), MemoryHint.of(m), ExitCode.SOFTWARE);
            case UnsatisfiedLinkError l -> new Diagnosis(
                    "a native library cannot be loaded: " + firstLine(l), "advect doctor", ExitCode.SOFTWARE);
            case LinkageError l -> new Diagnosis(
                    "a part of advect cannot be loaded: " + firstLine(l), "advect doctor", ExitCode.SOFTWARE);
            default -> new Diagnosis("unexpected " + named(e), "the same with --verbose shows where it comes from",
                    ExitCode.SOFTWARE);
        };
    }

    /** The option that names an intact checkpoint, where the command has it. */
    private static List<String> intact(CheckpointException e, CommandLine command) {
        boolean named = !e.intact().isEmpty() && command.getCommandSpec().optionsMap().containsKey("--checkpoint");
        return named ? List.of("--checkpoint=" + e.intact().getFirst()) : List.of();
    }

    /** Reports the failure that ended a run, followed by the command that resumes it. */
    private static Diagnosis stopped(StoppedException s, CommandLine command) {
        Throwable cause = s.getCause();
        Diagnosis why = cause == null ? new Diagnosis("stopped") : diagnose(unwrapped(cause), command);
        boolean usage = why.code() == ExitCode.USAGE; // the usual hint refers to the help, but the command line was correct
        List<String> hints = new ArrayList<>(usage ? List.of() : why.hints());
        hints.add(s.hint());
        return new Diagnosis(why.message(), hints, ExitCode.SOFTWARE);
    }

    /**
     * Returns the underlying failure, without the exceptions that only wrap it in threads, lambdas, class initialisers
     * or command methods.
     */
    private static Throwable unwrapped(Throwable e) {
        Throwable inner = e;
        while (inner.getCause() != null && (inner instanceof ExecutionException || inner instanceof CompletionException
                || inner instanceof UncheckedIOException || inner instanceof InvocationTargetException
                || inner instanceof ExceptionInInitializerError || inner instanceof CommandLine.ExecutionException)) {
            boolean says = inner instanceof UncheckedIOException
                    && !String.valueOf(inner.getMessage()).equals(String.valueOf(inner.getCause()));
            if (says) {
                return new IOException(inner.getMessage(), inner.getCause()); // keeps the specific message
            }
            inner = inner.getCause();
        }
        return inner;
    }

    private static Optional<String> suggestion(UnmatchedArgumentException e) {
        String typed = e.getUnmatched().getFirst().replaceFirst("=.*", "");
        if (typed.startsWith("-")) {
            return Nearest.find(typed, e.getCommandLine().getCommandSpec().optionsMap().keySet());
        }
        return e.getSuggestions().stream().findFirst();
    }

    private int report(CommandLine command, Throwable e, String message, List<String> hints, int code) {
        PrintWriter err = command.getErr();
        int own = message.indexOf(HINT);
        err.println("error: " + (own < 0 ? message : message.substring(0, own)));
        List<String> shown = own < 0 ? hints : withOwn(message.substring(own + HINT.length()), hints, command);
        shown.forEach(hint -> err.println("hint: " + hint));
        if (verbose.getAsBoolean()) {
            e.printStackTrace(err);
        }
        err.flush();
        return code;
    }

    /** The message's own suggestion comes first, and is better than the help. */
    private static List<String> withOwn(String own, List<String> hints, CommandLine command) {
        return Stream.concat(Stream.of(own), hints.stream().filter(hint -> !hint.equals(help(command)))).toList();
    }

    private static String help(CommandLine command) {
        return command.getCommandSpec().qualifiedName() + " --help";
    }

    /** The full message of an environment, which may have several lines, such as the last lines that Python wrote. */
    private static String whole(EnvException e) {
        return String.valueOf(e.getMessage());
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }

    private static String named(Throwable e) {
        String kind = e.getClass().getSimpleName();
        String line = firstLine(e);
        return line.equals(kind) ? kind : kind + ": " + line;
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
