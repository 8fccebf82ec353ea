package dev.advect.onpolicy;

import dev.advect.nn.HostTensor;
import dev.advect.nn.MlpPass;
import dev.advect.policy.DenoisingPolicy;
import dev.advect.policy.DenoisingPolicy.StepNoise;

/**
 * DPPO's loss and its gradient written out, for one worker: the same as {@link Dppo#evaluate} and {@link Dppo#loss} through
 * autograd, in a fraction of the time.
 *
 * <p>With μ = x_k − v/K, z = (x_{k+1} − μ)/σ and ℓ_k = c·Σ_d (−½z² − log σ − ½log 2π), c = 1 or 1/d:
 * <pre>
 *   ∂ℓ/∂v = −c·z / (σ·K)      ∂ℓ/∂log σ = c·(z² − 1)      ∂log σ/∂out = log(high / low)·q·(1 − q), q = sigmoid(out)
 *   ∂L/∂ℓ_k = −ρ_k·∂J/∂ρ_k / steps, 0 where the log-ratio is held
 * </pre>
 */
final class DppoPass implements PolicyPass {
    private static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

    private final DppoConfig config;
    private final Unrolls data;
    private final MlpPass network;
    private final StepNoise noise;
    private final int steps;
    private final int d;
    private final int observationSize;
    private final int embeddingSize;
    private final double velocityScale;
    private final double densityFactor;
    private final double[] discounts;
    private final float[] embedded;

    private final float[] observation;
    private final float[] chain;
    private final float[] old;
    /** ℓ_k and −∂L/∂ℓ_k of the block. */
    private final double[] likelihoods;
    private final double[] slopes;

    DppoPass(DenoisingPolicy policy, DppoConfig config, int worker, Unrolls data) {
        this.config = config;
        this.data = data;
        noise = policy.noise();
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
        chain = new float[groups * data.kept];
        old = new float[groups * steps];
        likelihoods = new double[groups * steps];
        slopes = new double[groups * steps];
    }

    @Override
    public void begin() {
        network.begin();
    }

    @Override
    public void end() {
        network.end();
    }

    @Override
    public void statistics(int at, int n) {
        long end = (long) (at + n) * data.steps;
        for (long row = (long) at * data.steps; row < end; row += network.groups()) {
            int actions = (int) Math.min(network.groups(), end - row);
            likelihoods(row, actions);
            for (int i = 0; i < actions * steps; i++) {
                old[i] = (float) likelihoods[i];
            }
            data.statistic.write(row * steps, old, 0, actions * steps);
        }
    }

    @Override
    public void gradient(int[] unrolls, float[] advantages, int place, double scale, UpdateMetrics.Part part) {
        for (int u = 0; u < unrolls.length; u++) {
            for (int t = 0; t < data.steps; t += network.groups()) {
                int actions = Math.min(network.groups(), data.steps - t);
                long row = (long) unrolls[u] * data.steps + t;
                likelihoods(row, actions);
                data.statistic.read(row * steps, old, 0, actions * steps);
                for (int i = 0; i < actions; i++) {
                    float advantage = advantages[place + u * data.steps + t + i];
                    for (int k = 0; k < steps; k++) {
                        int at = i * steps + k;
                        // the same rounding as the old one has had, so that an unchanged policy's ratio is 1
                        slopes[at] = slope((float) likelihoods[at] - old[at], advantage * discounts[k], part);
                    }
                }
                outputGradient(actions, scale, part);
                network.backward(actions);
            }
        }
    }

    /** −∂L/∂ℓ = ∂L/∂log ρ of a step; the ratio's part in the metrics is taken note of. */
    private double slope(double difference, double advantage, UpdateMetrics.Part part) {
        double limit = config.logRatioLimit();
        boolean held = limit > 0 && Math.abs(difference) > limit;
        double log = held ? Math.copySign(limit, difference) : difference;
        double ratio = Math.exp(log);
        part.ratio(ratio, log, config.clip());
        part.policyLoss -= TrustRegion.CLIP.objective(ratio, advantage, config.clip()) / steps;
        return held ? 0 : ratio * TrustRegion.CLIP.slope(ratio, advantage, config.clip()) / steps;
    }

    /** Fills {@link #likelihoods} with ℓ_k of the actions [row, row + n). */
    private void likelihoods(long row, int n) {
        read(data.observation, row, observationSize, n, observation);
        read(data.draws, row, data.kept, n, chain);
        for (int i = 0; i < n; i++) {
            System.arraycopy(observation, i * observationSize, network.shared(), i * network.sharedStride(), observationSize);
            for (int k = 0; k < steps; k++) {
                int at = (i * steps + k) * network.ownStride();
                System.arraycopy(chain, point(i, k), network.own(), at, d);
                System.arraycopy(embedded, k * embeddingSize, network.own(), at + d, embeddingSize);
            }
        }
        network.forward(n);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < steps; k++) {
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    double z = deviation(i, k, j);
                    sum -= 0.5 * z * z + logStd(i, k, j) + HALF_LOG_2PI;
                }
                likelihoods[i * steps + k] = densityFactor * sum;
            }
        }
    }

    private void outputGradient(int n, double scale, UpdateMetrics.Part part) {
        float[] gradient = network.outputGradient();
        double bonus = noise.learnt() ? config.entropyCost() / steps : 0;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < steps; k++) {
                double slope = -scale * densityFactor * slopes[i * steps + k];
                int at = output(i, k);
                double entropy = 0;
                for (int j = 0; j < d; j++) {
                    double z = deviation(i, k, j);
                    double logStd = logStd(i, k, j);
                    entropy += 0.5 + HALF_LOG_2PI + logStd;
                    gradient[at + j] = (float) (slope * z * Math.exp(-logStd) * velocityScale);
                    if (noise.learnt()) {
                        double q = sigmoid(network.output()[at + d + j]);
                        gradient[at + d + j] =
                                (float) ((slope * (z * z - 1) - scale * bonus) * noise.range() * q * (1 - q));
                    }
                }
                part.entropy += entropy / steps;
                part.policyLoss -= bonus * entropy;
            }
        }
    }

    /** (x_{k+1} − μ) / σ in one dimension. */
    private double deviation(int i, int k, int j) {
        double mean = chain[point(i, k) + j] + velocityScale * network.output()[output(i, k) + j];
        return (chain[point(i, k + 1) + j] - mean) * Math.exp(-logStd(i, k, j));
    }

    private double logStd(int i, int k, int j) {
        return noise.learnt()
                ? Math.log(noise.low()) + noise.range() * sigmoid(network.output()[output(i, k) + d + j])
                : Math.log(noise.low());
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Where a trained step's point lies in the chain; the last step leads to the point after its own. */
    private int point(int i, int k) {
        return i * data.kept + (config.flowSteps() - steps + k) * d;
    }

    private int output(int i, int k) {
        return (i * steps + k) * network.outputStride();
    }

    private static void read(HostTensor from, long row, int width, int n, float[] to) {
        from.read(row * width, to, 0, n * width);
    }
}
