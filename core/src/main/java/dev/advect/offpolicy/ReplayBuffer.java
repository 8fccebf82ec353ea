package dev.advect.offpolicy;

import dev.advect.config.InvalidValueException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A replay buffer of transitions in native memory, in which the newest replace the oldest.
 *
 * <p>Each environment has a lane, a ring of rows in the order of time. A row is a step: observation, action, reward. The
 * next observation is not stored with the step, because it is the next row's observation; an episode ends with a row that
 * holds only the final observation and says whether the episode was terminated, truncated or interrupted. n-step returns and
 * action chunks are therefore read by walking along a lane, and nothing is stored twice. Not thread-safe.
 */
public final class ReplayBuffer implements AutoCloseable {
    /** The kind of a row. */
    enum Kind {
        /** The row of the next step, whose observation is known and whose action is not. */
        OPEN(0),
        STEP(1),
        TERMINATED(2),
        TRUNCATED(3),
        /** The end of what is known of an episode: rewards followed that were not recorded. */
        INTERRUPTED(4);

        private static final Kind[] BY_CODE = {OPEN, STEP, TERMINATED, TRUNCATED, INTERRUPTED};

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }
    }

    /** Consecutive rejected draws after which sampling fails. */
    private static final int MAX_DRAWS = 10_000;

    private final int lanes;
    private final long ring;
    private final int observationSize;
    private final int actionSize;
    private final double discount;
    /** Floats per row: observation, action, reward. */
    private final int width;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment rows;
    private final MemorySegment kinds;
    /** The discounted return from a row to the end of its episode; NaN until the episode has ended, and if it was interrupted. */
    private final MemorySegment returnToGo;
    /** Rows completed in each lane so far, including those since replaced. */
    private final long[] written;
    private long steps;

    /**
     * @param lanes number of environments, each with a ring of the same length
     * @param capacity rows of all lanes together, including those that end episodes
     * @param discount γ
     */
    public ReplayBuffer(int lanes, long capacity, int observationSize, int actionSize, double discount) {
        this.lanes = lanes;
        this.observationSize = observationSize;
        this.actionSize = actionSize;
        this.discount = discount;
        ring = capacity / lanes;
        if (ring < 4) {
            throw new InvalidValueException("capacity: " + capacity + " is not possible with " + lanes
                    + " environments, at least 4 rows each are needed");
        }
        width = observationSize + actionSize + 1;
        rows = arena.allocate(lanes * ring * width * Float.BYTES, 64);
        kinds = arena.allocate(lanes * ring, 64);
        returnToGo = arena.allocate(lanes * ring * Float.BYTES, 64);
        written = new long[lanes];
    }

    int lanes() {
        return lanes;
    }

    int width() {
        return width;
    }

    public int observationSize() {
        return observationSize;
    }

    public int actionSize() {
        return actionSize;
    }

    /** The number of steps held. */
    public long steps() {
        return steps;
    }

    /** The number of rows completed in a lane so far, including those since replaced. */
    long written(int lane) {
        return written[lane];
    }

    /** The oldest row of a lane that has not been replaced. */
    long oldest(int lane) {
        return oldest(written[lane]);
    }

    /** The oldest row that has not been replaced once {@code completed} rows have been completed. */
    long oldest(long completed) {
        return Math.max(0, completed - (ring - 1));
    }

    // ---- writing

    /**
     * Adds a step.
     *
     * @param observation floats {@code [rows, observationSize]}, of which {@code row} is the observation before the step
     * @param action floats {@code [rows, actionSize]}
     * @param row the row of {@code observation}, {@code action} and {@code next} to read
     * @param next floats {@code [rows, observationSize]}, the observation after the step
     */
    public void add(int lane, MemorySegment observation, MemorySegment action, long row, double reward,
            boolean terminated, boolean truncated, MemorySegment next) {
        long slot = slot(lane, written[lane]);
        copy(observation, row * observationSize, slot, 0, observationSize);
        copy(action, row * actionSize, slot, observationSize, actionSize);
        rows.setAtIndex(ValueLayout.JAVA_FLOAT, slot * width + width - 1, (float) reward);
        complete(lane, Kind.STEP);
        copy(next, row * observationSize, slot(lane, written[lane]), 0, observationSize);
        if (terminated) {
            end(lane, Kind.TERMINATED);
        } else if (truncated) {
            end(lane, Kind.TRUNCATED);
        }
    }

    /**
     * Truncates the episode in progress, which will not be continued; its last state is still bootstrapped from. The rewards so
     * far count as its return.
     */
    public void cutOff(int lane) {
        endRunning(lane, Kind.TRUNCATED);
    }

    /** Like {@link #cutOff}, for an episode that would have gone on: its returns stay unknown. */
    void interrupt(int lane) {
        endRunning(lane, Kind.INTERRUPTED);
    }

    private void endRunning(int lane, Kind kind) {
        long last = written[lane] - 1;
        if (last >= 0 && kind(lane, last) == Kind.STEP) {
            end(lane, kind);
        }
    }

    private void copy(MemorySegment from, long index, long slot, int column, int n) {
        MemorySegment.copy(from, index * Float.BYTES, rows, (slot * width + column) * Float.BYTES,
                (long) n * Float.BYTES);
    }

    private void end(int lane, Kind kind) {
        long row = written[lane];
        complete(lane, kind);
        double sum = returnFrom(kind);
        for (long step = row - 1; step >= oldest(lane) && kind(lane, step) == Kind.STEP; step--) {
            sum = reward(lane, step) + discount * sum;
            returnToGo.setAtIndex(ValueLayout.JAVA_FLOAT, slot(lane, step), (float) sum);
        }
    }

    /** The return from the end of an episode; NaN if it is unknown. */
    private static double returnFrom(Kind end) {
        return end == Kind.INTERRUPTED ? Double.NaN : 0;
    }

    /** Gives the open row its kind, and makes the row after it, which is the oldest, the open one. */
    private void complete(int lane, Kind kind) {
        setKind(lane, written[lane], kind);
        written[lane]++;
        setKind(lane, written[lane], Kind.OPEN);
    }

    private void setKind(int lane, long row, Kind kind) {
        long slot = slot(lane, row);
        if (Kind.BY_CODE[kinds.get(ValueLayout.JAVA_BYTE, slot)] == Kind.STEP) {
            steps--;
        }
        if (kind == Kind.STEP) {
            steps++;
            returnToGo.setAtIndex(ValueLayout.JAVA_FLOAT, slot, Float.NaN);
        }
        kinds.set(ValueLayout.JAVA_BYTE, slot, kind.code);
    }

    // ---- reading

    private long slot(int lane, long row) {
        return lane * ring + row % ring;
    }

    Kind kind(int lane, long row) {
        return Kind.BY_CODE[kinds.get(ValueLayout.JAVA_BYTE, slot(lane, row))];
    }

    private float reward(int lane, long row) {
        return rows.getAtIndex(ValueLayout.JAVA_FLOAT, slot(lane, row) * width + width - 1);
    }

    /**
     * Fills the rows [from, to) of a batch with steps sampled uniformly, with replacement.
     *
     * @param horizon n of the n-step return, at least the batch's chunk; it is shorter where the episode or the recorded
     *     data end earlier
     * @throws IllegalStateException if there is nothing to sample
     */
    public void sample(RandomGenerator random, Batch batch, int from, int to, int horizon) {
        long[] until = new long[lanes];
        long total = 0;
        for (int lane = 0; lane < lanes; lane++) {
            total += written[lane] - oldest(lane);
            until[lane] = total;
        }
        int draws = 0;
        for (int i = from; i < to; ) {
            if (total == 0 || draws++ > MAX_DRAWS + to - from) {
                throw new IllegalStateException("the replay buffer holds no " + batch.chunk() + " successive steps");
            }
            long drawn = random.nextLong(total);
            int lane = 0;
            while (drawn >= until[lane]) {
                lane++;
            }
            long row = written[lane] - (until[lane] - drawn);
            if (kind(lane, row) == Kind.STEP && fill(batch, i, lane, row, horizon)) {
                i++;
                draws = 0;
            }
        }
    }

    /** Fills row {@code i} of the batch; returns false if the chunk is not complete yet. */
    private boolean fill(Batch batch, int i, int lane, long row, int horizon) {
        int chunk = batch.chunk();
        double sum = 0;
        double gamma = 1;
        long step = row;
        for (; step < row + horizon && kind(lane, step) == Kind.STEP; step++) {
            if (step < row + chunk) {
                copy(lane, step, observationSize, batch.action().segment(), ((long) i * chunk + step - row) * actionSize,
                        actionSize);
            }
            sum += gamma * reward(lane, step);
            gamma *= discount;
        }
        Kind end = kind(lane, step);
        if (end == Kind.OPEN && step < row + chunk) {
            return false;
        }
        for (long missing = step; missing < row + chunk; missing++) {
            copy(lane, step - 1, observationSize, batch.action().segment(), ((long) i * chunk + missing - row) * actionSize,
                    actionSize);
        }
        copy(lane, row, 0, batch.observation().segment(), (long) i * observationSize, observationSize);
        copy(lane, step, 0, batch.next().segment(), (long) i * observationSize, observationSize);
        batch.reward().set(i, (float) sum);
        batch.discount().set(i, end == Kind.TERMINATED ? 0 : (float) gamma);
        float known = returnToGo.getAtIndex(ValueLayout.JAVA_FLOAT, slot(lane, row));
        batch.returnToGo().set(i, Float.isNaN(known) ? Float.NEGATIVE_INFINITY : known);
        return true;
    }

    private void copy(int lane, long row, int column, MemorySegment to, long index, int n) {
        MemorySegment.copy(rows, (slot(lane, row) * width + column) * Float.BYTES, to, index * Float.BYTES,
                (long) n * Float.BYTES);
    }

    // ---- saving, see ReplayFiles

    /** Copies successive rows of a lane, and their kinds, to arrays. */
    void read(int lane, long first, int count, float[] toRows, int offset, byte[] toKinds, int kindOffset) {
        for (int i = 0; i < count; i++) {
            long slot = slot(lane, first + i);
            MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, slot * width * Float.BYTES, toRows, offset + i * width,
                    width);
            toKinds[kindOffset + i] = kinds.get(ValueLayout.JAVA_BYTE, slot);
        }
    }

    /** Restores a row; {@link #restored} must be called after the last one. */
    void write(int lane, long row, float[] fromRows, int offset, byte kind) {
        long slot = slot(lane, row);
        MemorySegment.copy(fromRows, offset, rows, ValueLayout.JAVA_FLOAT, slot * width * Float.BYTES, width);
        kinds.set(ValueLayout.JAVA_BYTE, slot, kind);
    }

    /** The observations of the open rows, {@code [lanes · observationSize]}. */
    float[] open() {
        float[] open = new float[lanes * observationSize];
        for (int lane = 0; lane < lanes; lane++) {
            MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, slot(lane, written[lane]) * width * Float.BYTES, open,
                    lane * observationSize, observationSize);
        }
        return open;
    }

    /** Recomputes what is derived from the rows, after all of them have been restored. */
    void restored(long[] completed, float[] open) {
        System.arraycopy(completed, 0, written, 0, lanes);
        steps = 0;
        for (int lane = 0; lane < lanes; lane++) {
            long now = written[lane];
            kinds.set(ValueLayout.JAVA_BYTE, slot(lane, now), Kind.OPEN.code);
            MemorySegment.copy(open, lane * observationSize, rows, ValueLayout.JAVA_FLOAT,
                    slot(lane, now) * width * Float.BYTES, observationSize);
            double sum = Double.NaN;
            for (long row = now - 1; row >= oldest(lane); row--) {
                if (kind(lane, row) == Kind.STEP) {
                    steps++;
                    sum = reward(lane, row) + discount * sum;
                    returnToGo.setAtIndex(ValueLayout.JAVA_FLOAT, slot(lane, row), (float) sum);
                } else {
                    sum = returnFrom(kind(lane, row));
                }
            }
        }
    }

    /** Removes all rows. */
    void clear() {
        Arrays.fill(written, 0);
        kinds.fill(Kind.OPEN.code);
        steps = 0;
    }

    @Override
    public void close() {
        arena.close();
    }
}
