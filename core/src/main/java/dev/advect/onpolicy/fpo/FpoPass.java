package dev.advect.onpolicy.fpo;

import dev.advect.flow.TimeEmbedding;
import dev.advect.nn.MlpPass;
import dev.advect.onpolicy.BlockPass;
import dev.advect.onpolicy.ClipWidth;
import dev.advect.onpolicy.RolloutBuffer;
import dev.advect.onpolicy.TrustRegion;
import dev.advect.onpolicy.UpdateMetrics;
import dev.advect.onpolicy.fpo.FpoConfig.LogRatioClamp;
import dev.advect.onpolicy.fpo.FpoConfig.Ratio;
import dev.advect.policy.FlowPolicy;
import dev.advect.runtime.FlowSpec;

/**
 * FPO's loss with a hand-written gradient, for one worker. It computes the same as {@link Fpo#evaluate} and
 * {@link Fpo#loss} with autograd, in a fraction of the time.
 *
 * <p>With u = ε − a, ℓ_i = c·w_i·‖v_i − u_i‖², c = lossScale times 1/d, 1/√d or 1, and L = −J(ρ, A) of the {@link TrustRegion}:
 * <pre>
 *   ∂ρ/∂ℓ_i = −ρ (per sample), −ρ / N_mc (averaged); 0 where a loss or the log-ratio is clamped
 *   ∂ℓ_i/∂v_i = 2·c·w_i·(v_i − u_i)
 * </pre>
 * The matching term adds its weight times the mean of ℓ_i to L.
 *
 * <p>If the network predicts actions, â_i − a takes the place of v_i − u_i, with other weights w_i. The reflow term,
 * λ·‖v − (z − a)‖² at the action's own noise z, is treated as one more sample of every action.
 */
final class FpoPass implements BlockPass.Loss {
    private final FpoConfig config;
    private final ClipWidth clip;
    private final RolloutBuffer data;
    private final MlpPass network;
    private final TimeEmbedding embedding;
    private final int samples;
    /** The number of pairs (t, ε) per action: the samples and, with the reflow term, its own pair. */
    private final int pairs;
    private final boolean reflow;
    private final double reduction;
    private final boolean clampsBelow;
    private final float outputScale;
    private final boolean predictsAction;
    private final int d;
    private final int observationSize;
    /** The solver's times and their embeddings, computed once. */
    private final float[] times;
    private final float[] embedded;

    private final float[] observation;
    private final float[] action;
    private final float[] draws;
    /** The losses ℓ_i and their gradients ∂L/∂ℓ_i in the current block. */
    private final float[] losses;
    private final float[] slopes;
    /** The reflow terms of the block. */
    private final float[] reflowLosses;
    /** The errors v − (ε − a), or â − a, of the block's pairs, {@code [actions · pairs, d]}. */
    private final float[] errors;

    FpoPass(FlowPolicy policy, FpoConfig config, ClipWidth clip, int worker, RolloutBuffer data) {
        this.config = config;
        this.clip = clip;
        this.data = data;
        samples = config.samples();
        reflow = config.reflow() > 0;
        pairs = samples + (reflow ? 1 : 0);
        d = policy.actionSize();
        observationSize = policy.observationSize();
        embedding = policy.embedding();
        reduction = config.lossScale() * config.reduction().factor(d);
        clampsBelow = config.logRatioClamp() == LogRatioClamp.BOTH;
        outputScale = (float) config.outputScale();
        predictsAction = policy.predictsAction();
        int groups = Math.clamp(MlpPass.BLOCK / pairs, 1, data.steps);
        network = policy.network().pass(worker, observationSize, pairs, groups);
        double[] solver = config.schedule().times(config.flowSteps());
        times = new float[solver.length];
        embedded = new float[solver.length * embedding.size()];
        for (int k = 0; k < solver.length; k++) {
            times[k] = (float) solver[k];
            embedding.write(times[k], embedded, k * embedding.size());
        }
        observation = new float[groups * observationSize];
        action = new float[groups * d];
        draws = new float[groups * data.drawsPerAction];
        losses = new float[groups * samples];
        slopes = new float[groups * samples];
        reflowLosses = new float[groups];
        errors = new float[groups * pairs * d];
    }

    @Override
    public MlpPass network() {
        return network;
    }

    @Override
    public int width() {
        return samples;
    }

    @Override
    public void statistics(int n, float[] to) {
        for (int i = 0; i < n * samples; i++) {
            to[i] = -losses[i];
        }
    }

    @Override
    public void outputGradient(
            int n, float[] old, float[] advantages, int offset, double scale, UpdateMetrics.Part part) {
        for (int i = 0; i < n; i++) {
            if (config.ratio() == Ratio.AVERAGED) {
                averaged(i * samples, old, advantages[offset + i], part);
            } else {
                perSample(i * samples, old, advantages[offset + i], part);
            }
        }
        velocityGradient(n, scale);
        if (reflow) {
            reflowGradient(n, scale, part);
        }
    }

    /** Computes ∂L/∂ℓ for one action with a single ratio ρ = exp(mean ℓ_old − mean ℓ). */
    private void averaged(int start, float[] old, float advantage, UpdateMetrics.Part part) {
        double difference = 0;
        for (int i = start; i < start + samples; i++) {
            difference += clamp(-old[i]) - clamp(losses[i]);
        }
        double slope = slope(difference / samples, advantage, 1, part) / samples;
        for (int i = start; i < start + samples; i++) {
            slopes[i] = withMatching(losses[i], slope, part);
        }
    }

    /** Computes ∂L/∂ℓ for one action with one ratio per sample, ρ_i = exp(ℓ_old,i − ℓ_i); the loss is their mean. */
    private void perSample(int start, float[] old, float advantage, UpdateMetrics.Part part) {
        for (int i = start; i < start + samples; i++) {
            double slope = slope(clamp(-old[i]) - clamp(losses[i]), advantage, 1.0 / samples, part);
            slopes[i] = withMatching(losses[i], slope, part);
        }
    }

    /** Adds a sample's share of the matching term to ∂L/∂ℓ_i, which is 0 where the loss is clamped. */
    private float withMatching(float loss, double slope, UpdateMetrics.Part part) {
        double share = config.matching() / samples;
        part.policyLoss(share * clamp(loss));
        return isClamped(loss) ? 0 : (float) (slope + share);
    }

    private double clamp(double loss) {
        return isClamped(loss) ? config.lossClamp() : loss;
    }

    private boolean isClamped(double loss) {
        return config.lossClamp() > 0 && loss > config.lossClamp();
    }

    /** Returns ∂L/∂ℓ = −∂L/∂log ρ times the weight, and records the ratio in the metrics. */
    private double slope(double difference, double advantage, double weight, UpdateMetrics.Part part) {
        double limit = config.logRatioLimit();
        boolean clamped = limit > 0 && (difference > limit || (clampsBelow && difference < -limit));
        double log = clamped ? Math.copySign(limit, difference) : difference;
        double ratio = Math.exp(log);
        part.ratio(ratio, log, clip.current());
        part.policyLoss(-weight * config.trustRegion().objective(ratio, advantage, clip.current()));
        return clamped ? 0 : weight * ratio * config.trustRegion().slope(ratio, advantage, clip.current());
    }

    /** Fills {@link #losses} with ℓ_i. */
    @Override
    public void evaluate(long row, int n) {
        BlockPass.read(data.observation, row, observationSize, n, observation);
        BlockPass.read(data.action, row, d, n, action);
        BlockPass.read(data.draws, row, data.drawsPerAction, n, draws);
        float[] shared = network.shared();
        for (int i = 0; i < n; i++) {
            System.arraycopy(observation, i * observationSize, shared, i * network.sharedStride(), observationSize);
            for (int s = 0; s < pairs; s++) {
                input(i, s);
            }
        }
        network.forward(n);
        for (int i = 0; i < n; i++) {
            for (int s = 0; s < pairs; s++) {
                float squared = errors(i, s);
                if (s < samples) {
                    losses[i * samples + s] = (float) (reduction * weight(time(i, s))) * squared;
                } else {
                    reflowLosses[i] = (float) config.reflow() * velocityWeight(time(i, s)) * squared;
                }
            }
        }
    }

    /** Fills a pair's {@link #errors} and returns the sum of their squares. */
    private float errors(int i, int s) {
        float[] out = network.output();
        int start = outputOffset(i, s);
        int offset = (i * pairs + s) * d;
        int epsilon = noiseOffset(i, s);
        float sum = 0;
        for (int j = 0; j < d; j++) {
            float a = action[i * d + j];
            float error = outputScale * out[start + j] - (predictsAction ? a : draws[epsilon + j] - a);
            errors[offset + j] = error;
            sum += error * error;
        }
        return sum;
    }

    /** Writes a pair's network inputs: x_t = a + t·(ε − a) and the embedded time. */
    private void input(int i, int s) {
        float t = time(i, s);
        int epsilon = noiseOffset(i, s);
        float[] own = network.own();
        int start = (i * pairs + s) * network.ownStride();
        for (int j = 0; j < d; j++) {
            float a = action[i * d + j];
            own[start + j] = a + t * (draws[epsilon + j] - a);
        }
        for (int k = 0; k < times.length; k++) {
            if (times[k] == t) {
                System.arraycopy(embedded, k * embedding.size(), own, start + d, embedding.size());
                return;
            }
        }
        embedding.write(t, own, start + d);
    }

    private void velocityGradient(int n, double scale) {
        double factor = scale * 2 * reduction * config.outputScale();
        for (int i = 0; i < n; i++) {
            for (int s = 0; s < samples; s++) {
                outputGradient(i, s, (float) (factor * weight(time(i, s)) * slopes[i * samples + s]));
            }
        }
    }

    private void reflowGradient(int n, double scale, UpdateMetrics.Part part) {
        double factor = scale * 2 * config.reflow() * config.outputScale();
        for (int i = 0; i < n; i++) {
            part.policyLoss(reflowLosses[i]);
            outputGradient(i, samples, (float) (factor * velocityWeight(time(i, samples))));
        }
    }

    /** Writes the gradient of a pair's outputs, which is the slope times {@link #errors}. */
    private void outputGradient(int i, int s, float slope) {
        float[] gradient = network.outputGradient();
        int start = outputOffset(i, s);
        int offset = (i * pairs + s) * d;
        for (int j = 0; j < d; j++) {
            gradient[start + j] = slope * errors[offset + j];
        }
    }

    /** The offset of a pair's outputs. */
    private int outputOffset(int i, int s) {
        return (i * pairs + s) * network.outputStride();
    }

    private float time(int i, int s) {
        return draws[i * data.drawsPerAction + (s < samples ? s : samples * (1 + d))];
    }

    /**
     * The offset of a pair's noise. The samples' noise follows their times; the action's own, z, follows the time of the reflow
     * term, and after it comes whatever a stochastic sampler drew on the way.
     */
    private int noiseOffset(int i, int s) {
        return i * data.drawsPerAction + (s < samples ? samples + s * d : samples * (1 + d) + 1);
    }

    private float weight(float t) {
        return switch (config.supervision()) {
            case VELOCITY -> velocityWeight(t);
            case EPSILON -> (1 - t) * (1 - t) * velocityWeight(t);
            case DATA -> predictsAction ? 1 : positive(t) * positive(t);
        };
    }

    /** The squared error of the velocity for a squared error of 1 of the network's output, before its scale. */
    private float velocityWeight(float t) {
        return predictsAction ? 1 / (positive(t) * positive(t)) : 1;
    }

    private static float positive(float t) {
        return Math.max(t, (float) FlowSpec.MIN_TIME);
    }
}
