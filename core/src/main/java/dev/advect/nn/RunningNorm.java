package dev.advect.nn;

import dev.advect.io.StateDict;
import dev.advect.nn.torch.HostTensor;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Running normalisation of observations by the mean and standard deviation of all observations so far: (s − mean) / std,
 * held within a bound if there is one.
 *
 * <p>Batches are merged by the pairwise update of Chan, Golub and LeVeque (1979) in double precision. New statistics take
 * effect only with {@link #refresh()}, because the ratio of new to old policy is 1 before the first update only if both see
 * the same normalised observation.
 */
public final class RunningNorm implements AutoCloseable {
    /** Components with a smaller standard deviation are treated as constant and only centred. */
    private static final double MIN_STD = 1e-6;

    private final int size;
    private double minDeviation;
    /** The bound of normalised observations; 0 for none. */
    private double bound;
    private boolean frozen;
    private double count;
    private final double[] mean;
    private final double[] squares;
    private final HostTensor shift;
    private final HostTensor scale;

    public RunningNorm(int size) {
        this.size = size;
        mean = new double[size];
        squares = new double[size];
        shift = new HostTensor(size);
        scale = new HostTensor(size);
        refresh();
    }

    /** The number of components of an observation. */
    public int size() {
        return size;
    }

    /** Makes this normaliser ignore all further observations, as networks need that must not change. */
    public void freeze() {
        frozen = true;
    }

    /**
     * Divides by no less than this from the next {@link #refresh()} on. What hardly varies in the observations seen so far would be
     * magnified without limit as soon as it does.
     */
    public void minDeviation(double deviation) {
        minDeviation = deviation;
    }

    /** Holds normalised observations within ± this bound; 0 for none. */
    public void within(double limit) {
        bound = limit;
    }

    /** Adds observations, {@code [rows, size]} floats, to the statistics, unless this normaliser is frozen. */
    public void observe(MemorySegment observations, long rows) {
        if (rows == 0 || frozen) {
            return;
        }
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (long row = 0; row < rows; row++) {
                sum += observations.getAtIndex(ValueLayout.JAVA_FLOAT, row * size + i);
            }
            double batchMean = sum / rows;
            double batchSquares = 0;
            for (long row = 0; row < rows; row++) {
                double d = observations.getAtIndex(ValueLayout.JAVA_FLOAT, row * size + i) - batchMean;
                batchSquares += d * d;
            }
            double delta = batchMean - mean[i];
            double total = count + rows;
            mean[i] += delta * rows / total;
            squares[i] += batchSquares + delta * delta * count * rows / total;
        }
        count += rows;
    }

    /** Applies the current statistics from now on; without any observations, the normalisation is the identity. */
    public void refresh() {
        if (frozen) {
            return;
        }
        for (int i = 0; i < size; i++) {
            double std = count > 0 ? Math.sqrt(squares[i] / count) : 1;
            shift.set(i, (float) mean[i]);
            scale.set(i, (float) (std < MIN_STD ? 1 : Math.max(minDeviation, std)));
        }
    }

    /**
     * Normalises observations.
     *
     * @param observations {@code [n, size]}, raw
     * @return {@code [n, size]}, normalised
     */
    public Tensor apply(Tensor observations) {
        return bounded(observations.sub(shift.tensor()).div_(scale.tensor()));
    }

    /** Normalises observations, {@code [n, size]}, in place. */
    public void applyInPlace(Tensor observations) {
        bounded(observations.sub_(shift.tensor()).div_(scale.tensor()));
    }

    private Tensor bounded(Tensor normalised) {
        return bound == 0 ? normalised
                : normalised.clamp_(new ScalarOptional(new Scalar(-bound)), new ScalarOptional(new Scalar(bound)));
    }

    /** The mean that is subtracted, {@code [size]}. */
    public float[] shift() {
        return shift.toArray();
    }

    /** The standard deviation by which observations are divided, {@code [size]}. */
    public float[] scale() {
        return scale.toArray();
    }

    /** The bound of normalised observations; 0 for none. */
    public double bound() {
        return bound;
    }

    public void save(StateDict state) {
        if (bound > 0) {
            state.putDoubles("bound", new double[] {bound}, 1);
        }
        state.putDoubles("count", new double[] {count}, 1);
        state.putDoubles("mean", mean, size);
        state.putDoubles("squares", squares, size);
        state.putFloats("shift", shift.toArray(), size);
        state.putFloats("scale", scale.toArray(), size);
    }

    public void load(StateDict state) {
        bound = state.has("bound") ? state.doubles("bound", 1)[0] : 0;
        count = state.doubles("count", 1)[0];
        System.arraycopy(state.doubles("mean", size), 0, mean, 0, size);
        System.arraycopy(state.doubles("squares", size), 0, squares, 0, size);
        shift.write(0, state.floats("shift", size), 0, size);
        scale.write(0, state.floats("scale", size), 0, size);
    }

    @Override
    public void close() {
        shift.close();
        scale.close();
    }
}
