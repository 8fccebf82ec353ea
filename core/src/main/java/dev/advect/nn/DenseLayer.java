package dev.advect.nn;

/** One of a network's further layers in float32, by vector instructions, before activation: its weights and their gradient. */
final class DenseLayer {
    private final DenseWeights weights;
    private final DenseGradient gradient;

    DenseLayer(int in, int out) {
        weights = new DenseWeights(in, out);
        gradient = new DenseGradient(in, out);
    }

    /** As {@link InputLayer#begin}. */
    int begin(float[] parameters, int at) {
        gradient.clear();
        return weights.begin(parameters, at);
    }

    /** As {@link InputLayer#end}. */
    int end(float[] to, int at) {
        return gradient.end(to, at);
    }

    /** As {@link DenseWeights#forward}. */
    void forward(int rows, float[] h, float[] z) {
        weights.forward(rows, h, z);
    }

    /** As {@link DenseWeights#backward}, and adds the gradients of weight and bias. */
    void backward(int rows, float[] d, float[] h, float[] derivative, float[] next) {
        gradient.add(rows, d, h);
        weights.backward(rows, d, derivative, next);
    }
}
