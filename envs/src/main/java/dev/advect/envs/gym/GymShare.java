package dev.advect.envs.gym;

import dev.advect.env.EnvException;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * The environments of one Python process, numbered from 0. Only one thread at a time may talk to it: the one that holds
 * the {@link #lock}.
 *
 * <p>Python follows an episode that it ended by a reset at once, so that no second round trip is needed:
 * {@link #reset} then hands out what came with the step. Otherwise it asks for one, with a seed.
 */
final class GymShare {
    private static final byte RESET = 1;
    private static final byte STEP = 2;
    private static final int TERMINATED = 1;
    private static final int TRUNCATED = 2;
    private static final int STEP_HEAD = 1 + 2 * Integer.BYTES;

    private final PythonProcess python;
    private final EnvSpec spec;
    private final ReentrantLock lock = new ReentrantLock();
    /** First observations of episodes that have begun already, {@code [count, observationSize]}, and where there are. */
    private final float[][] begun;
    private final boolean[] hasBegun;

    /** Starts the process and asks it to make so many; {@link #awaitMade} must follow. */
    GymShare(GymSettings settings, GymName name, EnvSpec spec, int count) {
        this.spec = spec;
        python = new PythonProcess(settings, spec.name());
        try {
            GymShapes.ask(python, name, count);
        } catch (RuntimeException | Error e) {
            python.close();
            throw e;
        }
        begun = new float[count][spec.observationSize()];
        hasBegun = new boolean[count];
    }

    /** Waits until they are made. */
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

    /** Asks for a step of the environments [from, to), whose actions stand from {@code at} on. */
    void send(int from, int to, float[][] actions, int at) {
        int count = to - from;
        ByteBuffer frame = Frames.allocate(STEP_HEAD + count * spec.actionSize() * Float.BYTES)
                .put(STEP).putInt(from).putInt(count);
        for (int k = 0; k < count; k++) {
            for (float component : actions[at + k]) {
                frame.putFloat(component);
            }
        }
        python.send(frame);
    }

    /** Takes what came of the step that was asked for. */
    void receive(int from, int to, Step[] out, int at) {
        ByteBuffer frame = receive();
        int count = to - from;
        for (int k = 0; k < count; k++) {
            out[at + k].reward = frame.getDouble();
        }
        for (int k = 0; k < count; k++) {
            int flags = frame.get();
            out[at + k].terminated = (flags & TERMINATED) != 0;
            out[at + k].truncated = (flags & TRUNCATED) != 0;
            hasBegun[from + k] = flags != 0;
        }
        for (int k = 0; k < count; k++) {
            read(frame, out[at + k].observation);
        }
        for (int i = from; i < to; i++) {
            if (hasBegun[i]) {
                read(frame, begun[i]);
            }
        }
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

    /** Asks Python to end. */
    void release() {
        python.release();
    }

    /** Waits until it has. */
    void close() {
        python.close();
    }
}
