package dev.advect.runtime;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The network of one velocity field, its first layer split by what the columns multiply.
 *
 * <p>The observation's part of the first layer is the same at all flow times, so it is computed once an action. The
 * time's part is the same for all actions, so it is computed once and for all, for each time of the solver.
 */
final class FlowNetwork {
    private final FlowSpec spec;
    private final double[] steps;
    private final Dense observationPart;
    private final Dense actionPart;
    private final Dense[] layers;
    private final @Nullable Dense deviation;
    private final float[] times;

    /** @param steps times at which this network's steps begin and end */
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

    /** s · W_s + b, with which every first layer's sum begins. */
    Dense observationPart() {
        return observationPart;
    }

    /** x · W_x. */
    Dense actionPart() {
        return actionPart;
    }

    /** The layers after the first; the last one's output is the velocity. */
    Dense[] layers() {
        return layers;
    }

    /** What stands beside the last of the layers and says the deviation of steps; null where nothing does. */
    @Nullable Dense deviation() {
        return deviation;
    }

    /** embedding(t) · W_t of the solver's times, {@code [times, stride of the first layer]}. */
    float[] times() {
        return times;
    }

    /** How many steps there are. */
    int steps() {
        return steps.length - 1;
    }

    /** Where a step begins. */
    double time(int step) {
        return steps[step];
    }

    /** Time of a step, with its sign. */
    double length(int step) {
        return steps[step + 1] - steps[step];
    }

    /** Takes this network's parameters, which begin at {@code at}. */
    void setParameters(float[] parameters, int at) {
        List<Integer> widths = spec.widths();
        int columns = widths.get(0);
        int first = widths.get(1);
        observationPart.setWeights(parameters, at, columns, 0, 1);
        actionPart.setWeights(parameters, at, columns, spec.observationSize(), 1);
        setTimes(parameters, at, columns, first);
        observationPart.setBias(parameters, at + columns * first, 1);
        int next = at + (columns + 1) * first;
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

    private void setTimes(float[] parameters, int at, int columns, int first) {
        int resolution = spec.solver().resolution();
        double[] embedding = new double[spec.timeEmbedding()];
        for (int j = 0; j <= steps() * resolution; j++) {
            int step = j / resolution;
            int part = j % resolution;
            spec.embed(part == 0 ? time(step) : time(step) + length(step) * part / resolution, embedding);
            for (int output = 0; output < first; output++) {
                int row = at + output * columns + columns - embedding.length;
                double sum = 0;
                for (int k = 0; k < embedding.length; k++) {
                    sum += embedding[k] * parameters[row + k];
                }
                times[j * actionPart.stride() + output] = (float) sum;
            }
        }
    }
}
