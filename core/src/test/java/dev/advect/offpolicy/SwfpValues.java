package dev.advect.offpolicy;

import dev.advect.offpolicy.SwfpConfig.Coupling;
import dev.advect.offpolicy.SwfpConfig.Mode;
import dev.advect.offpolicy.SwfpConfig.Regularizer;
import dev.advect.offpolicy.SwfpConfig.Shape;

import java.util.List;

/** A configuration to be changed here and there. */
final class SwfpValues {
    int blocks = 2;
    int innerSteps = 1;
    List<Integer> hidden = List.of(6);
    Mode mode = Mode.SEQUENTIAL;
    Regularizer regularizer = Regularizer.W2;
    Coupling coupling = Coupling.SYNCHRONOUS;
    int particles = 1;
    double tau = 0.5;
    double tauFinal = 0.5;
    Shape tauShape = Shape.CONSTANT;
    double tauRatio = 1;
    int period = 4;
    double alpha;
    double alphaLearningRate;
    int exactVolume = 8;
    boolean normalizeValue;
    long reflowAfter;

    SwfpConfig build() {
        return new SwfpConfig(blocks, innerSteps, hidden, 4, mode, regularizer, coupling, particles, 0.05, tau, tauFinal,
                tauShape, 100, tauRatio, period, 1, alpha, alphaLearningRate, -0.5, exactVolume, normalizeValue, reflowAfter, 1e-3, 3e-3,
                0);
    }
}
