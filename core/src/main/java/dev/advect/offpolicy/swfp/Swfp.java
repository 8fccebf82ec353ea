package dev.advect.offpolicy.swfp;

import dev.advect.io.StateDict;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.Agent;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.RowTasks;
import dev.advect.offpolicy.ShardedGradient;
import dev.advect.offpolicy.Temperature;
import dev.advect.offpolicy.swfp.JkoObjectives.Carried;
import dev.advect.offpolicy.swfp.JkoObjectives.Rows;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Stepwise Flow Policy (arXiv 2510.15388): a flow policy cut into N blocks, pre-trained by flow matching on
 * demonstrations and improved online by Jordan-Kinderlehrer-Otto steps, which are proximal steps in the Wasserstein geometry.
 *
 * <p>Flow time t = 0 is noise and t = 1 the action, see {@link StepwiseFlowPolicy}. Blocks are numbered from 0: block k maps
 * particles x_k to x_{k+1} = T_k(x_k), and x_N is the action. The losses and their gradients are in {@link JkoObjectives}. Beside
 * the JKO steps the policy may clone its own best actions, see {@link SelfImitation}.
 */
public final class Swfp implements Agent {
    /** Parts into which the rows of a block are divided, so that threads share the work evenly. */
    private static final int PARTS = 2;

    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final CriticEnsemble critic;
    private final Workers workers;
    private final BlockAdams adams;
    private final Temperature temperature;
    /** θ_old. */
    private final PolicyCopy old;
    /** θ before the first JKO step; null without an anchor. */
    private final @Nullable PolicyCopy anchor;
    /** Null where the policy does not imitate itself. */
    private final @Nullable SelfImitation imitation;
    private final SwfpBuffers buffers;
    private final ScaledValue value;
    private final JkoObjectives objectives;
    private final JkoMonitor monitor;
    private final Rng random;
    private final MetricAccumulator averages = new MetricAccumulator();
    /** Norm of each block's gradient in the last step. */
    private final double[] norms;
    /** Seconds that all blocks and the slowest ones took in parallel updates since metrics were last drained. */
    private double blockSeconds;
    private double slowestSeconds;
    private long pretrainUpdates;
    private long policyUpdates;

    /** @param batchSize rows of every batch */
    public Swfp(SwfpConfig config, StepwiseFlowPolicy policy, CriticEnsemble critic, Workers workers, int batchSize,
            Rng random) {
        this.config = config;
        this.policy = policy;
        this.critic = critic;
        this.workers = workers;
        this.random = random;
        adams = new BlockAdams(policy);
        norms = new double[policy.blocks()];
        old = new PolicyCopy(policy);
        anchor = config.anchor() > 0 ? new PolicyCopy(policy) : null;
        temperature = new Temperature(config.alpha(), config.alphaLearningRate(), config.targetEntropy() * policy.size());
        buffers = new SwfpBuffers(policy, batchSize, config.particles());
        value = new ScaledValue(config, policy, critic);
        imitation = config.selfImitationRate() > 0 ? new SelfImitation(policy, buffers, value, batchSize) : null;
        objectives = JkoObjectives.of(problem());
        loadBlocks();
        monitor = new JkoMonitor(config, policy, objectives::apply);
    }

    @Override
    public StepwiseFlowPolicy policy() {
        return policy;
    }

    @Override
    public CriticEnsemble critic() {
        return critic;
    }

    JkoProblem problem() {
        return new JkoProblem(config, policy, old.blocks(), anchor == null ? List.of() : anchor.blocks(), buffers, value,
                temperature);
    }

    JkoObjectives objectives() {
        return objectives;
    }

    // ---- pre-training by flow matching. Paths can then be straightened (reflow, Liu et al. 2022, arXiv 2209.03003): from
    // some update on the pairs (z, a) are (z, T(z; s)), T the cascade at that update.

    @Override
    public void pretrain(Batch batch) {
        buffers.drawCloning(random);
        boolean reflow = config.reflowAfter() > 0 && pretrainUpdates >= config.reflowAfter();
        if (pretrainUpdates == config.reflowAfter()) {
            refresh();
        }
        if (reflow) {
            RowTasks.tasks(workers, policy.blocks(), k -> reflow(k, batch));
        }
        double loss = everyBlock(adams, config.cloningRate(), batch.size(), (k, rows) ->
                objectives.flowMatching(k, rows, batch, (reflow ? buffers.reflowed[k] : batch.action()).tensor()));
        pretrainUpdates++;
        averages.add("pretrain/loss", loss);
        noteNorms("pretrain/grad_norm");
    }

    /** Carries block k's noise through the snapshot, for all parts of the block. */
    private void reflow(int k, Batch batch) {
        try (NoGradGuard _ = new NoGradGuard(); PointerScope _ = new PointerScope()) {
            Tensor x = buffers.cloningNoise[k].tensor();
            for (int j = 0; j < policy.blocks(); j++) {
                x = policy.apply(j, old.blocks().get(j).frozen(), batch.observation().tensor(), x);
            }
            buffers.reflowed[k].tensor().copy_(x);
        }
    }

    @Override
    public double validate(Batch batch) {
        buffers.drawCloning(random);
        double[] losses = new double[policy.blocks()];
        RowTasks.tasks(workers, losses.length, k -> {
            try (NoGradGuard _ = new NoGradGuard(); PointerScope _ = new PointerScope()) {
                losses[k] = buffers.flowMatching(policy, k, policy.block(k).frozen(), batch, batch.action().tensor())
                        .item_double();
            }
        });
        return Arrays.stream(losses).average().orElseThrow();
    }

    // ---- the critic: y = R + γ'·(min Q'(s', a') − α·log π(a'|s'))

    @Override
    public void updateCritic(Batch batch) {
        buffers.drawNext(random);
        buffers.drawProbe(random);
        int[] subset = critic.drawSubset(random);
        CriticEnsemble.Update update = critic.update(workers, batch, (from, next, values) -> {
            float[] noise = new float[values.length * policy.size()];
            buffers.nextNoise.read((long) from * policy.size(), noise, 0, noise.length);
            Carried carried = objectives.carry(next, noise, from);
            critic.targetValue(value.input(next, carried.x()), subset, values);
            for (int i = 0; i < values.length; i++) {
                values[i] -= (float) (temperature.alpha() * value.scale() * carried.logProbability()[i]);
            }
        });
        averages.add("critic/loss", update.loss());
        averages.add("critic/value", update.value());
        averages.add("critic/grad_norm", update.gradientNorm());
        averages.count("update/skipped", Double.isFinite(update.gradientNorm()) ? 0 : 1);
    }

    // ---- one JKO step takes `period` updates that minimise the JkoProblem, θ_old and its particles held fixed

    @Override
    public void updatePolicy(Batch batch) {
        if (policyUpdates % config.period() == 0) {
            if (policyUpdates > 0) {
                value.select(critic.drawSubset(random));
                monitor.measure(batch.observation(), value::of, policyUpdates - 1, random, averages);
            }
            refresh();
        }
        if (policyUpdates == 0) {
            dropAnchor();
        }
        prepare(batch);
        if (anchor != null) {
            averages.add("swfp/from_anchor", buffers.fromAnchor());
        }
        if (temperature.alpha() > 0) {
            double entropy = buffers.entropy();
            averages.add("policy/entropy", entropy);
            averages.add("policy/alpha", temperature.alpha());
            temperature.update(entropy);
        }
        double loss = switch (config.mode()) {
            case SEQUENTIAL -> sequential();
            case PARALLEL -> everyBlock(adams, config.learningRate(), buffers.rows(),
                    (k, rows) -> objectives.parallel(k, rows, policyUpdates));
            case ADJOINT -> adjoint();
        };
        averages.add("policy/loss", loss);
        noteNorms("policy/grad_norm");
        averages.add("swfp/tau", config.tau(policy.blocks() - 1, policyUpdates));
        if (imitation != null) {
            imitate(imitation, batch);
        }
        policyUpdates++;
    }

    /** θ_old ← θ. */
    void refresh() {
        old.take();
        objectives.loadSnapshot();
    }

    /** θ_anchor ← θ, if there is an anchor. */
    void dropAnchor() {
        if (anchor != null) {
            anchor.take();
            objectives.loadAnchor();
        }
    }

    /** Draws an update's noise and critic members, and carries the particles through the snapshot. */
    void prepare(Batch batch) {
        buffers.drawParticles(batch, random);
        value.select(critic.drawSubset(random));
        RowTasks.rows(workers, buffers.rows(), (_, from, n) -> objectives.particles(from, n));
    }

    private double sequential() {
        double loss = ShardedGradient.computeWritten(workers, buffers.states(), policy.parameters(),
                (worker, from, n) -> objectives.sequential(worker, from, n, policyUpdates));
        for (int k = 0; k < policy.blocks(); k++) {
            norms[k] = step(k, adams, config.learningRate());
        }
        return loss;
    }

    private double adjoint() {
        RowTasks.rows(workers, buffers.rows(), (_, from, n) -> objectives.adjointStates(from, n));
        return everyBlock(adams, config.learningRate(), buffers.rows(),
                (k, rows) -> objectives.adjoint(k, rows, policyUpdates));
    }

    // ---- beside the JKO step: flow matching on actions that led to more than V(s)

    private void imitate(SelfImitation self, Batch batch) {
        double fraction = self.draw(batch, random);
        averages.add("swfp/imitated", fraction);
        if (fraction == 0) {
            return;
        }
        buffers.drawCloning(random);
        double loss = everyBlock(self.adams(), config.selfImitationRate(), batch.size(), (k, rows) ->
                objectives.flowMatching(k, rows, self.chosen(), self.chosen().action().tensor()));
        averages.add("swfp/imitation_loss", loss);
        countSkipped();
    }

    // ---- steps of the optimiser

    /** The gradient of a block's loss, from some rows of the batch. */
    @FunctionalInterface
    private interface BlockGradient {
        /** Adds the gradient to the block's parameters', and returns the rows' part of the loss. */
        double add(int k, Rows rows);
    }

    /**
     * One step of every block by itself, in parallel. Early blocks have more to do than late ones, so each is divided where
     * that is possible: the threads then end at nearly the same time.
     *
     * @param rows of the batch
     * @return the mean loss
     */
    private double everyBlock(BlockAdams optimizers, double learningRate, int rows, BlockGradient gradient) {
        int blocks = policy.blocks();
        int parts = objectives.divisible() ? PARTS : 1;
        double[] losses = new double[blocks * parts];
        double[] seconds = new double[blocks * parts];
        AtomicIntegerArray missing = new AtomicIntegerArray(blocks);
        RowTasks.tasks(workers, blocks, k -> {
            policy.block(k).zeroGradients();
            missing.set(k, parts);
        });
        RowTasks.tasks(workers, losses.length, task -> {
            int k = task / parts;
            int from = task % parts * rows / parts;
            int to = (task % parts + 1) * rows / parts;
            long start = System.nanoTime();
            try (PointerScope _ = new PointerScope()) {
                losses[task] = gradient.add(k, new Rows(from, to - from));
                if (missing.decrementAndGet(k) == 0) {
                    norms[k] = step(k, optimizers, learningRate);
                }
            }
            seconds[task] = (System.nanoTime() - start) * 1e-9;
        });
        blockSeconds += Arrays.stream(seconds).sum();
        slowestSeconds += IntStream.range(0, blocks)
                .mapToDouble(k -> Arrays.stream(seconds, k * parts, (k + 1) * parts).sum()).max().orElseThrow();
        return Arrays.stream(losses).sum() / blocks;
    }

    /** Returns the norm of block k's gradient. */
    private double step(int k, BlockAdams optimizers, double learningRate) {
        double norm = optimizers.get(k).step(learningRate, config.maxGradNorm());
        objectives.load(k);
        return norm;
    }

    /** Must be called whenever the policy's parameters have changed other than by a step. */
    void loadBlocks() {
        RowTasks.tasks(workers, policy.blocks(), objectives::load);
    }

    /** Notes the norms of the last step. */
    private void noteNorms(String name) {
        for (double norm : norms) {
            averages.add(name, norm);
        }
        countSkipped();
    }

    /** Counts the blocks that the last step left as they were, because their gradient was not finite. */
    private void countSkipped() {
        for (double norm : norms) {
            averages.count("update/skipped", Double.isFinite(norm) ? 0 : 1);
        }
    }

    @Override
    public Map<String, Double> drainMetrics() {
        Map<String, Double> metrics = averages.drain();
        if (blockSeconds > 0) {
            metrics.put("time/blocks", blockSeconds);
            metrics.put("time/slowest_block", slowestSeconds);
            blockSeconds = 0;
            slowestSeconds = 0;
        }
        return metrics;
    }

    @Override
    public List<String> drainWarnings() {
        return monitor.drainWarnings();
    }

    @Override
    public void save(StateDict state) {
        policy.save(state.child("policy"));
        critic.save(state.child("critic"));
        adams.save(state);
        old.save(state, "old");
        if (anchor != null) {
            anchor.save(state, "anchor");
        }
        if (imitation != null) {
            imitation.save(state.child("imitation"));
        }
        temperature.save(state.child("temperature"));
        monitor.save(state.child("monitor"));
        state.putLongs("random", random.state(), Rng.STATE_SIZE);
        state.putLongs("updates", new long[] {pretrainUpdates, policyUpdates}, 2);
    }

    @Override
    public void load(StateDict state) {
        policy.load(state.child("policy"));
        loadBlocks();
        critic.load(state.child("critic"));
        adams.load(state);
        old.load(state, "old");
        objectives.loadSnapshot();
        if (anchor != null) {
            anchor.load(state, "anchor");
            objectives.loadAnchor();
        }
        if (imitation != null) {
            imitation.load(state.child("imitation"));
        }
        temperature.load(state.child("temperature"));
        monitor.load(state.child("monitor"));
        random.restore(state.longs("random", Rng.STATE_SIZE));
        long[] done = state.longs("updates", 2);
        pretrainUpdates = done[0];
        policyUpdates = done[1];
    }

    @Override
    public void close() {
        if (anchor != null) {
            anchor.close();
        }
        old.close();
        if (imitation != null) {
            imitation.close();
        }
        adams.close();
        buffers.close();
        critic.close();
        policy.close();
    }
}
