package dev.advect.runtime;

import java.util.Collections;
import java.util.List;

/** The description of a policy's kind and of its networks, which are multi-layer perceptrons. */
public sealed interface PolicySpec permits FlowSpec, GaussianSpec, LatentSpec {
    int observationSize();

    int actionSize();

    /** The widths of the hidden layers of each network. */
    List<Integer> hidden();

    /** The number of networks. */
    int networks();

    /** The number of inputs of a network. */
    int inputs();

    /** The number of outputs of a network. */
    int outputs();

    /** The number of standard normal values that an action needs. */
    default int noiseSize() {
        return actionSize();
    }

    /** Whether actions are sampled by default; otherwise the default is the deterministic action. */
    boolean stochasticByDefault();

    /** The layer widths of a network: inputs, hidden widths …, outputs. */
    default List<Integer> widths() {
        return Sizes.widths(inputs(), hidden(), outputs());
    }

    /** The layer widths of every network, in order. */
    default List<List<Integer>> allWidths() {
        return Collections.nCopies(networks(), widths());
    }

    /**
     * The total number of parameters. They are stored in one array, network by network and layer by layer: weights
     * {@code [out, in]}, then biases {@code [out]}.
     */
    default long parameters() {
        return allWidths().stream().mapToLong(Sizes::parameters).sum();
    }
}
