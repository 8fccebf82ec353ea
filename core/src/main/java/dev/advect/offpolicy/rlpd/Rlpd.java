package dev.advect.offpolicy.rlpd;

import dev.advect.io.StateDict;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.Agent;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.RandomFill;
import dev.advect.offpolicy.SacActor;
import dev.advect.offpolicy.Temperature;
import dev.advect.policy.TanhGaussianPolicy;
import dev.advect.policy.TanhGaussianPolicy.Draw;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

import java.util.Map;

/**
 * RLPD, Reinforcement Learning with Prior Data (Ball et al. 2023, arXiv 2302.02948): SAC with three changes. Half of every
 * batch comes from the demonstrations (see {@code OffPolicyLearner}); the critics have layer normalisation; and there are
 * many critics, updated often, a random subset of which gives the target.
 */
public final class Rlpd implements Agent {
    private final RlpdConfig config;
    private final TanhGaussianPolicy policy;
    private final CriticEnsemble critic;
    private final Workers workers;
    private final SacActor actor;
    private final HostTensor nextNoise;
    private final Rng random;
    private final MetricAccumulator metrics = new MetricAccumulator();

    /** @param batchSize n, rows per batch */
    public Rlpd(RlpdConfig config, TanhGaussianPolicy policy, CriticEnsemble critic, Workers workers, int batchSize,
            Rng random) {
        this.config = config;
        this.policy = policy;
        this.critic = critic;
        this.workers = workers;
        this.random = random;
        actor = new SacActor(policy, critic, workers, batchSize, config.learningRate(), new Temperature(
                config.alpha(), config.alphaLearningRate(), config.targetEntropy() * policy.noiseSize()));
        nextNoise = new HostTensor(batchSize, policy.noiseSize());
    }

    @Override
    public TanhGaussianPolicy policy() {
        return policy;
    }

    @Override
    public CriticEnsemble critic() {
        return critic;
    }

    // ---- pre-training, if configured, uses the same updates as online training

    @Override
    public void pretrain(Batch batch) {
        updateCritic(batch);
        updatePolicy(batch);
    }

    // ---- the critic: y = R + γ'·(min over a subset Q'(s', a') − α·log π(a'|s')), a' ~ π(·|s')

    @Override
    public void updateCritic(Batch batch) {
        RandomFill.fill(nextNoise, random);
        int[] subset = critic.drawSubset(random);
        CriticEnsemble.Update update = critic.update(
                workers, batch, (_, from, n, next) -> nextValue(from, n, next, subset), null);
        metrics.add(update);
    }

    /** V(s') for the rows [from, from + n) of the batch, {@code [n]}. */
    Tensor nextValue(int from, int n, Tensor next, int[] subset) {
        Draw draw = policy.draw(policy.parameters().frozen(), next, nextNoise.tensor().narrow(0, from, n));
        Tensor value = critic.targetValue(next, draw.action(), subset);
        return config.backupEntropy() ? value.sub(draw.logProbability(), new Scalar(actor.alpha())) : value;
    }

    // ---- the policy: min over θ E[α·log π_θ(a|s) − Q(s, a)], Q as critic.policyValue has it; then α

    @Override
    public void updatePolicy(Batch batch) {
        actor.update(batch, random, metrics);
    }

    // ---- metrics, saving, closing

    @Override
    public Map<String, Double> drainMetrics() {
        return metrics.drain();
    }

    @Override
    public void save(StateDict state) {
        actor.save(state);
        critic.save(state.child("critic"));
        state.putLongs("agent.random", random.state(), Rng.STATE_SIZE);
    }

    @Override
    public void load(StateDict state) {
        actor.load(state);
        critic.load(state.child("critic"));
        random.restore(state.longs("agent.random", Rng.STATE_SIZE));
    }

    @Override
    public void close() {
        nextNoise.close();
        critic.close();
        actor.close();
    }
}
