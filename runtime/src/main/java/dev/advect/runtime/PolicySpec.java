package dev.advect.runtime;

import java.util.List;

/** The kind of a policy and the sizes of its networks: multi-layer perceptrons. */
public sealed interface PolicySpec permits FlowSpec, GaussianSpec {
    int observationSize();

    int actionSize();

    /** Widths of the hidden layers, in each network. */
    List<Integer> hidden();

    /** How many networks there are. */
    int networks();

    /** Numbers that a network takes in. */
    int inputs();

    /** Numbers that a network puts out. */
    int outputs();

    /** Standard normal numbers that an action takes. */
    default int noiseSize() {
        return actionSize();
    }

    /** True if actions are meant to be drawn; false if the central one is meant to be taken. */
    boolean sampledByDefault();

    /** Inputs, hidden widths …, outputs. */
    default List<Integer> widths() {
        return Sizes.widths(inputs(), hidden(), outputs());
    }

    /**
     * Length of all networks' parameters in one array: network by network, layer by layer, weights {@code [out, in]},
     * then biases {@code [out]}.
     */
    default long parameters() {
        return networks() * Sizes.parameters(widths());
    }
}
