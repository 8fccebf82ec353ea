package dev.advect.runtime;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The network of one velocity field, whose first layer is split by input.
 *
 * <p>The observation's contribution to the first layer is the same at all flow times and is computed once per action.
 * The time's contribution is the same for all actions and is computed only once, for each time of the solver.
 */
final class FlowNetwork {
    private final FlowSpec spec;
    private final double[] steps;
    private final Dense observationPart;
    private final Dense actionPart;
    private final Dense[] layers;
    private final @Nullable Dense deviation;
    private final float[] times;

    /**
     * @param steps the times at which this network's steps begin and end
     */
    FlowNetwork(FlowSpec spec, double[] steps) {
        this.spec = spec;
        this.steps = steps;
        List<Integer> widths = spec.widths();
        observationPart = new Dense(spec.observationSize(), widths.get(1));
        actionPart = new Dense(spec.actionSize(), widths.get(1));
        layers = new Dense[widths.size() - 2];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new Dense(widths.get(i + 1), i == layers.length - 1 ? spec.actionSize() : widths.get(i + 2));
        }
        deviation = spec.noise().learnt() ? new Dense(spec.hidden().getLast(), spec.actionSize()) : null;
        times = new float[((steps.length - 1) * spec.solver().resolution() + 1) * actionPart.stride()];
    }

    /** The part s · W_s + b of the first layer, from which its sum starts. */
    Dense observationPart() {
        return observationPart;
    }

    /** The part x · W_x of the first layer. */
    Dense actionPart() {
        return actionPart;
    }

    /** The layers after the first one. The output of the last one is the velocity. */
    Dense[] layers() {
        return layers;
    }

    /** The layer beside the last one whose outputs determine the standard deviation of steps; null if there is none. */
    @Nullable Dense deviation() {
        return deviation;
    }

    /**
     * The part embedding(t) · W_t of the first layer for the solver's times,
     * {@code [times, stride of the first layer]}.
     */
    float[] times() {
        return times;
    }

    /** The number of steps. */
    int steps() {
        return steps.length - 1;
    }

    /** The time at which a step begins. */
    double time(int step) {
        return steps[step];
    }

    /** The time of an evaluation of the field, by its index in {@link #times}. */
    double stageTime(int index) {
        int step = index / spec.solver().resolution();
        int part = index % spec.solver().resolution();
        return part == 0 ? time(step) : time(step) + length(step) * part / spec.solver().resolution();
    }

    /** The signed length of a step in flow time. */
    double length(int step) {
        return steps[step + 1] - steps[step];
    }

    /** Sets this network's parameters, which start at {@code offset}. */
    void setParameters(float[] parameters, int offset) {
        List<Integer> widths = spec.widths();
        int columns = widths.get(0);
        int first = widths.get(1);
        observationPart.setWeights(parameters, offset, columns, 0, 1);
        actionPart.setWeights(parameters, offset, columns, spec.observationSize(), 1);
        setTimes(parameters, offset, columns, first);
        observationPart.setBias(parameters, offset + columns * first, 1);
        int next = offset + (columns + 1) * first;
        for (int i = 0; i < layers.length - 1; i++) {
            next = layers[i].setAll(parameters, next, 1);
        }
        int inputs = spec.hidden().getLast();
        int biases = next + inputs * spec.outputs();
        Dense last = layers[layers.length - 1];
        last.setWeights(parameters, next, inputs, 0, (float) spec.outputScale());
        last.setBias(parameters, biases, (float) spec.outputScale());
        if (deviation != null) {
            deviation.setWeights(parameters, next + inputs * spec.actionSize(), inputs, 0, 1);
            deviation.setBias(parameters, biases + spec.actionSize(), 1);
        }
    }

    private void setTimes(float[] parameters, int offset, int columns, int first) {
        int resolution = spec.solver().resolution();
        double[] embedding = new double[spec.timeEmbedding()];
        for (int j = 0; j <= steps() * resolution; j++) {
            spec.embed(stageTime(j), embedding);
            for (int output = 0; output < first; output++) {
                int row = offset + output * columns + columns - embedding.length;
                double sum = 0;
                for (int k = 0; k < embedding.length; k++) {
                    sum += embedding[k] * parameters[row + k];
                }
                times[j * actionPart.stride() + output] = (float) sum;
            }
        }
    }
}
