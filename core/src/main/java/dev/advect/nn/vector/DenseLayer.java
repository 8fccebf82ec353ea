package dev.advect.nn.vector;

/** One of a network's further layers in float32, by vector instructions, before activation: its weights and their gradient. */
public final class DenseLayer {
    private final DenseWeights weights;
    private final DenseGradient gradient;

    public DenseLayer(int in, int out) {
        weights = new DenseWeights(in, out);
        gradient = new DenseGradient(in, out);
    }

    /** As {@link InputLayer#begin}. */
    public int begin(float[] parameters, int at) {
        gradient.clear();
        return weights.begin(parameters, at);
    }

    /** As {@link InputLayer#end}. */
    public int end(float[] to, int at) {
        return gradient.end(to, at);
    }

    /** As {@link DenseWeights#forward}. */
    public void forward(int rows, float[] h, float[] z) {
        weights.forward(rows, h, z);
    }

    /** As {@link DenseWeights#backward}, and adds the gradients of weight and bias. */
    public void backward(int rows, float[] d, float[] h, float[] derivative, float[] next) {
        gradient.add(rows, d, h);
        weights.backward(rows, d, derivative, next);
    }
}
