package dev.advect.envs.gym;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Drawing;
import dev.advect.env.EnvException;
import dev.advect.env.EnvSpec;
import dev.advect.env.Picture;
import dev.advect.env.Step;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * The environments of one Python process, numbered from 0. Only the thread that holds the {@link #lock} may communicate
 * with the process.
 *
 * <p>Python resets an environment immediately when its episode ends, to save a second round trip, and {@link #reset} then
 * returns the first observation that came with the step. Otherwise {@link #reset} requests a reset with a seed. Environments
 * that are drawn are not reset before, so that the end of an episode can be drawn, and episodes follow their seeds.
 */
final class GymShare {
    private static final byte RESET = 1;
    private static final byte STEP = 2;
    private static final byte DRAW = 3;
    /** The most pixels that a picture may have; Python makes larger ones smaller. */
    private static final int MAX_PIXELS = 640 * 640;
    private static final int TERMINATED = 1;
    private static final int TRUNCATED = 2;
    private static final int STEP_HEAD = 1 + 2 * Integer.BYTES;

    private final PythonProcess python;
    private final EnvSpec spec;
    private final boolean drawn;
    private final ReentrantLock lock = new ReentrantLock();
    /** First observations of episodes that Python has already begun, {@code [count, observationSize]}. */
    private final float[][] begun;
    private final boolean[] hasBegun;

    /** Starts the process and asks it to create {@code count} environments; {@link #awaitMade} must follow. */
    GymShare(GymSettings settings, GymName name, EnvSpec spec, int count, boolean drawn) {
        this.spec = spec;
        this.drawn = drawn;
        python = new PythonProcess(settings, spec.name());
        try {
            GymShapes.ask(python, name, count, drawn);
        } catch (RuntimeException | Error e) {
            python.close();
            throw e;
        }
        begun = new float[count][spec.observationSize()];
        hasBegun = new boolean[count];
    }

    /** Waits until the environments have been created, and checks their shapes. */
    void awaitMade(GymName name) {
        EnvSpec made = GymShapes.answer(python).spec(name);
        if (!made.equals(spec)) {
            throw new EnvException("environment " + name + ": it was " + spec + " at first, and is " + made + " now");
        }
    }

    ReentrantLock lock() {
        return lock;
    }

    void reset(int i, RandomGenerator random, float[] observation) {
        if (!hasBegun[i]) {
            python.send(Frames.allocate(1 + Integer.BYTES + Long.BYTES)
                    .put(RESET).putInt(i).putLong(random.nextInt(Integer.MAX_VALUE)));
            read(receive(), begun[i]);
        }
        hasBegun[i] = false;
        System.arraycopy(begun[i], 0, observation, 0, observation.length);
    }

    /** Requests a step of environments [from, to), whose actions start at row {@code offset}. */
    void send(int from, int to, float[][] actions, int offset) {
        int count = to - from;
        ByteBuffer frame = Frames.allocate(STEP_HEAD + count * spec.actionSize() * Float.BYTES)
                .put(STEP).putInt(from).putInt(count);
        for (int k = 0; k < count; k++) {
            for (float component : actions[offset + k]) {
                frame.putFloat(component);
            }
        }
        python.send(frame);
    }

    /** Receives the results of the requested step, which are written from {@code out[offset]} on. */
    void receive(int from, int to, Step[] out, int offset) {
        ByteBuffer frame = receive();
        int count = to - from;
        for (int k = 0; k < count; k++) {
            out[offset + k].reward = frame.getDouble();
        }
        for (int k = 0; k < count; k++) {
            int flags = frame.get();
            out[offset + k].terminated = (flags & TERMINATED) != 0;
            out[offset + k].truncated = (flags & TRUNCATED) != 0;
            hasBegun[from + k] = flags != 0 && !drawn;
        }
        for (int k = 0; k < count; k++) {
            read(frame, out[offset + k].observation);
        }
        for (int i = from; i < to; i++) {
            if (hasBegun[i]) {
                read(frame, begun[i]);
            }
        }
    }

    /** The picture of an environment, see {@link GymBatch#draw}. */
    Drawing draw(int i) {
        python.send(Frames.allocate(1 + Integer.BYTES).put(DRAW).putInt(i));
        ByteBuffer frame = receive();
        int rows = frame.getInt();
        int columns = frame.getInt();
        if (rows == 0) {
            throw new InvalidValueException(spec.name() + " draws no picture: " + StandardCharsets.UTF_8.decode(frame));
        }
        if (rows < 0 || columns < 1 || (long) rows * columns > MAX_PIXELS || frame.remaining() != 3 * rows * columns) {
            throw python.failed("a picture of " + rows + " x " + columns + " has " + frame.remaining() + " bytes");
        }
        int[] pixels = new int[rows * columns];
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = ((frame.get() & 255) << 16) | ((frame.get() & 255) << 8) | (frame.get() & 255);
        }
        return Drawing.window(0, 0, columns, rows).picture(Picture.of(columns, pixels));
    }

    private ByteBuffer receive() {
        ByteBuffer frame = python.receive();
        if (frame.get() != 0) {
            throw python.failed(StandardCharsets.UTF_8.decode(frame).toString());
        }
        return frame;
    }

    private static void read(ByteBuffer frame, float[] to) {
        frame.asFloatBuffer().get(to);
        frame.position(frame.position() + to.length * Float.BYTES);
    }

    /** Asks the process to exit, without waiting. */
    void release() {
        python.release();
    }

    /** Waits until the process has exited, and kills it if necessary. */
    void close() {
        python.close();
    }
}
