package dev.advect.export;

import dev.advect.runtime.Activation;
import dev.advect.runtime.Deviation;
import dev.advect.runtime.FlowNoise;
import dev.advect.runtime.FlowSpec;
import dev.advect.runtime.GaussianSpec;
import dev.advect.runtime.LatentSpec;
import dev.advect.runtime.PolicyFile;
import dev.advect.runtime.Solver;
import dev.advect.runtime.Squash;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The export of a policy as an ONNX graph. Its inputs are raw {@code observation} {@code [n, observationSize]} and
 * standard normal {@code noise} {@code [n, noiseSize]}; its output is {@code action} {@code [n, actionSize]} in [−1,
 * 1]. Normaliser, all solver steps, bound and squashing are part of the graph.
 *
 * <p>The first layer is split as in the runtime: the observation's contribution is computed once per action, and the
 * time's contribution is a constant for each evaluation of the field.
 */
public final class OnnxExport {
    private final PolicyFile file;
    private final OnnxGraph graph = new OnnxGraph();
    /** The number of parameters consumed so far, and the number of field evaluations. */
    private int offset;
    private int evaluations;

    private OnnxExport(PolicyFile file) {
        this.file = file;
    }

    /**
     * Creates the content of an ONNX file. Its metadata contains the policy's info, and {@code chunk} if that is more
     * than 1.
     */
    public static byte[] bytes(PolicyFile file) {
        return new OnnxExport(file).model();
    }

    private byte[] model() {
        int width = file.spec().observationSize();
        int d = file.spec().actionSize();
        String observation = graph.input("observation", width);
        String noise = graph.input("noise", file.spec().noiseSize());
        String s = graph.node("Div",
                graph.node("Sub", observation, graph.constant("norm.shift", file.shift(), 1, width)),
                graph.constant("norm.scale", file.scale(), 1, width));
        if (file.observationBound() > 0) {
            s = graph.clip(s, file.observationBound());
        }
        String action = switch (file.spec()) {
            case FlowSpec flow -> flow(flow, 0, s, graph.split(noise, flow.noiseSize() / d, d));
            case GaussianSpec gaussian -> gaussian(gaussian, s, noise);
            case LatentSpec latent -> flow(latent.flow(), 1, s, List.of(gaussian(latent.actor(), s, noise)));
        };
        if (file.actionBound() > 0) {
            action = graph.clip(action, file.actionBound());
        }
        action = file.squash() == Squash.TANH ? graph.node("Tanh", action) : graph.clip(action, 1);
        graph.output(action, "action", d);
        Map<String, String> info = new TreeMap<>(file.info());
        if (file.chunk() > 1) {
            info.put("chunk", Integer.toString(file.chunk()));
        }
        return graph.model("policy", info);
    }

    private String gaussian(GaussianSpec spec, String s, String noise) {
        String h = s;
        List<Integer> widths = spec.widths();
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            h = new Layer("networks.0." + layer, widths.get(layer), widths.get(layer + 1)).apply(
                    layer == 0 ? h : spec.activation() == Activation.SILU ? graph.silu(h) : graph.relu(h));
        }
        List<String> parts = graph.split(h, 2, spec.actionSize());
        String std = switch (spec.deviation()) {
            case Deviation.Softplus softplus -> graph.plus(graph.node("Softplus", parts.get(1)), softplus.min());
            case Deviation.Exponential exponential -> graph.node("Exp", graph.clip(
                    graph.plus(parts.get(1), exponential.offset()), exponential.min(), exponential.max()));
        };
        return graph.node("Add", parts.get(0), graph.node("Mul", std, noise));
    }

    /**
     * @param first the number of networks before the flow's in the file
     */
    private String flow(FlowSpec spec, int first, String s, List<String> noise) {
        double initial = spec.noise().initial();
        String x = initial == 1 ? noise.getFirst() : graph.scaled(noise.getFirst(), initial);
        int each = spec.steps() / spec.networks();
        for (int network = 0; network < spec.networks(); network++) {
            Field field = new Field(spec, first + network, s);
            for (int k = network * each; k < (network + 1) * each; k++) {
                double t = spec.times().get(k);
                double h = spec.times().get(k + 1) - t;
                x = k + 1 >= noise.size() ? step(spec.solver(), field, x, t, h)
                        : spec.solver() == Solver.DENOISING ? denoisingStep(spec, field, x, t, h, noise.get(k + 1))
                        : noisyStep(spec, field, x, t, h, noise.get(k + 1));
            }
        }
        return x;
    }

    private String step(Solver solver, Field field, String x, double t, double h) {
        String sum = x;
        String velocity = "";
        for (int i = 0; i < solver.stages(); i++) {
            double ahead = solver.node(i) * h;
            velocity = field.velocity(i == 0 ? x : graph.addScaled(x, ahead, velocity), t + ahead);
            if (solver.weight(i) != 0) {
                sum = graph.addScaled(sum, solver.weight(i) * h, velocity);
            }
        }
        return sum;
    }

    /** See {@link Solver#SDE}. */
    private String noisyStep(FlowSpec spec, Field field, String x, double t, double h, String xi) {
        double drift = spec.noise().level() * h;
        String next = graph.addScaled(graph.scaled(x, 1 + drift), h + drift * (1 - t), field.velocity(x, t));
        return graph.addScaled(next, Math.sqrt(-2 * drift * t), xi);
    }

    /** See {@link Solver#DENOISING}. */
    private String denoisingStep(FlowSpec spec, Field field, String x, double t, double h, String xi) {
        FlowNoise noise = spec.noise();
        String out = field.output(x, t);
        if (!noise.learnt()) {
            return graph.addScaled(graph.addScaled(x, spec.outputScale() * h, out), noise.sigmaMin(), xi);
        }
        List<String> parts = graph.split(out, 2, spec.actionSize());
        String logSigma = graph.plus(
                graph.scaled(graph.node("Sigmoid", parts.get(1)), noise.range()), Math.log(noise.sigmaMin()));
        return graph.node("Add", graph.addScaled(x, spec.outputScale() * h, parts.get(0)),
                graph.node("Mul", graph.node("Exp", logSigma), xi));
    }

    /** A linear layer, whose weights {@code [out, in]} and then biases are the next parameters. */
    private final class Layer {
        final int in;
        final int out;
        final float[] weights;
        final float[] biases;
        private String weight = "";
        private String bias = "";

        Layer(int in, int out) {
            this.in = in;
            this.out = out;
            weights = Arrays.copyOfRange(file.parameters(), offset, offset + in * out);
            biases = Arrays.copyOfRange(file.parameters(), offset + in * out, offset + (in + 1) * out);
            offset += (in + 1) * out;
        }

        Layer(String name, int in, int out) {
            this(in, out);
            weight = graph.constant(name + ".weight", weights, out, in);
            bias = graph.constant(name + ".bias", biases, out);
        }

        String apply(String x) {
            return graph.linear(x, weight, bias);
        }

        /** The weights of some inputs, {@code [out, width]}. */
        float[] columns(int from, int width) {
            float[] columns = new float[out * width];
            for (int o = 0; o < out; o++) {
                System.arraycopy(weights, o * in + from, columns, o * width, width);
            }
            return columns;
        }
    }

    /** One velocity field, on the observations of the graph. */
    private final class Field {
        private final FlowSpec spec;
        private final Layer first;
        private final String observationPart;
        private final String actionWeight;
        private final float[] timeWeights;
        private final Layer[] layers;

        Field(FlowSpec spec, int network, String s) {
            this.spec = spec;
            String name = "networks." + network + ".";
            List<Integer> widths = spec.widths();
            int width = spec.observationSize();
            int d = spec.actionSize();
            first = new Layer(widths.get(0), widths.get(1));
            observationPart = graph.linear(s,
                    graph.constant(name + "0.weight.observation", first.columns(0, width), first.out, width),
                    graph.constant(name + "0.bias", first.biases, first.out));
            actionWeight = graph.constant(name + "0.weight.action", first.columns(width, d), first.out, d);
            timeWeights = first.columns(width + d, spec.timeEmbedding());
            layers = new Layer[widths.size() - 2];
            for (int i = 0; i < layers.length; i++) {
                layers[i] = new Layer(name + (i + 1), widths.get(i + 1), widths.get(i + 2));
            }
        }

        /** v(s, x, t), {@code [n, actionSize]}. */
        String velocity(String x, double t) {
            String out = output(x, t);
            String scaled = graph.scaled(
                    spec.noise().learnt() ? graph.split(out, 2, spec.actionSize()).getFirst() : out, spec.outputScale());
            return spec.predictsAction()
                    ? graph.scaled(graph.addScaled(x, -1, scaled), 1 / Math.max(t, FlowSpec.MIN_TIME)) : scaled;
        }

        /** All that the network puts out, unscaled. */
        String output(String x, double t) {
            double[] embedding = new double[spec.timeEmbedding()];
            spec.embed(t, embedding);
            float[] timePart = new float[first.out];
            for (int o = 0; o < first.out; o++) {
                double sum = 0;
                for (int k = 0; k < embedding.length; k++) {
                    sum += embedding[k] * timeWeights[o * embedding.length + k];
                }
                timePart[o] = (float) sum;
            }
            String name = "time" + evaluations++;
            String h = graph.node("Add", graph.linear(x, actionWeight),
                    graph.node("Add", observationPart, graph.constant(name, timePart, 1, first.out)));
            for (Layer layer : layers) {
                h = layer.apply(graph.silu(h));
            }
            return h;
        }
    }
}
