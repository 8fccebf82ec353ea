package dev.advect.onpolicy.fpo;

import dev.advect.flow.CfmDensity;
import dev.advect.flow.Squash;
import dev.advect.onpolicy.RolloutBuffer;
import dev.advect.onpolicy.fpo.FpoConfig.EntropyEstimate;
import dev.advect.onpolicy.fpo.FpoConfig.Supervision;
import dev.advect.policy.FlowPolicy;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The negative log-probability of the actions that the environments received, tanh(a), under the policy that acted:
 * −log π(tanh(a)) with log π(tanh(a)) = log π(a) − Σ_d log(1 − tanh²(a_d)). Its mean is an estimate of the policy's
 * entropy, so adding it to rewards is an entropy bonus.
 *
 * <p>Where noise is added to actions ({@link FpoConfig#actionNoise}, {@link FpoConfig#spreadFloor}), they are not
 * distributed as the policy's own: π is still the policy's density, and the mean is its cross-entropy with the noisy
 * actions, which is more than its entropy.
 */
final class EntropyBonus {
    private final FlowPolicy policy;
    private final FpoConfig config;
    private final int d;
    private final double[] times;

    EntropyBonus(FlowPolicy policy, FpoConfig config) {
        this.policy = policy;
        this.config = config;
        d = policy.actionSize();
        times = config.schedule().times(config.flowSteps());
    }

    /**
     * Fills {@link RolloutBuffer#negLogProb} for the unrolls {@code [start, start + n)}, whose statistics are already
     * computed.
     */
    void write(int worker, RolloutBuffer data, int start, int n) {
        int rows = n * data.steps;
        int first = start * data.steps;
        float[] logPi = new float[rows];
        float[] logDet = new float[rows];
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            Tensor action = data.action.tensor().flatten(0, 1).narrow(0, first, rows);
            read(Squash.logDet(action).sum(1), logDet);
            if (config.entropyEstimate() == EntropyEstimate.EXACT) {
                Tensor observation = data.observation.tensor().flatten(0, 1).narrow(0, first, rows);
                read(policy.logLikelihood(worker, observation, action), logPi);
            } else {
                for (int i = 0; i < rows; i++) {
                    logPi[i] = (float) cfmLogDensity(data, first + i);
                }
            }
        }
        for (int i = 0; i < rows; i++) {
            data.negLogProb[first + i] = logDet[i] - logPi[i];
        }
    }

    double mean(RolloutBuffer data) {
        double sum = 0;
        for (float negLogProb : data.negLogProb) {
            sum += negLogProb;
        }
        return sum / data.negLogProb.length;
    }

    /** Estimates log π(a) from the row's flow-matching losses, see {@link CfmDensity}. */
    private double cfmLogDensity(RolloutBuffer data, long row) {
        int samples = config.samples();
        double terms = 0;
        for (int i = 0; i < samples; i++) {
            double t = data.draws.get(row * data.drawsPerAction + i);
            double squaredNoise = 0;
            for (int j = 0; j < d; j++) {
                double epsilon = data.draws.get(row * data.drawsPerAction + samples + (long) i * d + j);
                squaredNoise += epsilon * epsilon;
            }
            double weight = config.supervision() == Supervision.EPSILON ? (1 - t) * (1 - t) : 1;
            double loss = -data.statistic.get(row * samples + i);
            // at t = 1 the noise is compared with itself, and the term has zero weight
            double error = weight > 0 ? loss / (weight * config.reduction().factor(d)) : 0;
            terms += CfmDensity.term(t, length(t) / samples, squaredNoise, error);
        }
        return CfmDensity.logDensity(d, terms);
    }

    /** The reciprocal of the density from which t is sampled. Times that were rounded to 0 or 1 are moved inside the interval. */
    double length(double t) {
        return switch (config.times()) {
            case UNIFORM -> 1;
            case LOGIT_NORMAL -> {
                double inside = Math.clamp(t, Math.ulp(0.5f), 1 - Math.ulp(0.5f));
                double z = (Math.log(inside / (1 - inside)) - config.timesMean()) / config.timesDeviation();
                yield inside * (1 - inside) * config.timesDeviation() * Math.sqrt(2 * Math.PI) * Math.exp(z * z / 2);
            }
            case SOLVER -> {
                // each of the K times represents the step that begins there
                int k = 0;
                while (k < times.length - 2 && Math.abs(times[k] - t) > 1e-6) {
                    k++;
                }
                yield (times[k] - times[k + 1]) * (times.length - 1);
            }
        };
    }

    private static void read(Tensor from, float[] to) {
        from.contiguous().data_ptr_float().get(to, 0, to.length);
    }
}
