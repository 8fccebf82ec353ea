package dev.advect.envs.gym;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.env.EnvException;
import dev.advect.envs.Resources;
import dev.advect.io.Closer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Python process that runs {@code advect_gym.py}, and the connection to it.
 *
 * <p>Python receives the script, the port and the token through its standard input, so that none of them appears on its
 * command line. Standard input stays open as long as this JVM lives; Python exits when it is closed.
 */
final class PythonProcess implements AutoCloseable {
    private static final String SCRIPT = Resources.text(PythonProcess.class, "advect_gym.py");
    private static final String BOOT =
            "import sys; exec(compile(sys.stdin.buffer.read(int(sys.stdin.buffer.readline())), 'advect_gym.py', 'exec'))";
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration GRACE_OF_FAILED = Duration.ofMillis(300);

    private final GymSettings settings;
    private final String env;
    private final Process process;
    private final OutputTail output;
    private final Socket socket;
    private final Frames frames;

    /**
     * Starts Python and waits until it has connected.
     *
     * @param env the environment's name, for error messages
     * @throws EnvException if Python does not start or does not connect in time
     */
    PythonProcess(GymSettings settings, String env) {
        this.settings = settings;
        this.env = env;
        Closer opened = new Closer();
        try (Rendezvous rendezvous = new Rendezvous()) {
            process = start();
            opened.add(this::kill);
            output = new OutputTail(process.getInputStream());
            socket = opened.add(accept(rendezvous));
            frames = new Frames(socket);
        } catch (IOException e) {
            EnvException failure = new EnvException(about("no connection to Python: " + e.getMessage()), e);
            opened.closeAfter(failure);
            throw failure;
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(settings.interpreter(), "-u", "-c", BOOT).redirectErrorStream(true);
        builder.environment().putAll(settings.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new EnvException(about(notPython()), e);
        }
    }

    private Socket accept(Rendezvous rendezvous) throws IOException {
        try {
            byte[] script = SCRIPT.getBytes(StandardCharsets.UTF_8);
            byte[] address = new ObjectMapper().writeValueAsBytes(
                    Map.of("port", rendezvous.port(), "token", rendezvous.token()));
            OutputStream in = process.getOutputStream();
            in.write((script.length + "\n").getBytes(StandardCharsets.US_ASCII));
            in.write(script);
            in.write(address);
            in.write('\n');
            in.flush();
            Socket caller = rendezvous.accept(settings.timeout(), process::isAlive);
            caller.setTcpNoDelay(true);
            caller.setSoTimeout(Math.toIntExact(settings.timeout().toMillis()));
            return caller;
        } catch (IOException e) {
            throw failed(await(GRACE_OF_FAILED)
                    ? "'" + settings.interpreter() + "' ended with exit code " + process.exitValue() + " before it connected; "
                            + GymSettings.INTERPRETER + " names the interpreter to use"
                    : notPython());
        }
    }

    private String notPython() {
        return "'" + settings.interpreter() + "' does not start as Python 3 does; " + GymSettings.INTERPRETER
                + " names the interpreter to use";
    }

    /** Sends a frame that was created by {@link Frames#allocate}. */
    void send(ByteBuffer frame) {
        try {
            frames.send(frame);
        } catch (IOException e) {
            throw gone();
        }
    }

    /** Receives the next frame's payload. */
    ByteBuffer receive() {
        try {
            return frames.receive();
        } catch (SocketTimeoutException e) {
            throw failed("Python has not answered for " + settings.timeout().toSeconds() + " s and was ended; "
                    + GymSettings.TIMEOUT + "=SECONDS has it waited for longer");
        } catch (IOException e) {
            throw gone();
        }
    }

    private EnvException gone() {
        boolean ended = await(GRACE);
        return failed("Python " + (ended ? "ended, with exit code " + process.exitValue() : "closed the connection"));
    }

    /**
     * Terminates the process and creates the exception that reports why.
     *
     * @param why the cause, in one line
     * @return an exception with the cause and the last lines of Python's output
     */
    EnvException failed(String why) {
        if (!await(GRACE_OF_FAILED)) { // a process that reports an error exits by itself
            kill();
        }
        StringBuilder text = new StringBuilder(about(why));
        List<String> lines = output.after(GRACE);
        if (!lines.isEmpty()) {
            text.append("\nthe last that Python wrote:");
            lines.forEach(line -> text.append("\n  ").append(line));
        }
        return new EnvException(text.toString());
    }

    private String about(String why) {
        return "environment " + env + ": " + why;
    }

    /** Asks the process to exit, without waiting. */
    void release() {
        try {
            socket.close();
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy(); // it cannot be asked to exit
        }
    }

    @Override
    public void close() {
        release();
        if (!await(GRACE)) {
            kill();
        }
    }

    /**
     * Terminates the process. On the first signal Python writes a stack trace; if it does not exit then, it is killed.
     * The signal is sent through the process handle because {@link Process#destroy} would discard the output.
     */
    private void kill() {
        if (!process.isAlive()) {
            return;
        }
        process.toHandle().destroy();
        if (!await(GRACE)) {
            process.destroyForcibly();
        }
    }

    private boolean await(Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
