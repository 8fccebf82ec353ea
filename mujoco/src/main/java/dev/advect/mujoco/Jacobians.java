package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;

import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

/** The Jacobians and the mass matrix of a {@link Data}, computed into native buffers and copied out. */
final class Jacobians {
    private final int nv;
    private final MemorySegment model;
    private final MemorySegment data;
    private final MemorySegment linear;
    private final MemorySegment angular;
    private final MemorySegment dense;
    // The same as plain addresses: a call with a segment of a shared arena counts up and down atomically for each.
    private final MemorySegment dataPointer;
    private final MemorySegment linearPointer;
    private final MemorySegment angularPointer;
    private final MemorySegment densePointer;

    Jacobians(int nv, MemorySegment model, DataMemory memory) {
        this.nv = nv;
        this.model = model;
        this.data = memory.segment();
        this.linear = memory.allocate(3L * nv * Double.BYTES);
        this.angular = memory.allocate(3L * nv * Double.BYTES);
        this.dense = memory.allocate((long) nv * nv * Double.BYTES);
        dataPointer = MemorySegment.ofAddress(data.address());
        linearPointer = MemorySegment.ofAddress(linear.address());
        angularPointer = MemorySegment.ofAddress(angular.address());
        densePointer = MemorySegment.ofAddress(dense.address());
    }

    void site(int site, double[] position, double[] rotation) {
        Native.siteJacobian(model, dataPointer, linearPointer, angularPointer, site);
        copy(position, rotation);
    }

    void body(int body, double[] position, double[] rotation) {
        Native.bodyJacobian(model, dataPointer, linearPointer, angularPointer, body);
        copy(position, rotation);
    }

    void massMatrix(double[] out) {
        checkSize(out, nv * nv);
        Layout layout = Native.layout();
        if (layout.version().isAtLeast(3, 10)) {
            Native.fullMass(model, dataPointer, densePointer);
        } else {
            Native.fullMass(model, densePointer, data.get(ADDRESS, layout.offset("mjData.qM")));
        }
        MemorySegment.copy(dense, JAVA_DOUBLE, 0, out, 0, out.length);
    }

    private void copy(double[] position, double[] rotation) {
        checkSize(position, 3 * nv);
        checkSize(rotation, 3 * nv);
        MemorySegment.copy(linear, JAVA_DOUBLE, 0, position, 0, position.length);
        MemorySegment.copy(angular, JAVA_DOUBLE, 0, rotation, 0, rotation.length);
    }

    private static void checkSize(double[] out, int expected) {
        if (out.length != expected) {
            throw new IllegalArgumentException("the result has " + expected + " doubles, not " + out.length);
        }
    }
}
