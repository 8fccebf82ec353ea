package dev.advect.offpolicy.swfp;

import dev.advect.io.StateDict;
import dev.advect.nn.Adam;
import dev.advect.nn.Parameters;
import dev.advect.nn.Parameters.Replica;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.torch.Torch;
import dev.advect.offpolicy.Agent;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.RandomFill;
import dev.advect.offpolicy.RowTasks;
import dev.advect.offpolicy.ShardedGradient;
import dev.advect.offpolicy.Temperature;
import dev.advect.offpolicy.swfp.SwfpConfig.Mode;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.policy.StepwiseFlowPolicy.Moved;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Stepwise Flow Policy (arXiv 2510.15388): a flow policy cut into N blocks, pre-trained by flow matching on
 * demonstrations and improved online by Jordan-Kinderlehrer-Otto steps, proximal steps in the Wasserstein geometry.
 *
 * <p>Here t = 0 is noise and t = 1 the action, see {@link StepwiseFlowPolicy}. Blocks are numbered from 0: block k makes
 * particles x_{k+1} of x_k, and x_N is the action.
 */
public final class Swfp implements Agent {
    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final CriticEnsemble critic;
    private final Workers workers;
    private final List<Adam> adams = new ArrayList<>();
    private final Temperature temperature;
    /** θ_old, and its blocks. */
    private final Parameters old;
    private final List<Parameters> oldBlocks;
    private final SwfpBuffers buffers;
    private final ProximalTerm proximity;
    /** Null where losses are left to autograd. */
    private final @Nullable SwfpPasses written;
    private final JkoMonitor monitor;
    private final Rng random;
    private final MetricAccumulator averages = new MetricAccumulator();
    /** Of the blocks' gradients in the last step. */
    private final double[] norms;
    /** Updates of pre-training so far, and of the policy. */
    private long clonings;
    private long updates;
    private int[] subset = {};

    /** @param batchSize rows of every batch */
    public Swfp(SwfpConfig config, StepwiseFlowPolicy policy, CriticEnsemble critic, Workers workers, int batchSize,
            Rng random) {
        this.config = config;
        this.policy = policy;
        this.critic = critic;
        this.workers = workers;
        this.random = random;
        for (int k = 0; k < policy.blocks(); k++) {
            adams.add(new Adam(policy.block(k)));
        }
        old = new Parameters(policy.parameters().slots(), 0);
        oldBlocks = policy.parts(old);
        temperature = new Temperature(
                config.alpha(), config.alphaLearningRate(), config.targetEntropy() * policy.size());
        norms = new double[policy.blocks()];
        buffers = new SwfpBuffers(policy, batchSize, config.particles());
        proximity = new ProximalTerm(config, policy, oldBlocks, buffers.stale);
        written = SwfpPasses.canDo(config) ? new SwfpPasses(config, policy, oldBlocks, buffers, this::value) : null;
        monitor = new JkoMonitor(config, policy, oldBlocks);
    }

    @Override
    public StepwiseFlowPolicy policy() {
        return policy;
    }

    SwfpBuffers buffers() {
        return buffers;
    }

    // ---- pre-training: conditional flow matching, block by block. x_t = (1 − t)·z + t·a, t uniform in the block's times;
    // v_k(s, x_t, t) is regressed on a − z. The blocks know nothing of each other. N = 1 is the usual flow policy.
    // The paths are then straightened, if that is asked for (reflow, Liu et al. 2022, arXiv 2209.03003): from some update on
    // the pairs (z, a) are (z, T(z; s)), T the cascade as it was at that update.

    @Override
    public void pretrain(Batch batch) {
        buffers.drawCloning(random);
        boolean reflow = config.reflowAfter() > 0 && clonings >= config.reflowAfter();
        if (clonings == config.reflowAfter()) {
            refresh();
        }
        double[] losses = new double[policy.blocks()];
        RowTasks.tasks(workers, losses.length, k -> losses[k] = descend(k, () -> {
            Tensor a = reflow ? taught(k, batch) : batch.action().tensor();
            return cloningGradient(k, batch, a);
        }, config.cloningRate()));
        clonings++;
        averages.add("pretrain/loss", Arrays.stream(losses).average().orElseThrow());
        noteNorms("pretrain/grad_norm");
    }

    @Override
    public double validate(Batch batch) {
        buffers.drawCloning(random);
        double[] losses = new double[policy.blocks()];
        RowTasks.tasks(workers, losses.length, k -> {
            try (NoGradGuard _ = new NoGradGuard();
                    PointerScope _ = new PointerScope()) {
                losses[k] = cloningLoss(k, policy.block(k).frozen(), batch, batch.action().tensor()).item_double();
            }
        });
        return Arrays.stream(losses).average().orElseThrow();
    }

    /** Adds the gradient of the loss to the block's; returns the loss. */
    double cloningGradient(int k, Batch batch, Tensor a) {
        return written != null
                ? written.cloning(k, batch, Torch.floats(a))
                : backward(cloningLoss(k, policy.block(k).replica(0), batch, a));
    }

    /** The mean over rows and components of (v_k(s, x_t, t) − (a − z))². */
    Tensor cloningLoss(int k, Replica weights, Batch batch, Tensor a) {
        Tensor z = buffers.cloningNoise[k].tensor();
        Tensor t = buffers.cloningTimes[k].tensor();
        Tensor direction = a.sub(z);
        Tensor xt = torch.addcmul(z, t, direction);
        return policy.velocity(k, weights, batch.observation().tensor(), xt, t).sub(direction).square().mean();
    }

    /** T(z; s) of block k's noise, by the snapshot. */
    private Tensor taught(int k, Batch batch) {
        try (NoGradGuard _ = new NoGradGuard()) {
            Tensor x = buffers.cloningNoise[k].tensor();
            for (int j = 0; j < policy.blocks(); j++) {
                x = policy.apply(j, oldBlocks.get(j).frozen(), batch.observation().tensor(), x);
            }
            return x;
        }
    }

    // ---- the critic: y = R + γ'·(min Q'(s', a') − α·log π(a'|s')), log π(x_N|s) = log N(z; 0, I) − Σ_k log|det ∂T_k|

    @Override
    public void updateCritic(Batch batch) {
        RandomFill.fill(buffers.nextNoise, random);
        buffers.drawProbe(random);
        int[] drawn = critic.drawSubset(random);
        CriticEnsemble.Update update = critic.update(workers, batch, (_, from, n, next) -> {
            Tensor x = buffers.nextNoise.tensor().narrow(0, from, n);
            Tensor logProbability = logNormal(x);
            for (int k = 0; k < policy.blocks(); k++) {
                Moved moved = move(k, policy.block(k).frozen(), next, x, from);
                x = moved.x();
                logProbability = logProbability.sub(moved.logDet());
            }
            Tensor value = critic.targetValue(next, policy.toEnvironment(x), drawn);
            return value.sub(logProbability, new Scalar(temperature.alpha() * scale()));
        }, null);
        averages.add("critic/loss", update.loss());
        averages.add("critic/value", update.value());
        averages.add("critic/grad_norm", update.gradientNorm());
        averages.count("update/skipped", Double.isFinite(update.gradientNorm()) ? 0 : 1);
    }

    private static Tensor logNormal(Tensor z) {
        double constant = -0.5 * Math.log(2 * Math.PI) * z.size(1);
        return z.square().sum(1).mul(new Scalar(-0.5)).add(new Scalar(constant));
    }

    /** T_k, with the volume it changes where the entropy counts. */
    private Moved move(int k, Replica weights, Tensor s, Tensor x, int row) {
        if (temperature.alpha() == 0) {
            return new Moved(policy.apply(k, weights, s, x), torch.zeros_like(x.select(1, 0)));
        }
        boolean exact = policy.size() <= config.exactVolume();
        return policy.applyWithVolume(
                k, weights, s, x, exact ? null : buffers.probe.tensor().narrow(0, row, x.size(0)));
    }

    // ---- one JKO step takes `period` updates: minimise over θ, θ_old and its particles x_k^old standing still,
    // F(θ) = E[−Q(s, x_N) + α·log π_θ(x_N|s)] + Σ_k 1/(2τ_k)·W2²(x_k, x_k^old)

    @Override
    public void updatePolicy(Batch batch) {
        if (updates % config.period() == 0) {
            if (updates > 0) {
                subset = critic.drawSubset(random);
                monitor.measure(batch.observation().tensor(), this::value, updates - 1, random, averages);
            }
            refresh();
        }
        double entropy = prepare(batch);
        if (temperature.alpha() > 0) {
            averages.add("policy/entropy", entropy);
            averages.add("policy/alpha", temperature.alpha());
            temperature.update(entropy);
        }
        double loss = switch (config.mode()) {
            case SEQUENTIAL -> sequential();
            case PARALLEL -> parallel();
            case ADJOINT -> adjoint();
        };
        averages.add("policy/loss", loss);
        noteNorms("policy/grad_norm");
        averages.add("swfp/tau", config.tau(policy.blocks() - 1, updates));
        updates++;
    }

    /** Draws what an update needs at random and carries particles through the snapshot; the entropy, see below. */
    double prepare(Batch batch) {
        buffers.drawParticles(batch, random);
        subset = critic.drawSubset(random);
        return particles();
    }

    /** θ_old ← θ. */
    void refresh() {
        try (PointerScope _ = new PointerScope()) {
            old.values().tensor().copy_(policy.parameters().values().tensor());
        }
        snapshotChanged();
    }

    private void snapshotChanged() {
        if (written != null) {
            written.changed();
        }
    }

    /** Fills in x_0^old … x_N^old; returns an estimate of the entropy of π_old, meaningless where α is 0. */
    private double particles() {
        int rows = buffers.rows();
        if (written != null) {
            RowTasks.rows(workers, rows, (_, from, n) -> written.particles(from, n));
            return 0;
        }
        RowTasks.rows(workers, rows, (_, from, n) -> {
            try (NoGradGuard _ = new NoGradGuard();
                    PointerScope _ = new PointerScope()) {
                Tensor s = buffers.state.tensor().narrow(0, from, n);
                Tensor x = buffers.stale[0].tensor().narrow(0, from, n);
                Tensor logProbability = logNormal(x);
                for (int k = 0; k < policy.blocks(); k++) {
                    Moved moved = move(k, oldBlocks.get(k).frozen(), s, x, from);
                    x = moved.x();
                    logProbability = logProbability.sub(moved.logDet());
                    buffers.stale[k + 1].tensor().narrow(0, from, n).copy_(x);
                }
                buffers.logProbability.tensor().narrow(0, from, n).copy_(logProbability);
            }
        });
        try (PointerScope _ = new PointerScope()) {
            return -buffers.logProbability.tensor().mean().item_double();
        }
    }

    /** What values are divided by where they meet distances and entropies. */
    private double scale() {
        return config.normalizeValue() ? critic.magnitude() : 1;
    }

    /** What is climbed, a row each: the value, divided by its magnitude if that is asked for. */
    Tensor value(Tensor s, Tensor x) {
        return critic.policyValue(s, policy.toEnvironment(x), subset)
                .mul(new Scalar(1 / scale()));
    }

    /** The same without autograd, with its gradient with regard to x, see {@link SwfpPasses.Value}. */
    private void value(float[] s, float[] x, float[] value, float[] gradient) {
        int o = policy.observationSize();
        int d = policy.size();
        float[] rows = new float[s.length + x.length];
        for (int i = 0; i < value.length; i++) {
            System.arraycopy(s, i * o, rows, i * (o + d), o);
            for (int j = 0; j < d; j++) {
                rows[i * (o + d) + o + j] = Math.clamp(x[i * d + j], -1f, 1f);
            }
        }
        critic.policyValue(rows, subset, value, gradient);
        float factor = (float) (1 / scale());
        for (int i = 0; i < value.length; i++) {
            value[i] *= factor;
        }
        for (int i = 0; i < x.length; i++) {
            gradient[i] *= Math.abs(x[i]) > 1 ? 0 : factor;
        }
    }

    // ---- sequential: the gradient flows through the whole cascade

    private double sequential() {
        double loss = sequentialGradient();
        for (int k = 0; k < policy.blocks(); k++) {
            step(k, config.learningRate());
        }
        return loss;
    }

    /** Leaves the gradient of F in the parameters; returns F. */
    double sequentialGradient() {
        if (written == null) {
            return ShardedGradient.compute(workers, buffers.states(), policy.parameters(), this::sequentialLoss);
        }
        int p = config.particles();
        written.begin();
        return ShardedGradient.computeWritten(workers, buffers.states(), policy.parameters(),
                (worker, from, n) -> written.sequential(worker, from * p, n * p, updates));
    }

    /** F of the particles of the states [from, from + n), as a part of the mean over all states. */
    Tensor sequentialLoss(int worker, int from, int n) {
        int row = from * config.particles();
        int rows = n * config.particles();
        Tensor s = buffers.state.tensor().narrow(0, row, rows);
        Tensor x = buffers.stale[0].tensor().narrow(0, row, rows);
        Tensor logDet = torch.zeros_like(x.select(1, 0));
        Tensor proximal = torch.zeros_like(logDet.sum());
        for (int k = 0; k < policy.blocks(); k++) {
            Replica weights = policy.block(k).replica(worker);
            Moved moved = move(k, weights, s, x, row);
            x = moved.x();
            logDet = logDet.add(moved.logDet());
            proximal = proximal.add(proximity.of(k, weights, s, x, row, updates));
        }
        Tensor gain = value(s, x).add(logDet, new Scalar(temperature.alpha()));
        return proximal.sub(gain.sum()).mul(new Scalar(1.0 / buffers.rows()));
    }

    // ---- parallel: block k starts from the stale x_k^old, and frozen old blocks carry its particles to an action, so that
    // F_k = E[−w·Q(s, T_old(T_k(x_k^old)))] + 1/(2τ_k)·W2²(T_k(x_k^old), x_{k+1}^old): N problems that need not wait for
    // each other. At θ = θ_old, and with w = 1, ∇F_k is what ∇F is for block k.

    private double parallel() {
        double[] losses = new double[policy.blocks()];
        RowTasks.tasks(workers, losses.length, k -> losses[k] = descend(k, () -> parallelGradient(k), config.learningRate()));
        return Arrays.stream(losses).average().orElseThrow();
    }

    /** Adds the gradient of F_k to the block's; returns F_k. */
    double parallelGradient(int k) {
        return written != null ? written.parallel(k, updates) : backward(parallelLoss(k));
    }

    /** F_k, for autograd. */
    Tensor parallelLoss(int k) {
        Tensor s = buffers.state.tensor();
        Replica weights = policy.block(k).replica(0);
        Moved moved = move(k, weights, s, buffers.stale[k].tensor(), 0);
        Tensor x = moved.x();
        Tensor logDet = moved.logDet();
        for (int j = k + 1; j < policy.blocks(); j++) {
            Moved carried = move(j, oldBlocks.get(j).frozen(), s, x, 0);
            x = carried.x();
            logDet = logDet.add(carried.logDet());
        }
        Tensor gain = value(s, x).mul(new Scalar(config.blockWeight()))
                .add(logDet, new Scalar(temperature.alpha()));
        return proximity.of(k, weights, s, moved.x(), 0, updates).sub(gain.sum())
                .mul(new Scalar(1.0 / buffers.rows()));
    }

    // ---- adjoint: one vector-Jacobian product through the old cascade gives g_k = ∇_{x_k} (w·Q + α·Σ_{j≥k} log|det ∂T_j|)
    // for all k; then every block regresses on x_{k+1}^old + τ_k·g_{k+1}, the explicit Euler step of the gradient flow. The
    // regression's 1/(2τ)·‖T_k − x^old − τ·g‖² is, but for a constant, −⟨T_k − x^old, g⟩ + 1/(2τ)·‖T_k − x^old‖².

    private double adjoint() {
        RowTasks.rows(workers, buffers.rows(), (_, from, n) -> carryBack(from, n));
        double[] losses = new double[policy.blocks()];
        RowTasks.tasks(workers, losses.length, k -> losses[k] = descend(k, () -> adjointGradient(k), config.learningRate()));
        return Arrays.stream(losses).average().orElseThrow();
    }

    /** Fills in g_1 … g_N of some rows. */
    void carryBack(int from, int n) {
        if (written != null) {
            written.adjoints(from, n);
        } else {
            adjoints(from, n);
        }
    }

    /** The same by autograd. */
    void adjoints(int from, int n) {
        try (PointerScope _ = new PointerScope()) {
            Tensor s = buffers.state.tensor().narrow(0, from, n);
            Tensor x = buffers.stale[1].tensor().narrow(0, from, n).detach().requires_grad_(true);
            Tensor logDet = torch.zeros_like(x.select(1, 0));
            TensorVector xs = new TensorVector(x);
            for (int k = 1; k < policy.blocks(); k++) {
                Moved moved = move(k, oldBlocks.get(k).frozen(), s, x, from);
                x = moved.x();
                logDet = logDet.add(moved.logDet());
                xs.push_back(x);
            }
            Tensor gain = value(s, x).mul(new Scalar(config.blockWeight()))
                    .add(logDet, new Scalar(temperature.alpha()));
            TensorVector gradients = torch.grad(new TensorVector(gain.sum()), xs);
            for (int k = 1; k <= policy.blocks(); k++) {
                buffers.adjoint[k].tensor().narrow(0, from, n).copy_(gradients.get(k - 1));
            }
        }
    }

    /** Adds the gradient of block k's regression to the block's; returns the loss. */
    double adjointGradient(int k) {
        return written != null ? written.adjoint(k, updates) : backward(adjointLoss(k));
    }

    /** The regression's loss, for autograd. */
    Tensor adjointLoss(int k) {
        Tensor s = buffers.state.tensor();
        Replica weights = policy.block(k).replica(0);
        Moved moved = move(k, weights, s, buffers.stale[k].tensor(), 0);
        Tensor step = moved.x().sub(buffers.stale[k + 1].tensor());
        Tensor gain = step.mul(buffers.adjoint[k + 1].tensor()).sum()
                .add(moved.logDet().sum(), new Scalar(temperature.alpha()));
        return proximity.of(k, weights, s, moved.x(), 0, updates).sub(gain).mul(new Scalar(1.0 / buffers.rows()));
    }

    // ---- steps of the optimiser

    /**
     * One step of a block alone, by the thread that calls.
     *
     * @param gradient adds the loss's gradient to the block's, and gives the loss, which is returned
     */
    private double descend(int k, DoubleSupplier gradient, double learningRate) {
        try (PointerScope _ = new PointerScope()) {
            policy.block(k).zeroGradients();
            double loss = gradient.getAsDouble();
            step(k, learningRate);
            return loss;
        }
    }

    /** Autograd; returns the loss. */
    private static double backward(Tensor loss) {
        loss.backward();
        return loss.item_double();
    }

    private void step(int k, double learningRate) {
        norms[k] = adams.get(k).step(learningRate, config.maxGradNorm());
    }

    /** The blocks' gradients of the last step; where one was not finite, the block stayed as it was. */
    private void noteNorms(String name) {
        for (double norm : norms) {
            averages.add(name, norm);
            averages.count("update/skipped", Double.isFinite(norm) ? 0 : 1);
        }
    }

    // ---- the rest

    @Override
    public Map<String, Double> drainMetrics() {
        return averages.drain();
    }

    @Override
    public List<String> drainWarnings() {
        return monitor.drainWarnings();
    }

    @Override
    public void save(StateDict state) {
        policy.save(state.child("policy"));
        critic.save(state.child("critic"));
        for (int k = 0; k < adams.size(); k++) {
            adams.get(k).save(state.child("adam" + k));
        }
        old.save(state, "old");
        temperature.save(state.child("temperature"));
        monitor.save(state.child("monitor"));
        state.putLongs("random", random.state(), Rng.STATE_SIZE);
        state.putLongs("updates", new long[] {clonings, updates}, 2);
    }

    @Override
    public void load(StateDict state) {
        policy.load(state.child("policy"));
        critic.load(state.child("critic"));
        for (int k = 0; k < adams.size(); k++) {
            adams.get(k).load(state.child("adam" + k));
        }
        old.load(state, "old");
        snapshotChanged();
        temperature.load(state.child("temperature"));
        monitor.load(state.child("monitor"));
        random.restore(state.longs("random", Rng.STATE_SIZE));
        long[] done = state.longs("updates", 2);
        clonings = done[0];
        updates = done[1];
    }

    @Override
    public void close() {
        oldBlocks.forEach(Parameters::close);
        old.close();
        adams.forEach(Adam::close);
        buffers.close();
        critic.close();
        policy.close();
    }
}
