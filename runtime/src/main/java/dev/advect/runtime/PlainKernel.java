package dev.advect.runtime;

/**
 * A kernel of plain loops, which every JVM can run. It computes four outputs at a time, since a single one would wait
 * for its own last addition.
 */
final class PlainKernel implements Kernel {
    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public void dense(Dense layer, float[] in, int inStride, float[] start, int startStride, float[] out, int rows) {
        int stride = layer.stride();
        for (int column = 0; column < stride; column += 4) {
            for (int row = 0; row < rows; row++) {
                four(layer, column, in, row * inStride, start, row * startStride + column, out, row * stride + column);
            }
        }
    }

    private static void four(Dense layer, int column, float[] in, int inAt, float[] start, int startAt, float[] out,
            int outAt) {
        int inputs = layer.inputs();
        float[] w = layer.weights();
        int offset = Lanes.index(0, column, inputs, layer.stride());
        int width = Lanes.index(1, column, inputs, layer.stride()) - offset;
        float even0 = start[startAt];
        float even1 = start[startAt + 1];
        float even2 = start[startAt + 2];
        float even3 = start[startAt + 3];
        float odd0 = 0;
        float odd1 = 0;
        float odd2 = 0;
        float odd3 = 0;
        int i = 0;
        for (; i + 1 < inputs; i += 2, offset += 2 * width) {
            float x = in[inAt + i];
            even0 = Math.fma(x, w[offset], even0);
            even1 = Math.fma(x, w[offset + 1], even1);
            even2 = Math.fma(x, w[offset + 2], even2);
            even3 = Math.fma(x, w[offset + 3], even3);
            float y = in[inAt + i + 1];
            odd0 = Math.fma(y, w[offset + width], odd0);
            odd1 = Math.fma(y, w[offset + width + 1], odd1);
            odd2 = Math.fma(y, w[offset + width + 2], odd2);
            odd3 = Math.fma(y, w[offset + width + 3], odd3);
        }
        if (i < inputs) {
            float x = in[inAt + i];
            even0 = Math.fma(x, w[offset], even0);
            even1 = Math.fma(x, w[offset + 1], even1);
            even2 = Math.fma(x, w[offset + 2], even2);
            even3 = Math.fma(x, w[offset + 3], even3);
        }
        out[outAt] = even0 + odd0;
        out[outAt + 1] = even1 + odd1;
        out[outAt + 2] = even2 + odd2;
        out[outAt + 3] = even3 + odd3;
    }

    @Override
    public void silu(float[] values, int n) {
        for (int i = 0; i < n; i++) {
            values[i] /= Exp.exp(-values[i]) + 1;
        }
    }

    @Override
    public void relu(float[] values, int n) {
        for (int i = 0; i < n; i++) {
            values[i] = values[i] < 0 ? 0 : values[i];
        }
    }

    @Override
    public void addRow(float[] matrix, float[] row, int rowAt, float[] out, int width, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < width; j++) {
                out[r * width + j] = matrix[r * width + j] + row[rowAt + j];
            }
        }
    }

    @Override
    public void addScaled(float[] a, float c, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Math.fma(b[i], c, a[i]);
        }
    }
}
