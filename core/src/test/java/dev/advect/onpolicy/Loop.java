package dev.advect.onpolicy;

import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.nn.Precision;

import java.util.List;

/** An {@link OnPolicyConfig} in the making, for tests: small, and everything may be changed. */
public final class Loop {
    public int envs = 4;
    public int unroll = 5;
    public int unrollsPerEnv = 1;
    public boolean staggerEpisodes = false;
    public int minibatches = 1;
    public int epochs = 1;
    public double discount = 0.9;
    public double gaeLambda = 0.8;
    public double rewardScale = 1;
    public double learningRate = 1e-3;
    public double valueLearningRate = 1e-3;
    public double targetKl = 0;
    public KlEstimate klEstimate = KlEstimate.RATIO;
    public long annealSteps = 0;
    public double annealClip = 1;
    public double annealKl = 1;
    public double annealRate = 1;
    public double annealNoise = 1;
    public boolean skipWithoutReward = false;
    public int policyAfter = 0;
    public double maxGradNorm = 0;
    public double valueCoefficient = 0.25;
    public double actionBound = 0;
    public double noiseCorrelation = 0;
    public double noiseColor = 0;
    public boolean noiseRestart = false;
    public boolean normalizeObservations = true;
    public double minDeviation = 0;
    public double observationBound = 0;
    public double emaDecay = 0;
    public int emaWarmup = 0;
    public String demonstrations = "";
    public int pretrainUpdates = 0;
    public double cloningRate = 1e-3;
    public List<Integer> policyHidden = List.of(8);
    public double policyOutputInit = 1;
    public CriticView critic = CriticView.FULL;
    public List<Integer> valueHidden = List.of(8);
    public Precision products = Precision.FLOAT32;
    public NonFinite nonFinite = NonFinite.ERROR;

    /** What was set, checked. */
    public OnPolicyConfig build() {
        return new OnPolicyConfig(envs, unroll, unrollsPerEnv, staggerEpisodes, minibatches, epochs, discount,
                gaeLambda, rewardScale, learningRate, valueLearningRate, targetKl, klEstimate, annealSteps, annealClip,
                annealKl, annealRate, annealNoise, skipWithoutReward, policyAfter, maxGradNorm, valueCoefficient, actionBound,
                noiseCorrelation, noiseColor, noiseRestart, normalizeObservations, minDeviation, observationBound, emaDecay,
                emaWarmup, demonstrations, pretrainUpdates, cloningRate, policyHidden, policyOutputInit, critic, valueHidden,
                products, nonFinite);
    }
}
