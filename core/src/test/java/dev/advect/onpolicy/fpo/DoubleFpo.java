package dev.advect.onpolicy.fpo;

import dev.advect.nn.DoubleMlp;
import dev.advect.onpolicy.fpo.FpoConfig.Ratio;

/** What {@link Fpo} computes, by its definitions, in plain loops in double precision. */
public final class DoubleFpo {
    private final FpoConfig config;
    private final DoubleMlp network;
    private final int d;

    /** For observations of a size, d actions and one hidden layer. */
    public DoubleFpo(FpoConfig config, int observationSize, int d, int hidden) {
        this.config = config;
        this.d = d;
        network = new DoubleMlp(observationSize + d + config.timeEmbedding(), hidden, d);
    }

    /** The flow-matching loss of every sample of one row. */
    public double[] losses(double[] parameters, double[] s, double[] a, double[] draws) {
        int n = config.samples();
        double[] losses = new double[n];
        for (int i = 0; i < n; i++) {
            double t = draws[i];
            double[] epsilon = new double[d];
            double[] xt = new double[d];
            for (int j = 0; j < d; j++) {
                epsilon[j] = draws[n + i * d + j];
                xt[j] = t * epsilon[j] + (1 - t) * a[j];
            }
            double[] v = velocity(parameters, s, xt, t);
            for (int j = 0; j < d; j++) {
                double clean = xt[j] - t * v[j]; // x̂_0
                double error = switch (config.supervision()) {
                    case VELOCITY -> v[j] - (epsilon[j] - a[j]);
                    case EPSILON -> epsilon[j] - (clean + v[j]); // ε − ε̂
                    case DATA -> a[j] - clean;
                };
                losses[i] += error * error * switch (config.reduction()) {
                    case MEAN -> 1.0 / d;
                    case SQRT -> 1 / Math.sqrt(d);
                    case SUM -> 1.0;
                };
            }
        }
        return losses;
    }

    /** ‖v(s, x_t, t) − (z − a)‖² at x_t = t·z + (1 − t)·a. */
    public double reflow(double[] parameters, double[] s, double[] a, double t, double[] z) {
        double[] xt = new double[d];
        for (int j = 0; j < d; j++) {
            xt[j] = t * z[j] + (1 - t) * a[j];
        }
        double[] v = velocity(parameters, s, xt, t);
        double sum = 0;
        for (int j = 0; j < d; j++) {
            sum += Math.pow(v[j] - (z[j] - a[j]), 2);
        }
        return sum;
    }

    private double[] velocity(double[] parameters, double[] s, double[] xt, double t) {
        int half = config.timeEmbedding() / 2;
        double[] in = new double[s.length + d + 2 * half];
        System.arraycopy(s, 0, in, 0, s.length);
        System.arraycopy(xt, 0, in, s.length, d);
        for (int k = 0; k < half; k++) {
            in[s.length + d + k] = Math.cos(Math.pow(2, k) * t);
            in[s.length + d + half + k] = Math.sin(Math.pow(2, k) * t);
        }
        double[] v = network.forward(parameters, in);
        for (int j = 0; j < d; j++) {
            v[j] *= config.outputScale();
        }
        return v;
    }

    /** −mean_k of min(ρ·A, clip(ρ)·A), or another trust region's term, of one row, given the old statistics −ℓ_old. */
    public double objective(double[] losses, double[] old, double advantage) {
        int n = losses.length;
        double[] difference = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            difference[i] = clamped(-old[i]) - clamped(losses[i]);
            mean += difference[i] / n;
        }
        if (config.ratio() == Ratio.AVERAGED) {
            return term(mean, advantage);
        }
        double sum = 0;
        for (double x : difference) {
            sum += term(x, advantage) / n;
        }
        return sum;
    }

    private double term(double logRatio, double advantage) {
        double limit = config.logRatioLimit() > 0 ? config.logRatioLimit() : Double.POSITIVE_INFINITY;
        double ratio = Math.exp(Math.clamp(logRatio, -limit, limit));
        double clipped = Math.clamp(ratio, 1 - config.clip(), 1 + config.clip());
        double clip = -Math.min(ratio * advantage, clipped * advantage);
        double simple = -ratio * advantage + Math.abs(advantage) * Math.pow(ratio - 1, 2) / (2 * config.clip());
        return switch (config.trustRegion()) {
            case CLIP -> clip;
            case SPO -> simple;
            case ASPO -> advantage >= 0 ? clip : simple;
        };
    }

    private double clamped(double loss) {
        return config.lossClamp() > 0 ? Math.min(loss, config.lossClamp()) : loss;
    }
}
