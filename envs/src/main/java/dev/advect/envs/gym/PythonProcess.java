package dev.advect.envs.gym;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.env.EnvException;
import dev.advect.io.Closer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
 * <p>It gets the script by its standard input, together with the port and the token, so that neither stands in its
 * command line. Standard input stays open as long as this process lives: its end ends the other one.
 */
final class PythonProcess implements AutoCloseable {
    private static final String SCRIPT = script();
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
     * Starts it and waits until it has called back.
     *
     * @param env the environment's name, for messages
     */
    PythonProcess(GymSettings settings, String env) {
        this.settings = settings;
        this.env = env;
        Closer made = new Closer();
        try (Rendezvous rendezvous = new Rendezvous()) {
            process = start();
            made.add(this::kill);
            output = new OutputTail(process.getInputStream());
            socket = made.add(accept(rendezvous));
            frames = new Frames(socket);
        } catch (IOException e) {
            EnvException failure = new EnvException(about("no connection to Python: " + e.getMessage()), e);
            made.closeAfter(failure);
            throw failure;
        } catch (RuntimeException | Error e) {
            made.closeAfter(e);
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
            byte[] where = new ObjectMapper().writeValueAsBytes(
                    Map.of("port", rendezvous.port(), "token", rendezvous.token()));
            OutputStream in = process.getOutputStream();
            in.write((script.length + "\n").getBytes(StandardCharsets.US_ASCII));
            in.write(script);
            in.write(where);
            in.write('\n');
            in.flush();
            Socket caller = rendezvous.accept(settings.timeout(), process::isAlive);
            caller.setTcpNoDelay(true);
            caller.setSoTimeout(Math.toIntExact(settings.timeout().toMillis()));
            return caller;
        } catch (IOException e) {
            throw failed(notPython());
        }
    }

    private String notPython() {
        return "'" + settings.interpreter() + "' does not start as Python 3 does; " + GymSettings.INTERPRETER
                + " names the interpreter to use";
    }

    /** Sends a frame that was made by {@link Frames#allocate}. */
    void send(ByteBuffer frame) {
        try {
            frames.send(frame);
        } catch (IOException e) {
            throw gone();
        }
    }

    /** The next frame. */
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
     * Ends the process.
     *
     * @param why what went wrong, in a line
     * @return that, and the last lines that Python wrote
     */
    EnvException failed(String why) {
        if (!await(GRACE_OF_FAILED)) { // what reports a mistake ends by itself
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

    /** Asks it to end. */
    void release() {
        try {
            socket.close();
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy(); // it cannot be asked
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
     * Asked to end, Python writes where it was; what does not end then is ended. Asked by its handle, as a process that
     * is asked itself loses its output.
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

    private boolean await(Duration most) {
        try {
            return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String script() {
        try (InputStream in = PythonProcess.class.getResourceAsStream("advect_gym.py")) {
            if (in == null) {
                throw new IllegalStateException("advect_gym.py is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
