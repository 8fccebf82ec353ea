package dev.advect.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * A kernel of vector instructions through {@code jdk.incubator.vector}.
 *
 * <p>A panel of weights is read once for every two rows, with eight sums in flight to hide the latency of fused
 * multiply-adds; for a single row, two panels are read side by side.
 *
 * <p>Vectors stay within one method and are never passed to our own methods. When the JVM compiles a method into a
 * large caller, it may not inline small methods, except those of the vector classes themselves, and then each operation
 * would allocate.
 */
final class VectorKernel implements Kernel {
    private static final VectorSpecies<Float> SPECIES = species();
    private static final VectorSpecies<Integer> BITS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    static final int LANES = SPECIES.length();
    private static final int PANEL = 2 * LANES;

    /** The machine's preferred vector width; {@code -Dadvect.vectorBits=128} selects another one. */
    private static VectorSpecies<Float> species() {
        Integer bits = Integer.getInteger("advect.vectorBits");
        return bits == null
                ? FloatVector.SPECIES_PREFERRED : VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
    }

    @Override
    public String name() {
        return "vectors of " + LANES;
    }

    @Override
    public void dense(Dense layer, float[] in, int inStride, float[] start, int startStride, float[] out, int rows) {
        int pairs = rows - rows % 2;
        int stride = layer.stride();
        int column = 0;
        for (; column + PANEL <= stride; column += PANEL) {
            if (pairs > 0) {
                rowPairs(layer, column, in, inStride, start, startStride, out, pairs);
            }
        }
        if (pairs < rows) {
            int[] packed = layer.packed();
            if (packed != null) {
                packedRow(layer, packed, in, pairs * inStride, start, pairs * startStride, out, pairs * stride);
            } else {
                row(layer, in, pairs * inStride, start, pairs * startStride, out, pairs * stride);
            }
        }
        if (column < stride) {
            if (pairs > 0) {
                rowPairsOfOneVector(layer, column, in, inStride, start, startStride, out, pairs);
            }
            if (pairs < rows) {
                rowOfOneVector(layer, column, in, pairs * inStride, start, pairs * startStride, out, pairs * stride);
            }
        }
    }

    private static void rowPairs(Dense layer, int column, float[] in, int inStride, float[] start, int startStride,
            float[] out, int rows) {
        int inputs = layer.inputs();
        int stride = layer.stride();
        float[] w = layer.weights();
        for (int row = 0; row < rows; row += 2) {
            int first = row * startStride + column;
            int second = first + startStride;
            FloatVector a0 = FloatVector.fromArray(SPECIES, start, first);
            FloatVector a1 = FloatVector.fromArray(SPECIES, start, first + LANES);
            FloatVector b0 = FloatVector.fromArray(SPECIES, start, second);
            FloatVector b1 = FloatVector.fromArray(SPECIES, start, second + LANES);
            FloatVector oddA0 = FloatVector.zero(SPECIES);
            FloatVector oddA1 = oddA0;
            FloatVector oddB0 = oddA0;
            FloatVector oddB1 = oddA0;
            int at = column * inputs;
            int x = row * inStride;
            int y = x + inStride;
            int i = 0;
            for (; i + 1 < inputs; i += 2, at += 2 * PANEL) {
                FloatVector w0 = FloatVector.fromArray(SPECIES, w, at);
                FloatVector w1 = FloatVector.fromArray(SPECIES, w, at + LANES);
                FloatVector a = FloatVector.broadcast(SPECIES, in[x + i]);
                FloatVector b = FloatVector.broadcast(SPECIES, in[y + i]);
                a0 = a.fma(w0, a0);
                a1 = a.fma(w1, a1);
                b0 = b.fma(w0, b0);
                b1 = b.fma(w1, b1);
                FloatVector odd0 = FloatVector.fromArray(SPECIES, w, at + PANEL);
                FloatVector odd1 = FloatVector.fromArray(SPECIES, w, at + PANEL + LANES);
                FloatVector oddA = FloatVector.broadcast(SPECIES, in[x + i + 1]);
                FloatVector oddB = FloatVector.broadcast(SPECIES, in[y + i + 1]);
                oddA0 = oddA.fma(odd0, oddA0);
                oddA1 = oddA.fma(odd1, oddA1);
                oddB0 = oddB.fma(odd0, oddB0);
                oddB1 = oddB.fma(odd1, oddB1);
            }
            if (i < inputs) {
                FloatVector w0 = FloatVector.fromArray(SPECIES, w, at);
                FloatVector w1 = FloatVector.fromArray(SPECIES, w, at + LANES);
                FloatVector a = FloatVector.broadcast(SPECIES, in[x + i]);
                FloatVector b = FloatVector.broadcast(SPECIES, in[y + i]);
                a0 = a.fma(w0, a0);
                a1 = a.fma(w1, a1);
                b0 = b.fma(w0, b0);
                b1 = b.fma(w1, b1);
            }
            int to = row * stride + column;
            a0.add(oddA0).intoArray(out, to);
            a1.add(oddA1).intoArray(out, to + LANES);
            b0.add(oddB0).intoArray(out, to + stride);
            b1.add(oddB1).intoArray(out, to + stride + LANES);
        }
    }

    /** Computes a single row's whole panels, two at a time as far as possible. */
    private static void row(Dense layer, float[] in, int inAt, float[] start, int startAt, float[] out, int outAt) {
        int stride = layer.stride();
        int column = 0;
        for (; column + 2 * PANEL <= stride; column += 2 * PANEL) {
            rowOfTwoPanels(layer, column, in, inAt, start, startAt, out, outAt);
        }
        if (column + PANEL <= stride) {
            rowOfOnePanel(layer, column, in, inAt, start, startAt, out, outAt);
        }
    }

    private static void rowOfTwoPanels(Dense layer, int column, float[] in, int inAt, float[] start, int startAt,
            float[] out, int outAt) {
        int inputs = layer.inputs();
        float[] w = layer.weights();
        int offset = startAt + column;
        FloatVector a0 = FloatVector.fromArray(SPECIES, start, offset);
        FloatVector a1 = FloatVector.fromArray(SPECIES, start, offset + LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, start, offset + PANEL);
        FloatVector b1 = FloatVector.fromArray(SPECIES, start, offset + PANEL + LANES);
        FloatVector oddA0 = FloatVector.zero(SPECIES);
        FloatVector oddA1 = oddA0;
        FloatVector oddB0 = oddA0;
        FloatVector oddB1 = oddA0;
        int at = column * inputs;
        int next = at + PANEL * inputs;
        int i = 0;
        for (; i + 1 < inputs; i += 2, at += 2 * PANEL, next += 2 * PANEL) {
            FloatVector x = FloatVector.broadcast(SPECIES, in[inAt + i]);
            FloatVector y = FloatVector.broadcast(SPECIES, in[inAt + i + 1]);
            a0 = x.fma(FloatVector.fromArray(SPECIES, w, at), a0);
            a1 = x.fma(FloatVector.fromArray(SPECIES, w, at + LANES), a1);
            b0 = x.fma(FloatVector.fromArray(SPECIES, w, next), b0);
            b1 = x.fma(FloatVector.fromArray(SPECIES, w, next + LANES), b1);
            oddA0 = y.fma(FloatVector.fromArray(SPECIES, w, at + PANEL), oddA0);
            oddA1 = y.fma(FloatVector.fromArray(SPECIES, w, at + PANEL + LANES), oddA1);
            oddB0 = y.fma(FloatVector.fromArray(SPECIES, w, next + PANEL), oddB0);
            oddB1 = y.fma(FloatVector.fromArray(SPECIES, w, next + PANEL + LANES), oddB1);
        }
        if (i < inputs) {
            FloatVector x = FloatVector.broadcast(SPECIES, in[inAt + i]);
            a0 = x.fma(FloatVector.fromArray(SPECIES, w, at), a0);
            a1 = x.fma(FloatVector.fromArray(SPECIES, w, at + LANES), a1);
            b0 = x.fma(FloatVector.fromArray(SPECIES, w, next), b0);
            b1 = x.fma(FloatVector.fromArray(SPECIES, w, next + LANES), b1);
        }
        int to = outAt + column;
        a0.add(oddA0).intoArray(out, to);
        a1.add(oddA1).intoArray(out, to + LANES);
        b0.add(oddB0).intoArray(out, to + PANEL);
        b1.add(oddB1).intoArray(out, to + PANEL + LANES);
    }

    private static void rowOfOnePanel(Dense layer, int column, float[] in, int inAt, float[] start, int startAt,
            float[] out, int outAt) {
        int inputs = layer.inputs();
        float[] w = layer.weights();
        FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt + column);
        FloatVector a1 = FloatVector.fromArray(SPECIES, start, startAt + column + LANES);
        FloatVector odd0 = FloatVector.zero(SPECIES);
        FloatVector odd1 = odd0;
        int at = column * inputs;
        int i = 0;
        for (; i + 1 < inputs; i += 2, at += 2 * PANEL) {
            FloatVector x = FloatVector.broadcast(SPECIES, in[inAt + i]);
            FloatVector y = FloatVector.broadcast(SPECIES, in[inAt + i + 1]);
            a0 = x.fma(FloatVector.fromArray(SPECIES, w, at), a0);
            a1 = x.fma(FloatVector.fromArray(SPECIES, w, at + LANES), a1);
            odd0 = y.fma(FloatVector.fromArray(SPECIES, w, at + PANEL), odd0);
            odd1 = y.fma(FloatVector.fromArray(SPECIES, w, at + PANEL + LANES), odd1);
        }
        if (i < inputs) {
            FloatVector x = FloatVector.broadcast(SPECIES, in[inAt + i]);
            a0 = x.fma(FloatVector.fromArray(SPECIES, w, at), a0);
            a1 = x.fma(FloatVector.fromArray(SPECIES, w, at + LANES), a1);
        }
        a0.add(odd0).intoArray(out, outAt + column);
        a1.add(odd1).intoArray(out, outAt + column + LANES);
    }

    /** Computes a single row from {@link Dense#packed}, whose words are unpacked on the fly. */
    private static void packedRow(Dense layer, int[] packed, float[] in, int inAt, float[] start, int startAt, float[] out,
            int outAt) {
        int inputs = layer.inputs();
        int stride = layer.stride();
        IntVector upper = IntVector.broadcast(BITS, 0xFFFF0000);
        int at = 0;
        for (int column = 0; column < stride; column += 2 * PANEL) {
            int offset = startAt + column;
            FloatVector a0 = FloatVector.fromArray(SPECIES, start, offset);
            FloatVector a1 = FloatVector.fromArray(SPECIES, start, offset + LANES);
            FloatVector a2 = FloatVector.fromArray(SPECIES, start, offset + 2 * LANES);
            FloatVector a3 = FloatVector.fromArray(SPECIES, start, offset + 3 * LANES);
            FloatVector odd0 = FloatVector.zero(SPECIES);
            FloatVector odd1 = odd0;
            FloatVector odd2 = odd0;
            FloatVector odd3 = odd0;
            for (int i = 0; i < inputs; i += 2, at += 2 * PANEL) {
                FloatVector x = FloatVector.broadcast(SPECIES, in[inAt + i]);
                FloatVector y = FloatVector.broadcast(SPECIES, in[inAt + i + 1]);
                IntVector w0 = IntVector.fromArray(BITS, packed, at);
                IntVector w1 = IntVector.fromArray(BITS, packed, at + LANES);
                IntVector w2 = IntVector.fromArray(BITS, packed, at + 2 * LANES);
                IntVector w3 = IntVector.fromArray(BITS, packed, at + 3 * LANES);
                a0 = x.fma(w0.and(upper).reinterpretAsFloats(), a0);
                a1 = x.fma(w1.and(upper).reinterpretAsFloats(), a1);
                a2 = x.fma(w2.and(upper).reinterpretAsFloats(), a2);
                a3 = x.fma(w3.and(upper).reinterpretAsFloats(), a3);
                odd0 = y.fma(w0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats(), odd0);
                odd1 = y.fma(w1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats(), odd1);
                odd2 = y.fma(w2.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats(), odd2);
                odd3 = y.fma(w3.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats(), odd3);
            }
            int to = outAt + column;
            a0.add(odd0).intoArray(out, to);
            a1.add(odd1).intoArray(out, to + LANES);
            a2.add(odd2).intoArray(out, to + 2 * LANES);
            a3.add(odd3).intoArray(out, to + 3 * LANES);
        }
    }

    private static void rowPairsOfOneVector(Dense layer, int column, float[] in, int inStride, float[] start,
            int startStride, float[] out, int rows) {
        int inputs = layer.inputs();
        int stride = layer.stride();
        float[] w = layer.weights();
        for (int row = 0; row < rows; row += 2) {
            FloatVector a = FloatVector.fromArray(SPECIES, start, row * startStride + column);
            FloatVector b = FloatVector.fromArray(SPECIES, start, (row + 1) * startStride + column);
            FloatVector oddA = FloatVector.zero(SPECIES);
            FloatVector oddB = oddA;
            int at = column * inputs;
            int x = row * inStride;
            int y = x + inStride;
            int i = 0;
            for (; i + 1 < inputs; i += 2, at += PANEL) {
                FloatVector even = FloatVector.fromArray(SPECIES, w, at);
                FloatVector odd = FloatVector.fromArray(SPECIES, w, at + LANES);
                a = FloatVector.broadcast(SPECIES, in[x + i]).fma(even, a);
                b = FloatVector.broadcast(SPECIES, in[y + i]).fma(even, b);
                oddA = FloatVector.broadcast(SPECIES, in[x + i + 1]).fma(odd, oddA);
                oddB = FloatVector.broadcast(SPECIES, in[y + i + 1]).fma(odd, oddB);
            }
            if (i < inputs) {
                FloatVector even = FloatVector.fromArray(SPECIES, w, at);
                a = FloatVector.broadcast(SPECIES, in[x + i]).fma(even, a);
                b = FloatVector.broadcast(SPECIES, in[y + i]).fma(even, b);
            }
            a.add(oddA).intoArray(out, row * stride + column);
            b.add(oddB).intoArray(out, (row + 1) * stride + column);
        }
    }

    private static void rowOfOneVector(Dense layer, int column, float[] in, int inAt, float[] start, int startAt,
            float[] out, int outAt) {
        int inputs = layer.inputs();
        float[] w = layer.weights();
        FloatVector a = FloatVector.fromArray(SPECIES, start, startAt + column);
        FloatVector odd = FloatVector.zero(SPECIES);
        int at = column * inputs;
        int i = 0;
        for (; i + 1 < inputs; i += 2, at += PANEL) {
            a = FloatVector.broadcast(SPECIES, in[inAt + i]).fma(FloatVector.fromArray(SPECIES, w, at), a);
            odd = FloatVector.broadcast(SPECIES, in[inAt + i + 1])
                    .fma(FloatVector.fromArray(SPECIES, w, at + LANES), odd);
        }
        if (i < inputs) {
            a = FloatVector.broadcast(SPECIES, in[inAt + i]).fma(FloatVector.fromArray(SPECIES, w, at), a);
        }
        a.add(odd).intoArray(out, outAt + column);
    }

    @Override
    public void silu(float[] values, int n) {
        for (int i = 0; i < n; i += PANEL) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, i);
            FloatVector y = FloatVector.fromArray(SPECIES, values, i + LANES);
            // comparisons preserve NaN; min and max would too, but with three times the instructions
            FloatVector t = x.neg();
            FloatVector u = y.neg();
            t = t.blend(Exp.LIMIT, t.compare(VectorOperators.GT, Exp.LIMIT));
            u = u.blend(Exp.LIMIT, u.compare(VectorOperators.GT, Exp.LIMIT));
            t = t.blend(-Exp.LIMIT, t.compare(VectorOperators.LT, -Exp.LIMIT));
            u = u.blend(-Exp.LIMIT, u.compare(VectorOperators.LT, -Exp.LIMIT));
            FloatVector roundedT = t.fma(Exp.LOG2_E, Exp.ROUND);
            FloatVector roundedU = u.fma(Exp.LOG2_E, Exp.ROUND);
            FloatVector powerT = roundedT.sub(Exp.ROUND);
            FloatVector powerU = roundedU.sub(Exp.ROUND);
            FloatVector high = FloatVector.broadcast(SPECIES, -Exp.LN2_HIGH);
            FloatVector low = FloatVector.broadcast(SPECIES, -Exp.LN2_LOW);
            FloatVector r = powerT.fma(low, powerT.fma(high, t));
            FloatVector s = powerU.fma(low, powerU.fma(high, u));
            FloatVector p5 = FloatVector.broadcast(SPECIES, Exp.P5);
            FloatVector p4 = FloatVector.broadcast(SPECIES, Exp.P4);
            FloatVector p3 = FloatVector.broadcast(SPECIES, Exp.P3);
            FloatVector p2 = FloatVector.broadcast(SPECIES, Exp.P2);
            FloatVector p1 = FloatVector.broadcast(SPECIES, Exp.P1);
            FloatVector p0 = FloatVector.broadcast(SPECIES, Exp.P0);
            FloatVector p = p5.fma(r, p4).fma(r, p3).fma(r, p2).fma(r, p1).fma(r, p0);
            FloatVector q = p5.fma(s, p4).fma(s, p3).fma(s, p2).fma(s, p1).fma(s, p0);
            p = p.fma(r.mul(r), r).add(1);
            q = q.fma(s.mul(s), s).add(1);
            IntVector exponentT = roundedT.reinterpretAsInts().lanewise(VectorOperators.LSHL, Exp.MANTISSA_BITS);
            IntVector exponentU = roundedU.reinterpretAsInts().lanewise(VectorOperators.LSHL, Exp.MANTISSA_BITS);
            p = p.reinterpretAsInts().add(exponentT).reinterpretAsFloats();
            q = q.reinterpretAsInts().add(exponentU).reinterpretAsFloats();
            x.div(p.add(1)).intoArray(values, i);
            y.div(q.add(1)).intoArray(values, i + LANES);
        }
    }

    @Override
    public void relu(float[] values, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, i);
            x.blend(0, x.compare(VectorOperators.LT, 0)).intoArray(values, i);
        }
    }

    @Override
    public void addRow(float[] matrix, float[] row, int rowAt, float[] out, int width, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < width; j += LANES) {
                FloatVector.fromArray(SPECIES, matrix, r * width + j)
                        .add(FloatVector.fromArray(SPECIES, row, rowAt + j))
                        .intoArray(out, r * width + j);
            }
        }
    }

    @Override
    public void addScaled(float[] a, float c, float[] b, float[] out, int n) {
        FloatVector factor = FloatVector.broadcast(SPECIES, c);
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(SPECIES, b, i).fma(factor, FloatVector.fromArray(SPECIES, a, i)).intoArray(out, i);
        }
    }
}
