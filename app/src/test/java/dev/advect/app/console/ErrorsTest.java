package dev.advect.app.console;

import dev.advect.app.Advect;
import dev.advect.config.InvalidValueException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorsTest {
    private static final String DOCTOR = "hint: advect doctor\n";
    private static final String VERBOSE = "hint: the same with --verbose shows where it comes from\n";

    static Stream<Arguments> failures() {
        IOException lost = new NoSuchFileException("a.txt");
        return Stream.of(
                Arguments.of(lost, 1, "error: cannot find or make a.txt\n"),
                Arguments.of(new UncheckedIOException(lost), 1, "error: cannot find or make a.txt\n"),
                Arguments.of(new UncheckedIOException("demonstrations: there is no file a.txt", lost), 1,
                        "error: demonstrations: there is no file a.txt\n"),
                Arguments.of(new ExecutionException(new CompletionException(new UncheckedIOException(lost))), 1,
                        "error: cannot find or make a.txt\n"),
                Arguments.of(new InvocationTargetException(new InvalidValueException("no")), 2, "error: no\nhint: advect --help\n"),
                Arguments.of(new InvalidValueException("too long; hint: take a part"), 2, "error: too long\nhint: take a part\n"),
                Arguments.of(new StoppedException(new IOException("in use; hint: take another"), "go on"), 1,
                        "error: in use\nhint: take another\nhint: go on\n"),
                Arguments.of(new UnsatisfiedLinkError("no x in java.library.path"), 1,
                        "error: a native library cannot be loaded: no x in java.library.path\n" + DOCTOR),
                Arguments.of(new NoClassDefFoundError("dev/X"), 1, "error: a part of advect cannot be loaded: dev/X\n" + DOCTOR),
                Arguments.of(new ExceptionInInitializerError(new UnsatisfiedLinkError("no x")), 1,
                        "error: a native library cannot be loaded: no x\n" + DOCTOR),
                Arguments.of(new StackOverflowError(), 1, "error: unexpected StackOverflowError\n" + VERBOSE),
                Arguments.of(new CompletionException(new IllegalStateException("odd")), 1,
                        "error: unexpected IllegalStateException: odd\n" + VERBOSE),
                Arguments.of(new StoppedException(new CompletionException(lost), "go on"), 1,
                        "error: cannot find or make a.txt\nhint: go on\n"),
                Arguments.of(new StoppedException(new UnsatisfiedLinkError("no x"), "go on"), 1,
                        "error: a native library cannot be loaded: no x\n" + DOCTOR + "hint: go on\n"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void handle_saysWhatItIs_whateverCarriedIt(Throwable failure, int code, String said) {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new Advect()).setErr(new PrintWriter(err));

        assertThat(new Errors(() -> false).handle(failure, command)).isEqualTo(code);
        assertThat(err.toString()).isEqualTo(said);
    }
}
