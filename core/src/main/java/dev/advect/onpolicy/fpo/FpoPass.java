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
import dev.advect.onpolicy.fpo.FpoConfig.Supervision;
import dev.advect.policy.FlowPolicy;

/**
 * FPO's loss and its gradient written out, for one worker: the same as {@link Fpo#evaluate} and {@link Fpo#loss} through
 * autograd, in a fraction of the time.
 *
 * <p>With u = ε − a, ℓ_i = c·w_i·‖v_i − u_i‖², c = 1/d, 1/√d or 1, and L = −J(ρ, A) of the {@link TrustRegion}:
 * <pre>
 *   ∂ρ/∂ℓ_i = −ρ (per sample), −ρ / N_mc (averaged); 0 where a loss or the log-ratio is held
 *   ∂ℓ_i/∂v_i = 2·c·w_i·(v_i − u_i)
 * </pre>
 * The reflow term, λ·‖v − (z − a)‖² at the action's own noise z, is one more sample of every action.
 */
final class FpoPass implements BlockPass.Loss {
    private final FpoConfig config;
    private final ClipWidth clip;
    private final RolloutBuffer data;
    private final MlpPass network;
    private final TimeEmbedding embedding;
    private final int samples;
    /** The samples and, where there is a reflow term, its pair. */
    private final int pairs;
    private final boolean reflow;
    private final double reduction;
    private final boolean clampsBelow;
    private final float outputScale;
    private final int d;
    private final int observationSize;
    /** The solver's times, and their embeddings. */
    private final float[] times;
    private final float[] embedded;

    private final float[] observation;
    private final float[] action;
    private final float[] draws;
    /** ℓ_i and ∂L/∂ℓ_i of the block. */
    private final float[] losses;
    private final float[] slopes;
    /** The reflow terms. */
    private final float[] reflowLosses;
    /** v − (ε − a) of the block's pairs, {@code [actions · pairs, d]}. */
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
        reduction = config.reduction().factor(d);
        clampsBelow = config.logRatioClamp() == LogRatioClamp.BOTH;
        outputScale = (float) config.outputScale();
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
        draws = new float[groups * data.kept];
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
            int n, float[] old, float[] advantages, int place, double scale, UpdateMetrics.Part part) {
        for (int i = 0; i < n; i++) {
            if (config.ratio() == Ratio.AVERAGED) {
                averaged(i * samples, old, advantages[place + i], part);
            } else {
                perSample(i * samples, old, advantages[place + i], part);
            }
        }
        velocityGradient(n, scale);
        if (reflow) {
            reflowGradient(n, scale, part);
        }
    }

    /** Slopes of one action's losses, ρ = exp(mean ℓ_old − mean ℓ). */
    private void averaged(int at, float[] old, float advantage, UpdateMetrics.Part part) {
        double difference = 0;
        for (int i = at; i < at + samples; i++) {
            difference += clamped(-old[i]) - clamped(losses[i]);
        }
        double slope = slope(difference / samples, advantage, 1, part) / samples;
        for (int i = at; i < at + samples; i++) {
            slopes[i] = held(losses[i]) ? 0 : (float) slope;
        }
    }

    /** Slopes of one action's losses, ρ_i = exp(ℓ_old,i − ℓ_i); the loss is their mean. */
    private void perSample(int at, float[] old, float advantage, UpdateMetrics.Part part) {
        for (int i = at; i < at + samples; i++) {
            double slope = slope(clamped(-old[i]) - clamped(losses[i]), advantage, 1.0 / samples, part);
            slopes[i] = held(losses[i]) ? 0 : (float) slope;
        }
    }

    private double clamped(double loss) {
        return held(loss) ? config.lossClamp() : loss;
    }

    private boolean held(double loss) {
        return config.lossClamp() > 0 && loss > config.lossClamp();
    }

    /** ∂L/∂ℓ = −∂L/∂log ρ, times the weight; the ratio's part in the metrics is taken note of. */
    private double slope(double difference, double advantage, double weight, UpdateMetrics.Part part) {
        double limit = config.logRatioLimit();
        boolean held = limit > 0 && (difference > limit || (clampsBelow && difference < -limit));
        double log = held ? Math.copySign(limit, difference) : difference;
        double ratio = Math.exp(log);
        part.ratio(ratio, log, clip.now());
        part.policyLoss(-weight * config.trustRegion().objective(ratio, advantage, clip.now()));
        return held ? 0 : weight * ratio * config.trustRegion().slope(ratio, advantage, clip.now());
    }

    /** Fills {@link #losses} with ℓ_i. */
    @Override
    public void evaluate(long row, int n) {
        BlockPass.read(data.observation, row, observationSize, n, observation);
        BlockPass.read(data.action, row, d, n, action);
        BlockPass.read(data.draws, row, data.kept, n, draws);
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
                    reflowLosses[i] = (float) config.reflow() * squared;
                }
            }
        }
    }

    /** Fills in a pair's {@link #errors}, and returns their squared length. */
    private float errors(int i, int s) {
        float[] out = network.output();
        int at = output(i, s);
        int place = (i * pairs + s) * d;
        int epsilon = epsilon(i, s);
        float sum = 0;
        for (int j = 0; j < d; j++) {
            float error = outputScale * out[at + j] - (draws[epsilon + j] - action[i * d + j]);
            errors[place + j] = error;
            sum += error * error;
        }
        return sum;
    }

    /** The network's own inputs of a sample: x_t = a + t·(ε − a), and the embedded time. */
    private void input(int i, int s) {
        float t = time(i, s);
        int epsilon = epsilon(i, s);
        float[] own = network.own();
        int at = (i * pairs + s) * network.ownStride();
        for (int j = 0; j < d; j++) {
            float a = action[i * d + j];
            own[at + j] = a + t * (draws[epsilon + j] - a);
        }
        for (int k = 0; k < times.length; k++) {
            if (times[k] == t) {
                System.arraycopy(embedded, k * embedding.size(), own, at + d, embedding.size());
                return;
            }
        }
        embedding.write(t, own, at + d);
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
        float slope = (float) (scale * 2 * config.reflow() * config.outputScale());
        for (int i = 0; i < n; i++) {
            part.policyLoss(reflowLosses[i]);
            outputGradient(i, samples, slope);
        }
    }

    /** The slope times {@link #errors}. */
    private void outputGradient(int i, int s, float slope) {
        float[] gradient = network.outputGradient();
        int at = output(i, s);
        int place = (i * pairs + s) * d;
        for (int j = 0; j < d; j++) {
            gradient[at + j] = slope * errors[place + j];
        }
    }

    /** Where a pair's outputs begin. */
    private int output(int i, int s) {
        return (i * pairs + s) * network.outputStride();
    }

    private float time(int i, int s) {
        return draws[i * data.kept + (s < samples ? s : samples * (1 + d))];
    }

    /** Where a pair's noise begins: the samples' follows their times, the action's own all else. */
    private int epsilon(int i, int s) {
        return i * data.kept + (s < samples ? samples + s * d : data.kept - d);
    }

    private float weight(float t) {
        return config.supervision() == Supervision.EPSILON ? (1 - t) * (1 - t) : 1;
    }
}
