package dev.advect.offpolicy.qc;

import dev.advect.io.StateDict;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.Agent;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.BehaviorFlow;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.RandomFill;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;

import java.util.Map;

/**
 * Q-chunking (Li, Zhou and Levine 2025, arXiv 2507.07969), the variant QC: Q-learning on chunks of actions. A flow imitates
 * the chunks in the data, and the policy is the best by the critic of N chunks that the flow draws. The critic's target sums
 * the rewards of a whole chunk, so that values travel back as many steps at once, without the bias of n-step returns.
 */
public final class Qc implements Agent {
    private final QcConfig config;
    private final QcPolicy policy;
    private final CriticEnsemble critic;
    private final Workers workers;
    private final BehaviorFlow behavior;
    /** Noise of the N chunks at s', {@code [n, N · d]}. */
    private final HostTensor nextNoise;
    private final Rng random;
    private final MetricAccumulator metrics = new MetricAccumulator();

    /** @param batchSize n, rows per batch */
    public Qc(QcConfig config, QcPolicy policy, Workers workers, int batchSize, Rng random) {
        this.config = config;
        this.policy = policy;
        this.workers = workers;
        this.random = random;
        critic = policy.critic();
        behavior = new BehaviorFlow(policy.flow(), workers, batchSize, config.learningRate());
        nextNoise = new HostTensor(batchSize, policy.noiseSize());
    }

    @Override
    public QcPolicy policy() {
        return policy;
    }

    @Override
    public CriticEnsemble critic() {
        return critic;
    }

    // ---- offline, then online: the updates are the same, but pre-training uses demonstrations only

    @Override
    public void pretrain(Batch batch) {
        updateCritic(batch);
        updatePolicy(batch);
    }

    @Override
    public double validate(Batch batch) {
        return behavior.validate(batch, random);
    }

    // ---- the critic: y = R + γ'·Q'(s', a*), Q' as qc.targetValue has it, a* the best of N chunks by the trained networks

    @Override
    public void updateCritic(Batch batch) {
        RandomFill.fill(nextNoise, random);
        policy.selectWith(critic.drawSubset(random));
        int[] subset = critic.drawSubset(random);
        metrics.add(critic.update(workers, batch, (worker, from, n, next) -> nextValue(worker, from, n, next, subset), null));
    }

    /** V(s') for the rows [from, from + n) of the batch, {@code [n]}. */
    Tensor nextValue(int worker, int from, int n, Tensor next, int[] subset) {
        Tensor best = policy.act(worker, next, nextNoise.tensor().narrow(0, from, n));
        return critic.targetValue(config.targetValue(), next, best, subset);
    }

    // ---- the policy: the flow imitates the batch's chunks

    @Override
    public void updatePolicy(Batch batch) {
        behavior.update(batch, random, metrics);
    }

    // ---- metrics, saving, closing

    @Override
    public Map<String, Double> drainMetrics() {
        return metrics.drain();
    }

    @Override
    public void save(StateDict state) {
        policy.save(state.child("policy"));
        behavior.save(state.child("flow_adam"));
        state.putLongs("agent.random", random.state(), Rng.STATE_SIZE);
    }

    @Override
    public void load(StateDict state) {
        policy.load(state.child("policy"));
        behavior.load(state.child("flow_adam"));
        random.restore(state.longs("agent.random", Rng.STATE_SIZE));
    }

    @Override
    public void close() {
        behavior.close();
        nextNoise.close();
        policy.close();
    }
}
