package dev.advect.nn.vector;

import dev.advect.nn.Adam;
import jdk.incubator.vector.FloatVector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;

/**
 * A step of {@link Adam} by vector instructions: every number is read and written once, where libtorch's operations, one
 * after the other, go through memory ten times.
 */
public final class VectorAdam {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int BYTES = LANES * Float.BYTES;

    private final float keepFirst;
    private final float keepSecond;
    // 1 − β, in double before rounding: of 1 − 0.999 float32 would keep four digits
    private final float moveFirst;
    private final float moveSecond;
    private final float correction;
    private final float epsilon;
    private final float rate;

    /**
     * θ ← θ − rate·m/(correction·√v + ε).
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
     * Moves the numbers [from, to).
     *
     * @param gradient {@code [n]}, like the others
     * @param m moving mean of the gradient
     * @param v of its square
     */
    public void step(long from, long to, MemorySegment values, MemorySegment gradient, MemorySegment m, MemorySegment v) {
        long at = from * Float.BYTES;
        long end = to * Float.BYTES;
        for (; at <= end - BYTES; at += BYTES) {
            FloatVector g = FloatVector.fromMemorySegment(LANE, gradient, at, ORDER);
            FloatVector first = FloatVector.fromMemorySegment(LANE, m, at, ORDER).mul(keepFirst).add(g.mul(moveFirst));
            FloatVector second =
                    FloatVector.fromMemorySegment(LANE, v, at, ORDER).mul(keepSecond).add(g.mul(g).mul(moveSecond));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            FloatVector move = first.mul(rate).div(second.sqrt().mul(correction).add(epsilon));
            FloatVector.fromMemorySegment(LANE, values, at, ORDER).sub(move).intoMemorySegment(values, at, ORDER);
        }
        // the same operations one by one, so that a number moves alike in whichever thread's part it is
        for (; at < end; at += Float.BYTES) {
            float g = gradient.get(ValueLayout.JAVA_FLOAT, at);
            float first = m.get(ValueLayout.JAVA_FLOAT, at) * keepFirst + g * moveFirst;
            float second = v.get(ValueLayout.JAVA_FLOAT, at) * keepSecond + g * g * moveSecond;
            m.set(ValueLayout.JAVA_FLOAT, at, first);
            v.set(ValueLayout.JAVA_FLOAT, at, second);
            float move = first * rate / ((float) Math.sqrt(second) * correction + epsilon);
            values.set(ValueLayout.JAVA_FLOAT, at, values.get(ValueLayout.JAVA_FLOAT, at) - move);
        }
    }
}
