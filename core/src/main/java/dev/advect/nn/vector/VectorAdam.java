package dev.advect.nn.vector;

import dev.advect.nn.Adam;
import jdk.incubator.vector.FloatVector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;

/**
 * A step of {@link Adam} by vector instructions, which reads and writes every number once; a sequence of libtorch operations
 * would go through memory ten times.
 */
public final class VectorAdam {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int BYTES = LANES * Float.BYTES;

    private final float keepFirst;
    private final float keepSecond;
    // 1 − β is computed in double, because in float32 1 − 0.999 would keep only four digits
    private final float moveFirst;
    private final float moveSecond;
    private final float correction;
    private final float epsilon;
    private final float rate;

    /**
     * Sets the coefficients of the step θ ← θ − rate·m/(correction·√v + ε).
     *
     * @param keepFirst β₁
     * @param keepSecond β₂
     * @param correction 1/√(1 − β₂^t)
     * @param rate η/(1 − β₁^t)
     */
    public VectorAdam(double keepFirst, double keepSecond, double correction, double epsilon, double rate) {
        this.keepFirst = (float) keepFirst;
        this.keepSecond = (float) keepSecond;
        moveFirst = (float) (1 - keepFirst);
        moveSecond = (float) (1 - keepSecond);
        this.correction = (float) correction;
        this.epsilon = (float) epsilon;
        this.rate = (float) rate;
    }

    /**
     * Updates the parameters [from, to).
     *
     * @param values parameters θ, {@code [n]}
     * @param gradient their gradient, {@code [n]}
     * @param m moving average of the gradient, {@code [n]}
     * @param v moving average of the squared gradient, {@code [n]}
     */
    public void step(long from, long to, MemorySegment values, MemorySegment gradient, MemorySegment m, MemorySegment v) {
        long offset = from * Float.BYTES;
        long end = to * Float.BYTES;
        for (; offset <= end - BYTES; offset += BYTES) {
            FloatVector g = FloatVector.fromMemorySegment(LANE, gradient, offset, ORDER);
            FloatVector first = FloatVector.fromMemorySegment(LANE, m, offset, ORDER).mul(keepFirst).add(g.mul(moveFirst));
            FloatVector second =
                    FloatVector.fromMemorySegment(LANE, v, offset, ORDER).mul(keepSecond).add(g.mul(g).mul(moveSecond));
            first.intoMemorySegment(m, offset, ORDER);
            second.intoMemorySegment(v, offset, ORDER);
            FloatVector move = first.mul(rate).div(second.sqrt().mul(correction).add(epsilon));
            FloatVector.fromMemorySegment(LANE, values, offset, ORDER).sub(move).intoMemorySegment(values, offset, ORDER);
        }
        // the remainder uses the same operations, so that the result does not depend on how threads share the parameters
        for (; offset < end; offset += Float.BYTES) {
            float g = gradient.get(ValueLayout.JAVA_FLOAT, offset);
            float first = m.get(ValueLayout.JAVA_FLOAT, offset) * keepFirst + g * moveFirst;
            float second = v.get(ValueLayout.JAVA_FLOAT, offset) * keepSecond + g * g * moveSecond;
            m.set(ValueLayout.JAVA_FLOAT, offset, first);
            v.set(ValueLayout.JAVA_FLOAT, offset, second);
            float move = first * rate / ((float) Math.sqrt(second) * correction + epsilon);
            values.set(ValueLayout.JAVA_FLOAT, offset, values.get(ValueLayout.JAVA_FLOAT, offset) - move);
        }
    }
}
