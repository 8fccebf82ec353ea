package dev.advect.onpolicy.dppo;

import dev.advect.flow.Gaussian;
import dev.advect.nn.MlpPass;
import dev.advect.onpolicy.BlockPass;
import dev.advect.onpolicy.ClipWidth;
import dev.advect.onpolicy.RolloutBuffer;
import dev.advect.onpolicy.TrustRegion;
import dev.advect.onpolicy.UpdateMetrics;
import dev.advect.policy.DenoisingPolicy;

/**
 * DPPO's loss with a hand-written gradient, for one worker. It computes the same as {@link Dppo#evaluate} and
 * {@link Dppo#loss} with autograd, in a fraction of the time.
 *
 * <p>With μ = x_k − v/K, z = (x_{k+1} − μ)/σ and ℓ_k = c·Σ_d (−½z² − log σ − ½log 2π), c = 1 or 1/d:
 * <pre>
 *   ∂ℓ/∂v = −c·z / (σ·K)      ∂ℓ/∂log σ = c·(z² − 1)      ∂log σ/∂out = log(high / low)·q·(1 − q), q = sigmoid(out)
 *   ∂L/∂ℓ_k = −ρ_k·∂J/∂ρ_k / steps, 0 where the log-ratio is clamped
 * </pre>
 */
final class DppoPass implements BlockPass.Loss {
    private final DppoConfig config;
    private final ClipWidth clip;
    private final RolloutBuffer data;
    private final MlpPass network;
    private final int steps;
    private final int d;
    private final int observationSize;
    private final int embeddingSize;
    private final double velocityScale;
    private final boolean learnt;
    /** The logarithm of the smallest standard deviation, and the range of logarithms above it. */
    private final double logLow;
    private final double range;
    private final double lowPrecision;
    private final double densityFactor;
    private final double[] discounts;
    private final float[] embedded;

    private final float[] observation;
    private final float[] chain;
    /** The log-likelihoods ℓ_k and the negative gradients −∂L/∂ℓ_k in the current block. */
    private final double[] likelihoods;
    private final double[] slopes;

    DppoPass(DenoisingPolicy policy, DppoConfig config, ClipWidth clip, int worker, RolloutBuffer data) {
        this.config = config;
        this.clip = clip;
        this.data = data;
        learnt = policy.noise().learnt();
        logLow = Math.log(policy.noise().low());
        range = policy.noise().range();
        lowPrecision = 1 / policy.noise().low();
        steps = config.trainedSteps();
        d = policy.actionSize();
        observationSize = policy.observationSize();
        embeddingSize = config.timeEmbedding();
        velocityScale = -config.outputScale() / config.flowSteps();
        densityFactor = config.densityFactor(d);
        discounts = config.discounts();
        int groups = Math.clamp(MlpPass.BLOCK / steps, 1, data.steps);
        network = policy.flow().network().pass(worker, observationSize, steps, groups);
        embedded = new float[steps * embeddingSize];
        for (int k = 0; k < steps; k++) {
            policy.flow().embedding().write(Dppo.time(config, k), embedded, k * embeddingSize);
        }
        observation = new float[groups * observationSize];
        chain = new float[groups * data.drawsPerAction];
        likelihoods = new double[groups * steps];
        slopes = new double[groups * steps];
    }

    @Override
    public MlpPass network() {
        return network;
    }

    @Override
    public int width() {
        return steps;
    }

    @Override
    public void statistics(int n, float[] to) {
        for (int i = 0; i < n * steps; i++) {
            to[i] = (float) likelihoods[i];
        }
    }

    @Override
    public void outputGradient(
            int n, float[] old, float[] advantages, int offset, double scale, UpdateMetrics.Part part) {
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < steps; k++) {
                int index = i * steps + k;
                // rounded like the stored value, so that an unchanged policy has ratio 1
                slopes[index] = slope((float) likelihoods[index] - old[index], advantages[offset + i] * discounts[k], part);
            }
        }
        velocityGradient(n, scale, part);
    }

    /** Returns −∂L/∂ℓ = ∂L/∂log ρ of a step, and records the ratio in the metrics. */
    private double slope(double difference, double advantage, UpdateMetrics.Part part) {
        double limit = config.logRatioLimit();
        boolean clamped = limit > 0 && Math.abs(difference) > limit;
        double log = clamped ? Math.copySign(limit, difference) : difference;
        double ratio = Math.exp(log);
        part.ratio(ratio, log, clip.current());
        part.policyLoss(-TrustRegion.CLIP.objective(ratio, advantage, clip.current()) / steps);
        return clamped ? 0 : ratio * TrustRegion.CLIP.slope(ratio, advantage, clip.current()) / steps;
    }

    /** Fills {@link #likelihoods} with ℓ_k. */
    @Override
    public void evaluate(long row, int n) {
        BlockPass.read(data.observation, row, observationSize, n, observation);
        BlockPass.read(data.draws, row, data.drawsPerAction, n, chain);
        for (int i = 0; i < n; i++) {
            System.arraycopy(observation, i * observationSize, network.shared(), i * network.sharedStride(), observationSize);
            for (int k = 0; k < steps; k++) {
                int index = (i * steps + k) * network.ownStride();
                System.arraycopy(chain, point(i, k), network.own(), index, d);
                System.arraycopy(embedded, k * embeddingSize, network.own(), index + d, embeddingSize);
            }
        }
        network.forward(n);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < steps; k++) {
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    double z = deviation(i, k, j);
                    sum -= 0.5 * z * z + logStd(i, k, j) + Gaussian.HALF_LOG_2PI;
                }
                likelihoods[i * steps + k] = densityFactor * sum;
            }
        }
    }

    private void velocityGradient(int n, double scale, UpdateMetrics.Part part) {
        float[] gradient = network.outputGradient();
        double bonus = learnt ? config.entropyCost() / steps : 0;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < steps; k++) {
                double slope = -scale * densityFactor * slopes[i * steps + k];
                int index = output(i, k);
                double entropy = 0;
                for (int j = 0; j < d; j++) {
                    double z = deviation(i, k, j);
                    entropy += 0.5 + Gaussian.HALF_LOG_2PI + logStd(i, k, j);
                    gradient[index + j] = (float) (slope * z * precision(i, k, j) * velocityScale);
                    if (learnt) {
                        double q = sigmoid(network.output()[index + d + j]);
                        gradient[index + d + j] = (float) ((slope * (z * z - 1) - scale * bonus) * range * q * (1 - q));
                    }
                }
                part.entropy(entropy / steps);
                part.policyLoss(-bonus * entropy);
            }
        }
    }

    /** The standardised deviation (x_{k+1} − μ) / σ in one dimension. */
    private double deviation(int i, int k, int j) {
        double mean = chain[point(i, k) + j] + velocityScale * network.output()[output(i, k) + j];
        return (chain[point(i, k + 1) + j] - mean) * precision(i, k, j);
    }

    private double logStd(int i, int k, int j) {
        return learnt ? logLow + range * sigmoid(network.output()[output(i, k) + d + j]) : logLow;
    }

    /** The reciprocal of the standard deviation, 1 / σ. */
    private double precision(int i, int k, int j) {
        return learnt ? Math.exp(-logStd(i, k, j)) : lowPrecision;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** The offset of a trained step's start point in the chain; its end point is the next one. */
    private int point(int i, int k) {
        return i * data.drawsPerAction + (config.flowSteps() - steps + k) * d;
    }

    private int output(int i, int k) {
        return (i * steps + k) * network.outputStride();
    }
}
