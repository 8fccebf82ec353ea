package dev.advect.nn;

import dev.advect.nn.vector.Bf16Layers;
import dev.advect.nn.vector.DenseLayer;
import dev.advect.nn.vector.InputLayer;
import dev.advect.nn.vector.Layer;
import dev.advect.nn.vector.Layer.Signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/**
 * {@link MlpPass} as a stack of {@link Layer}s, by the processor's vector instructions: a block of rows goes through all layers
 * while it is in the cache, and nothing is allocated. Products between hidden layers are of float32 or of bfloat16.
 */
final class VectorPass implements MlpPass {
    private final Mlp mlp;
    private final int worker;
    private final int group;
    private final List<Layer> layers = new ArrayList<>();
    private final Memory memory;
    private final float[] parameters;

    /**
     * @param sharedWidth inputs that a group's rows share, the network's first
     * @param group rows of a group
     * @param groups groups of a block
     */
    VectorPass(Mlp mlp, Precision products, int worker, int sharedWidth, int group, int groups) {
        this.mlp = mlp;
        this.worker = worker;
        this.group = group;
        List<Integer> widths = mlp.widths();
        int rows = up(groups * group, ROWS);
        int last = widths.size() - 2;
        int widest = up(widths.stream().skip(1).mapToInt(Integer::intValue).max().orElseThrow(), LANES);
        // gradients are needed no longer than until the layer before has its own: two arrays take turns
        float[][] gradients = new float[2][rows * widest];
        List<Signal> signals = new ArrayList<>();
        for (int l = 0; l <= last; l++) {
            int stride = up(widths.get(l + 1), LANES);
            signals.add(new Signal(
                    new float[rows * stride], l == last ? new float[rows * stride] : gradients[l % 2], stride));
        }
        InputLayer input = new InputLayer(
                sharedWidth, widths.getFirst() - sharedWidth, widths.get(1), group, groups, signals.getFirst());
        layers.add(input);
        int next = 1;
        if (products == Precision.BFLOAT16 && last > 1) {
            layers.add(new Bf16Layers(widths.subList(1, last + 1), rows, signals.getFirst(), signals.get(last - 1)));
            next = last;
        }
        for (int l = next; l <= last; l++) {
            layers.add(new DenseLayer(widths.get(l), widths.get(l + 1), signals.get(l - 1), signals.get(l), true));
        }
        Signal output = signals.getLast();
        memory = new Memory(groups, input.shared, input.sharedStride, input.own, input.ownStride, output.value(),
                output.gradient(), output.stride());
        parameters = new float[(int) mlp.parameters().size()];
    }

    List<Layer> layers() {
        return List.copyOf(layers);
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public void begin() {
        mlp.parameters().values().read(0, parameters, 0, parameters.length);
        int offset = 0;
        for (Layer layer : layers) {
            offset = layer.load(parameters, offset);
        }
    }

    @Override
    public void forward(int n) {
        for (Layer layer : layers) {
            layer.forward(n * group);
        }
    }

    @Override
    public void backward(int n) {
        int rows = n * group;
        // rows beyond the block's last are computed with it, and must add nothing
        Arrays.fill(outputGradient(), rows * outputStride(), up(rows, ROWS) * outputStride(), 0);
        for (Layer layer : layers.reversed()) {
            layer.backward(rows);
        }
    }

    @Override
    public void end() {
        float[] gradient = parameters;
        int offset = 0;
        for (Layer layer : layers) {
            offset = layer.store(gradient, offset);
        }
        mlp.parameters().replica(worker).add(gradient);
    }
}
