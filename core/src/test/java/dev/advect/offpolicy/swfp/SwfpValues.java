package dev.advect.offpolicy.swfp;

import dev.advect.offpolicy.swfp.SwfpConfig.Coupling;
import dev.advect.offpolicy.swfp.SwfpConfig.Mode;
import dev.advect.offpolicy.swfp.SwfpConfig.Regularizer;
import dev.advect.offpolicy.swfp.SwfpConfig.Shape;

import java.util.List;

/** A configuration to be changed here and there. */
public final class SwfpValues {
    public int blocks = 2;
    public int innerSteps = 1;
    public double noiseScale = 1;
    public List<Integer> hidden = List.of(6);
    public Mode mode = Mode.SEQUENTIAL;
    public Regularizer regularizer = Regularizer.W2;
    public Coupling coupling = Coupling.SYNCHRONOUS;
    public int particles = 1;
    public double tau = 0.5;
    public double tauFinal = 0.5;
    public Shape tauShape = Shape.CONSTANT;
    public double tauRatio = 1;
    public double anchor;
    int period = 4;
    public double alpha;
    public double alphaLearningRate;
    public int exactVolume = 8;
    public boolean normalizeValue;
    public long reflowAfter;
    public double selfImitationRate;

    public SwfpConfig build() {
        return new SwfpConfig(blocks, innerSteps, noiseScale, hidden, 4, mode, regularizer, coupling, particles, 0.05, tau, tauFinal,
                tauShape, 100, tauRatio, anchor, period, 1, alpha, alphaLearningRate, -0.5, exactVolume, normalizeValue, reflowAfter, 1e-3, 3e-3,
                selfImitationRate, 0);
    }
}
