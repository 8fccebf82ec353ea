package dev.advect.onpolicy;

import dev.advect.config.InvalidValueException;
import dev.advect.data.Demonstrations;
import dev.advect.io.StateDict;
import dev.advect.nn.Adam;
import dev.advect.nn.Parameters;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.DenoisingPolicy;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.ranks.Rows;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pre-training of a flow policy on demonstrations, by conditional flow matching (Lipman et al. 2022, arXiv 2210.02747),
 * as DPPO (arXiv 2409.00588) pre-trains its diffusion policies by their own loss. With a demonstrated action a, z ~
 * N(0, I) and t uniform in [0, 1], where t = 1 is noise and the flow's output is squashed by tanh, the loss is
 *
 * <p>L = mean (v(s, x_t, t) − (z − atanh(a)))² at x_t = (1 − t)·atanh(a) + t·z.
 */
final class FlowCloning implements AutoCloseable {
    /** The number of rows of a batch. */
    static final int BATCH = 256;
    /** The bound on demonstrated actions, since atanh is infinite at ±1. */
    static final float MAX_ACTION = 0.995f;

    /** The number of updates per iteration: few, as a run can stop only between iterations. */
    private static final int UPDATES = 50;

    private final FlowPolicy flow;
    private final Demonstrations data;
    private final OnPolicyConfig config;
    private final Workers workers;
    private final Rng random;
    /** The number of updates so far. */
    private long done;
    private final HostTensor observation;
    /** The inputs of the loss: atanh(a), z, t and the embedding of t. */
    private final HostTensor action;
    private final HostTensor noise;
    private final HostTensor time;
    private final HostTensor embedded;

    /**
     * Creates the pre-training that a configuration asks for, after the policy's normaliser has seen the demonstrations.
     *
     * @throws InvalidValueException if there are no demonstrations, or they do not fit, or the policy is not a flow
     */
    static FlowCloning of(Policy policy, OnPolicyConfig config, @Nullable Demonstrations demonstrations, Workers workers,
            Rng random) {
        if (demonstrations == null) {
            throw new InvalidValueException("loop.pretrainUpdates: " + config.pretrainUpdates()
                    + " is not possible without demonstrations, see loop.demonstrations");
        }
        demonstrations.requireFit(policy.observationSize(), policy.actionSize());
        FlowCloning cloning = new FlowCloning(policy, demonstrations, config, workers, random);
        policy.norm().observe(MemorySegment.ofArray(demonstrations.observation()), demonstrations.steps());
        policy.norm().refresh();
        policy.norm().freeze(); // a policy that was cloned must go on seeing what it was cloned from
        return cloning;
    }

    private FlowCloning(Policy policy, Demonstrations data, OnPolicyConfig config, Workers workers, Rng random) {
        flow = flow(policy);
        this.data = data;
        this.config = config;
        this.workers = workers;
        this.random = random;
        observation = new HostTensor(BATCH, flow.observationSize());
        action = new HostTensor(BATCH, flow.actionSize());
        noise = new HostTensor(BATCH, flow.actionSize());
        time = new HostTensor(BATCH, 1);
        embedded = new HostTensor(BATCH, flow.embedding().size());
    }

    private static FlowPolicy flow(Policy policy) {
        return switch (policy) {
            case FlowPolicy direct -> direct;
            case DenoisingPolicy noisy -> noisy.flow();
            default -> throw new InvalidValueException("loop.pretrainUpdates: pre-training is by flow matching, which "
                    + "only a flow's policy can do; use 0, or another algorithm");
        };
    }

    /** Whether all updates are done. */
    boolean finished() {
        return done >= config.pretrainUpdates();
    }

    /** Runs an iteration's updates and returns the mean loss and gradient norm, and how many steps were skipped. */
    Map<String, Double> updates(Adam adam) {
        long until = Math.min(config.pretrainUpdates(), done + UPDATES);
        long count = until - done;
        double loss = 0;
        double norm = 0;
        double skipped = 0;
        for (; done < until; done++) {
            Step step = update(adam);
            loss += step.loss() / count;
            norm += step.norm() / count;
            skipped += Double.isFinite(step.norm()) ? 0 : 1;
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("pretrain/done", (double) done / config.pretrainUpdates());
        metrics.put("pretrain/loss", loss);
        metrics.put("pretrain/grad_norm", norm);
        metrics.put("update/skipped", skipped);
        return metrics;
    }

    /** Takes one optimiser step on a freshly sampled batch. */
    private Step update(Adam adam) {
        sampleBatch();
        Parameters parameters = flow.parameters();
        double[] parts = new double[workers.total()];
        parameters.zeroGradients();
        workers.run(worker -> {
            int from = workers.from(worker, BATCH);
            int n = workers.to(worker, BATCH) - from;
            if (n > 0) {
                try (PointerScope _ = new PointerScope()) {
                    Tensor part = loss(worker, from, n);
                    part.backward();
                    parts[workers.number(worker)] = part.item_double();
                }
            }
        });
        Parameters.sumGradients(workers.ranks(), List.of(parameters), Rows.of(parts, parts.length));
        return new Step(Arrays.stream(parts).sum(), adam.step(config.cloningRate(), config.maxGradNorm()));
    }

    /**
     * The result of an optimiser step.
     *
     * @param loss the loss before the step
     * @param norm the norm of the gradient before clipping; not finite if the step was skipped
     */
    private record Step(double loss, double norm) {}

    private void sampleBatch() {
        int o = data.observationSize();
        int d = data.actionSize();
        float[] row = new float[flow.embedding().size()];
        for (int i = 0; i < BATCH; i++) {
            int step = random.nextInt(data.steps());
            observation.write((long) i * o, data.observation(), step * o, o);
            for (int j = 0; j < d; j++) {
                action.set((long) i * d + j, clampedAtanh(data.action()[step * d + j]));
                noise.set((long) i * d + j, (float) random.nextGaussian());
            }
            double t = random.nextDouble();
            time.set(i, (float) t);
            flow.embedding().write(t, row, 0);
            embedded.write((long) i * row.length, row, 0, row.length);
        }
        if (config.normalizeObservations()) {
            flow.norm().applyInPlace(observation.tensor());
        }
    }

    /** The inverse tanh of an action that is first clamped to ±{@link #MAX_ACTION}. */
    static float clampedAtanh(float a) {
        double clamped = Math.clamp(a, -MAX_ACTION, MAX_ACTION);
        return (float) (0.5 * Math.log((1 + clamped) / (1 - clamped)));
    }

    /** The contribution of some rows to the mean over all rows and components. */
    private Tensor loss(int worker, int from, int n) {
        Tensor a = action.tensor().narrow(0, from, n);
        Tensor direction = noise.tensor().narrow(0, from, n).sub(a);
        Tensor xt = torch.addcmul(a, time.tensor().narrow(0, from, n), direction);
        Tensor input = torch.cat(new TensorVector(
                observation.tensor().narrow(0, from, n), xt, embedded.tensor().narrow(0, from, n)), 1);
        return flow.output(worker, input).sub(flow.predictsAction() ? a : direction).square().sum().mul(new Scalar(1.0 / action.size()));
    }

    void save(StateDict state) {
        state.putLongs("pretrained", new long[] {done}, 1);
        state.putLongs("cloning.random", random.state(), Rng.STATE_SIZE);
    }

    void load(StateDict state) {
        done = state.longs("pretrained", 1)[0];
        random.restore(state.longs("cloning.random", Rng.STATE_SIZE));
    }

    @Override
    public void close() {
        observation.close();
        action.close();
        noise.close();
        time.close();
        embedded.close();
    }
}
