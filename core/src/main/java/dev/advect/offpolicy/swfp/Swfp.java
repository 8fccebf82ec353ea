package dev.advect.offpolicy.swfp;

import dev.advect.io.StateDict;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.Agent;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.RowTasks;
import dev.advect.offpolicy.Temperature;
import dev.advect.offpolicy.swfp.JkoObjectives.Carried;
import dev.advect.offpolicy.swfp.JkoObjectives.Version;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Stepwise Flow Policy (arXiv 2510.15388): a flow policy cut into N blocks, pre-trained by flow matching on
 * demonstrations and improved online by Jordan-Kinderlehrer-Otto steps, which are proximal steps in the Wasserstein geometry.
 *
 * <p>Flow time t = 0 is noise and t = 1 the action, see {@link StepwiseFlowPolicy}. Blocks are numbered from 0: block k maps
 * particles x_k to x_{k+1} = T_k(x_k), and x_N is the action. Here are the updates in the paper's order; the losses and their
 * gradients are in {@link JkoObjectives}, to be read in {@link TorchJkoObjectives}. Beside the JKO steps the policy may clone its
 * own best actions, see {@link SelfImitation}.
 */
public final class Swfp implements Agent {
    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final CriticEnsemble critic;
    private final Workers workers;
    private final BlockOptimizer optimizer;
    private final Temperature temperature;
    /** θ_old. */
    private final PolicyCopy old;
    /** θ before the first JKO step; null without an anchor. */
    private final @Nullable PolicyCopy anchor;
    private final Reflow reflow;
    /** Null where the policy does not imitate itself. */
    private final @Nullable SelfImitation imitation;
    private final SwfpBuffers buffers;
    private final ScaledValue value;
    private final JkoObjectives objectives;
    private final JkoMonitor monitor;
    private final Rng random;
    private final MetricAccumulator metrics = new MetricAccumulator();
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
        old = new PolicyCopy(policy);
        anchor = config.anchor() > 0 ? new PolicyCopy(policy) : null;
        temperature = new Temperature(config.alpha(), config.alphaLearningRate(), config.targetEntropy() * policy.size());
        buffers = new SwfpBuffers(policy, batchSize, config.particles());
        value = new ScaledValue(config, policy, critic);
        objectives = JkoObjectives.of(problem());
        optimizer = new BlockOptimizer(policy, objectives, workers, config.maxGradNorm());
        reflow = new Reflow(config, policy, old, buffers, workers);
        imitation = config.selfImitationRate() > 0
                ? new SelfImitation(policy, buffers, value,
                        new BlockOptimizer(policy, objectives, workers, config.maxGradNorm()), batchSize)
                : null;
        monitor = new JkoMonitor(problem(), objectives);
        policyChanged();
    }

    @Override
    public StepwiseFlowPolicy policy() {
        return policy;
    }

    @Override
    public CriticEnsemble critic() {
        return critic;
    }

    @Override
    public void policyChanged() {
        RowTasks.tasks(workers, policy.blocks(), objectives::load);
    }

    JkoProblem problem() {
        return new JkoProblem(config, policy, old.blocks(), anchor == null ? List.of() : anchor.blocks(), buffers, value,
                temperature);
    }

    JkoObjectives objectives() {
        return objectives;
    }

    // ---- pre-training by flow matching; the actions are those of the demonstrations, or later the policy's own, see Reflow

    @Override
    public void pretrain(Batch batch) {
        buffers.drawCloning(random);
        if (reflow.beginsAt(pretrainUpdates)) {
            refresh();
        }
        List<HostTensor> actions = reflow.actions(batch, pretrainUpdates);
        double loss = optimizer.step(config.cloningRate(), batch.size(),
                (k, rows) -> objectives.flowMatching(k, rows, batch, actions.get(k).tensor()));
        pretrainUpdates++;
        metrics.add("pretrain/loss", loss);
        optimizer.addNorms("pretrain/grad_norm", metrics);
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

    // ---- the critic: y = R + γ'·(min over a subset Q'(s', a') − α·log π(a'|s'))

    @Override
    public void updateCritic(Batch batch) {
        buffers.drawNext(random);
        buffers.drawProbe(random);
        int[] subset = critic.drawSubset(random);
        metrics.add(critic.update(workers, batch, (from, next, values) -> {
            float[] noise = new float[values.length * policy.size()];
            buffers.nextNoise.read((long) from * policy.size(), noise, 0, noise.length);
            Carried carried = objectives.carry(Version.CURRENT, next, noise, from);
            critic.targetValue(value.input(next, carried.x()), subset, values);
            for (int i = 0; i < values.length; i++) {
                values[i] -= (float) (temperature.alpha() * carried.logProbability()[i]);
            }
        }));
    }

    // ---- one JKO step: `period` updates, in which θ_old and its particles x_k^old are held fixed, minimise over θ
    //
    //   sequential   F(θ) = E[−J(s, x_N) + α·log π_θ(x_N|s)] + Σ_k 1/(2τ_k)·W2²(x_k, x_k^old)
    //   parallel     F_k  = E[−w·J(s, T_old(T_k(x_k^old))) + α·log π] + 1/(2τ_k)·W2²(T_k(x_k^old), x_{k+1}^old) for every block
    //   adjoint      ‖T_k(x_k^old) − (x_{k+1}^old + τ_k·g_{k+1})‖² for every block, with g_k = ∇_{x_k}(w·J − α·log π_old)
    //
    // where J is Q less the anchor's term, and T_old the snapshot's blocks after k. TorchJkoObjectives has the three in this order.

    @Override
    public void updatePolicy(Batch batch) {
        if (policyUpdates % config.period() == 0) {
            finishStep(batch);
            refresh();
        }
        if (policyUpdates == 0) {
            dropAnchor();
        }
        prepare(batch);
        tuneTemperature();
        double loss = switch (config.mode()) {
            case SEQUENTIAL -> sequential();
            case PARALLEL -> parallel();
            case ADJOINT -> adjoint();
        };
        metrics.add("policy/loss", loss);
        optimizer.addNorms("policy/grad_norm", metrics);
        metrics.add("swfp/tau", config.tau(policy.blocks() - 1, policyUpdates));
        if (imitation != null) {
            imitate(imitation, batch);
        }
        policyUpdates++;
    }

    private double sequential() {
        return optimizer.stepTogether(config.learningRate(), buffers.states(),
                (worker, from, n) -> objectives.sequential(worker, from, n, policyUpdates));
    }

    private double parallel() {
        return optimizer.step(config.learningRate(), buffers.rows(), (k, rows) -> objectives.parallel(k, rows, policyUpdates));
    }

    private double adjoint() {
        RowTasks.rows(workers, buffers.rows(), (_, from, n) -> objectives.adjointStates(from, n));
        return optimizer.step(config.learningRate(), buffers.rows(), (k, rows) -> objectives.adjoint(k, rows, policyUpdates));
    }

    /** Examines the step that has ended, if there was one. */
    private void finishStep(Batch batch) {
        if (policyUpdates > 0) {
            value.select(critic.drawSubset(random));
            monitor.measure(batch.observation(), policyUpdates - 1, random, metrics);
        }
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
        if (anchor != null) {
            metrics.add("swfp/from_anchor", buffers.fromAnchor());
        }
    }

    /** α follows the snapshot's entropy, if there is an α. */
    private void tuneTemperature() {
        if (temperature.alpha() > 0) {
            double entropy = buffers.entropy();
            metrics.add("policy/entropy", entropy);
            metrics.add("policy/alpha", temperature.alpha());
            temperature.update(entropy);
        }
    }

    // ---- beside the JKO step: flow matching on actions that led to more than V(s)

    private void imitate(SelfImitation self, Batch batch) {
        double fraction = self.draw(batch, random);
        metrics.add("swfp/imitated", fraction);
        if (fraction == 0) {
            return;
        }
        buffers.drawCloning(random);
        double loss = self.optimizer().step(config.selfImitationRate(), batch.size(), (k, rows) ->
                objectives.flowMatching(k, rows, self.chosen(), self.chosen().action().tensor()));
        metrics.add("swfp/imitation_loss", loss);
        self.optimizer().countSkipped(metrics);
    }

    // ---- metrics, saving, closing

    @Override
    public Map<String, Double> drainMetrics() {
        Map<String, Double> drained = metrics.drain();
        optimizer.drainSeconds(drained);
        if (imitation != null) {
            imitation.optimizer().drainSeconds(drained);
        }
        return drained;
    }

    @Override
    public List<String> drainWarnings() {
        return monitor.drainWarnings();
    }

    @Override
    public void save(StateDict state) {
        policy.save(state.child("policy"));
        critic.save(state.child("critic"));
        optimizer.save(state);
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
        policyChanged();
        critic.load(state.child("critic"));
        optimizer.load(state);
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
        optimizer.close();
        buffers.close();
        critic.close();
        policy.close();
    }
}
