package dev.advect.runtime;

import java.util.Arrays;
import java.util.List;

/** What a policy computes, from its description alone, in double precision and one observation at a time. */
final class DoublePolicy {
    private final PolicyFile file;

    DoublePolicy(PolicyFile file) {
        this.file = file;
    }

    double[] act(float[] observation, float[] noise) {
        double[] s = new double[observation.length];
        double limit = file.observationBound() == 0 ? 1e9 : file.observationBound();
        for (int i = 0; i < s.length; i++) {
            s[i] = Math.clamp(((double) observation[i] - file.shift()[i]) / file.scale()[i], -limit, limit);
        }
        double[] chosen = switch (file.spec()) {
            case FlowSpec flow -> flow(flow, s, noise);
            case GaussianSpec gaussian -> gaussian(gaussian, s, noise);
            case LatentSpec latent -> latent(latent, s, noise);
        };
        double bound = file.actionBound() == 0 ? 1e9 : file.actionBound();
        return Arrays.stream(chosen)
                .map(a -> Math.clamp(a, -bound, bound))
                .map(a -> file.squash() == Squash.TANH ? Math.tanh(a) : Math.clamp(a, -1, 1))
                .toArray();
    }

    private double[] gaussian(GaussianSpec spec, double[] s, float[] noise) {
        double[] out = network(0, s);
        double[] action = new double[spec.actionSize()];
        for (int j = 0; j < action.length; j++) {
            action[j] = out[j] + noise[j] * std(spec.deviation(), out[action.length + j]);
        }
        return action;
    }

    /** The actor's action is the flow's noise; each part is a policy file of its own. */
    private double[] latent(LatentSpec spec, double[] s, float[] noise) {
        int split = (int) spec.actor().parameters();
        float[] z = floats(part(spec.actor(), 0, split).gaussian(spec.actor(), s, noise));
        return part(spec.flow(), split, file.parameters().length).flow(spec.flow(), s, z);
    }

    private DoublePolicy part(PolicySpec spec, int from, int to) {
        return new DoublePolicy(new PolicyFile(spec, file.squash(), file.actionBound(), file.shift(), file.scale(),
                Arrays.copyOfRange(file.parameters(), from, to), file.info()));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double std(Deviation deviation, double raw) {
        return switch (deviation) {
            case Deviation.Softplus softplus -> Math.log(1 + Math.exp(raw)) + softplus.min();
            case Deviation.Exponential exponential -> Math.exp(
                    Math.clamp(raw + exponential.offset(), exponential.min(), exponential.max()));
        };
    }

    private double[] flow(FlowSpec spec, double[] s, float[] noise) {
        int d = spec.actionSize();
        double[] x = new double[d];
        for (int j = 0; j < d; j++) {
            x[j] = spec.noise().initial() * noise[j];
        }
        int each = spec.steps() / spec.networks();
        for (int k = 0; k < spec.steps(); k++) {
            int network = k / each;
            double t = spec.times().get(k);
            double h = spec.times().get(k + 1) - t;
            double[] out = field(spec, network, s, x, t);
            double[] k1 = velocity(spec, out, x, t);
            switch (spec.solver()) {
                case EULER -> x = plus(x, h, k1);
                case HEUN -> {
                    double[] k2 = velocity(spec, network, s, plus(x, h, k1), t + h);
                    x = plus(plus(x, h / 2, k1), h / 2, k2);
                }
                case MIDPOINT -> x = plus(x, h, velocity(spec, network, s, plus(x, h / 2, k1), t + h / 2));
                case RK4 -> {
                    double[] k2 = velocity(spec, network, s, plus(x, h / 2, k1), t + h / 2);
                    double[] k3 = velocity(spec, network, s, plus(x, h / 2, k2), t + h / 2);
                    double[] k4 = velocity(spec, network, s, plus(x, h, k3), t + h);
                    x = plus(plus(plus(plus(x, h / 6, k1), h / 3, k2), h / 3, k3), h / 6, k4);
                }
                case SDE -> {
                    double[] epsilon = plus(x, 1 - t, k1);
                    x = plus(x, h, k1);
                    if (k + 1 < spec.steps()) {
                        x = plus(x, spec.noise().level() * h, epsilon);
                        for (int j = 0; j < d; j++) {
                            x[j] += Math.sqrt(2 * spec.noise().level() * t * -h) * noise[(k + 1) * d + j];
                        }
                    }
                }
                case DENOISING -> {
                    x = plus(x, h, k1);
                    for (int j = 0; j < d; j++) {
                        double part = out.length > d ? 1 / (1 + Math.exp(-out[d + j])) : 0;
                        double sigma = spec.noise().sigmaMin()
                                * Math.pow(spec.noise().sigmaMax() / spec.noise().sigmaMin(), part);
                        x[j] += sigma * noise[(k + 1) * d + j];
                    }
                }
            }
        }
        return x;
    }

    private static double[] plus(double[] x, double c, double[] y) {
        double[] sum = x.clone();
        for (int j = 0; j < x.length; j++) {
            sum[j] += c * y[j];
        }
        return sum;
    }

    private double[] velocity(FlowSpec spec, int network, double[] s, double[] x, double t) {
        return velocity(spec, field(spec, network, s, x, t), x, t);
    }

    /** The velocity that a network's outputs stand for. */
    private static double[] velocity(FlowSpec spec, double[] out, double[] x, double t) {
        double[] v = scaled(spec, out);
        for (int i = 0; spec.predictsAction() && i < v.length; i++) {
            v[i] = (x[i] - v[i]) / Math.max(t, 1e-3);
        }
        return v;
    }

    private static double[] scaled(FlowSpec spec, double[] out) {
        return Arrays.stream(out).limit(spec.actionSize()).map(v -> v * spec.outputScale()).toArray();
    }

    /** All that a network puts out. */
    private double[] field(FlowSpec spec, int network, double[] s, double[] x, double t) {
        double[] input = Arrays.copyOf(s, spec.inputs());
        System.arraycopy(x, 0, input, s.length, x.length);
        int half = spec.timeEmbedding() / 2;
        for (int k = 0; k < half; k++) {
            input[s.length + x.length + k] = Math.cos(Math.pow(2, k) * t);
            input[s.length + x.length + half + k] = Math.sin(Math.pow(2, k) * t);
        }
        return network(network, input);
    }

    private double[] network(int index, double[] input) {
        List<Integer> widths = file.spec().widths();
        int at = index * (file.parameters().length / file.spec().networks());
        boolean relu = file.spec() instanceof GaussianSpec gaussian && gaussian.activation() == Activation.RELU;
        double[] x = input;
        for (int layer = 1; layer < widths.size(); layer++) {
            double[] y = new double[widths.get(layer)];
            for (int o = 0; o < y.length; o++) {
                y[o] = file.parameters()[at + y.length * x.length + o];
                for (int i = 0; i < x.length; i++) {
                    y[o] += file.parameters()[at + o * x.length + i] * x[i];
                }
                if (layer < widths.size() - 1) {
                    y[o] = relu ? Math.max(y[o], 0) : y[o] / (1 + Math.exp(-y[o]));
                }
            }
            at += y.length * (x.length + 1);
            x = y;
        }
        return x;
    }
}
