package dev.advect.offpolicy;

import dev.advect.config.InvalidValueException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Transitions in flat native memory, the newest replacing the oldest.
 *
 * <p>A lane is a ring of rows in the order of time, one for each environment. A row is a step: observation, action,
 * reward. The observation that a step leads to is not kept with it, as it is the next row's: an episode ends with a row
 * that holds its last observation only, and says whether it was terminated or truncated. So n-step returns and chunks of
 * actions are walks along a lane, and nothing is stored twice. Not for use by several threads.
 */
public final class ReplayBuffer implements AutoCloseable {
    /** What a row is. */
    enum Kind {
        /** Where the next step goes: its observation is known, its action is not. */
        OPEN(0),
        STEP(1),
        TERMINATED(2),
        TRUNCATED(3);

        private static final Kind[] BY_CODE = {OPEN, STEP, TERMINATED, TRUNCATED};

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }
    }

    /** Rows that are drawn in vain before it is concluded that there are none to be had. */
    private static final int MOST_DRAWS = 10_000;

    private final int lanes;
    private final long ring;
    private final int observationSize;
    private final int actionSize;
    private final double discount;
    /** Floats of a row: observation, action, reward. */
    private final int width;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment rows;
    private final MemorySegment kinds;
    /** Discounted returns from a row to its episode's end; NaN while it goes on. */
    private final MemorySegment toGo;
    /** Rows that were completed in a lane since its beginning, those that were replaced included. */
    private final long[] written;
    private long steps;

    /**
     * @param lanes rings of equal length
     * @param capacity rows of all lanes together, those that end episodes included
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
        toGo = arena.allocate(lanes * ring * Float.BYTES, 64);
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

    /** Steps that it holds. */
    public long steps() {
        return steps;
    }

    /** Rows completed in a lane since its beginning. */
    long written(int lane) {
        return written[lane];
    }

    /** The oldest row of a lane that is still there. */
    long oldest(int lane) {
        return oldest(written[lane]);
    }

    /** The oldest row that is there still when so many have been completed. */
    long oldest(long completed) {
        return Math.max(0, completed - (ring - 1));
    }

    // ---- writing

    /**
     * Adds a step.
     *
     * @param observation where it was taken, a row of the segment of floats {@code [·, observationSize]}
     * @param action a row of {@code [·, actionSize]}
     * @param next where it led, a row of {@code [·, observationSize]}
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

    /** Ends an episode that will not be continued; its future still has a value. */
    public void cutOff(int lane) {
        long last = written[lane] - 1;
        if (last >= 0 && kind(lane, last) == Kind.STEP) {
            end(lane, Kind.TRUNCATED);
        }
    }

    private void copy(MemorySegment from, long index, long slot, int column, int n) {
        MemorySegment.copy(from, index * Float.BYTES, rows, (slot * width + column) * Float.BYTES,
                (long) n * Float.BYTES);
    }

    private void end(int lane, Kind kind) {
        long row = written[lane];
        complete(lane, kind);
        double sum = 0;
        for (long at = row - 1; at >= oldest(lane) && kind(lane, at) == Kind.STEP; at--) {
            sum = reward(lane, at) + discount * sum;
            toGo.setAtIndex(ValueLayout.JAVA_FLOAT, slot(lane, at), (float) sum);
        }
    }

    /** The open row becomes one of a kind, and the row after it, the oldest, the open one. */
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
            toGo.setAtIndex(ValueLayout.JAVA_FLOAT, slot, Float.NaN);
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
     * Fills the rows [from, to) of a batch with steps drawn uniformly, with replacement.
     *
     * @param horizon n of the n-step return, at least the batch's chunk; an episode's end, or the present, cuts it
     *     short
     * @throws IllegalStateException where there is nothing to be drawn
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
            if (total == 0 || draws++ > MOST_DRAWS + to - from) {
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

    /** False if the chunk is not complete yet. */
    private boolean fill(Batch batch, int i, int lane, long row, int horizon) {
        int chunk = batch.chunk();
        double sum = 0;
        double gamma = 1;
        long at = row;
        for (; at < row + horizon && kind(lane, at) == Kind.STEP; at++) {
            if (at < row + chunk) {
                copy(lane, at, observationSize, batch.action.segment(), ((long) i * chunk + at - row) * actionSize,
                        actionSize);
            }
            sum += gamma * reward(lane, at);
            gamma *= discount;
        }
        Kind end = kind(lane, at);
        if (end == Kind.OPEN && at < row + chunk) {
            return false;
        }
        for (long missing = at; missing < row + chunk; missing++) {
            copy(lane, at - 1, observationSize, batch.action.segment(), ((long) i * chunk + missing - row) * actionSize,
                    actionSize);
        }
        copy(lane, row, 0, batch.observation.segment(), (long) i * observationSize, observationSize);
        copy(lane, at, 0, batch.next.segment(), (long) i * observationSize, observationSize);
        batch.reward.set(i, (float) sum);
        batch.discount.set(i, end == Kind.TERMINATED ? 0 : (float) gamma);
        float known = toGo.getAtIndex(ValueLayout.JAVA_FLOAT, slot(lane, row));
        batch.returnToGo.set(i, Float.isNaN(known) ? Float.NEGATIVE_INFINITY : known);
        return true;
    }

    private void copy(int lane, long row, int column, MemorySegment to, long index, int n) {
        MemorySegment.copy(rows, (slot(lane, row) * width + column) * Float.BYTES, to, index * Float.BYTES,
                (long) n * Float.BYTES);
    }

    // ---- saving, see ReplayFiles

    /** Copies successive rows of a lane. */
    void read(int lane, long first, int count, float[] toRows, int at, byte[] toKinds, int kindAt) {
        for (int i = 0; i < count; i++) {
            long slot = slot(lane, first + i);
            MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, slot * width * Float.BYTES, toRows, at + i * width, width);
            toKinds[kindAt + i] = kinds.get(ValueLayout.JAVA_BYTE, slot);
        }
    }

    /** Puts a row back, in its place; {@link #restored} must follow. */
    void write(int lane, long row, float[] fromRows, int at, byte kind) {
        long slot = slot(lane, row);
        MemorySegment.copy(fromRows, at, rows, ValueLayout.JAVA_FLOAT, slot * width * Float.BYTES, width);
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

    /** All rows were put back: makes up what follows from them. */
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
                    toGo.setAtIndex(ValueLayout.JAVA_FLOAT, slot(lane, row), (float) sum);
                } else {
                    sum = 0;
                }
            }
        }
    }

    /** Forgets everything. */
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
