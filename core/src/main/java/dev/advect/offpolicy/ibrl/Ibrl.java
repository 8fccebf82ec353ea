package dev.advect.offpolicy.ibrl;

import dev.advect.io.StateDict;
import dev.advect.nn.Adam;
import dev.advect.nn.Dropout;
import dev.advect.nn.Parameters;
import dev.advect.nn.Parameters.Replica;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.Agent;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.RandomFill;
import dev.advect.offpolicy.ShardedGradient;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * IBRL, imitation bootstrapped reinforcement learning (Hu et al. 2023, arXiv 2311.02198). A frozen policy, cloned from
 * demonstrations, proposes an action beside the actor's, in the environment and in the critic's target; the critic selects
 * one of the two. The actor is TD3's, with dropout.
 */
public final class Ibrl implements Agent {
    private final IbrlConfig config;
    private final IbrlPolicy policy;
    private final CriticEnsemble critic;
    private final Workers workers;
    private final Adam actorAdam;
    private final Adam imitationAdam;
    /** The target actor. */
    private final Parameters target;
    private final Dropout actorDropout;
    private final Dropout imitationDropout;
    /** Exploration noise ε on the actor's actions, {@code [n, d]}. */
    private final HostTensor noise;
    /** Standard normal numbers that decide the soft selection, {@code [n]}. */
    private final HostTensor choice;
    private final Rng random;
    private final MetricAccumulator metrics = new MetricAccumulator();
    /** Updates of the imitation policy so far. */
    private long cloned;
    /** Updates of the critic so far. */
    private long updates;

    /** @param batchSize n, rows per batch */
    public Ibrl(IbrlConfig config, IbrlPolicy policy, Workers workers, int batchSize, Rng random) {
        this.config = config;
        this.policy = policy;
        this.workers = workers;
        this.random = random;
        critic = policy.critic();
        actorAdam = new Adam(policy.parameters());
        imitationAdam = new Adam(policy.imitation().parameters());
        target = new Parameters(policy.parameters().slots(), 0);
        actorDropout = new Dropout(config.dropout(), batchSize, config.hidden());
        imitationDropout = new Dropout(config.imitationDropout(), batchSize, config.imitationHidden());
        noise = new HostTensor(batchSize, policy.size());
        choice = new HostTensor(batchSize);
        policyChanged();
    }

    @Override
    public void policyChanged() {
        follow(1);
    }

    @Override
    public IbrlPolicy policy() {
        return policy;
    }

    @Override
    public CriticEnsemble critic() {
        return critic;
    }

    // ---- imitation: behaviour cloning, min E‖μ(s) − a‖²

    @Override
    public void pretrain(Batch batch) {
        imitationDropout.draw(random);
        double loss = ShardedGradient.compute(workers, batch.size(), policy.imitation().parameters(), (worker, from, n) ->
                cloningLoss(policy.imitation().parameters().replica(worker), batch, from, n,
                        imitationDropout.rows(from, n)));
        metrics.add("pretrain/loss", loss);
        metrics.addNorm("pretrain/grad_norm",
                imitationAdam.step(workers, config.imitationRate(), config.imitationMaxGradNorm()));
        cloned++;
        policy.actWith(config.noise(updates), critic.drawSubset(random), true);
    }

    /** The contribution of the rows [from, from + n) to the mean squared distance of the actions. */
    Tensor cloningLoss(Replica weights, Batch batch, int from, int n, List<Tensor> masks) {
        Tensor s = batch.observation().tensor().narrow(0, from, n);
        Tensor a = policy.imitation().forward(weights, s, masks).tanh();
        return a.sub(batch.action().tensor().narrow(0, from, n)).square().sum().mul(new Scalar(1.0 / batch.size()));
    }

    @Override
    public double validate(Batch batch) {
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            return cloningLoss(policy.imitation().parameters().frozen(), batch, 0, batch.size(), List.of()).item_double();
        }
    }

    // ---- the critic: y = R + γ'·min over a subset Q'(s', a'), where a' is actor'(s') + noise or the imitation's

    @Override
    public void updateCritic(Batch batch) {
        actorDropout.draw(random);
        RandomFill.fill(noise, random);
        RandomFill.fill(choice, random);
        int[] selectors = critic.drawSubset(random);
        int[] subset = critic.drawSubset(random);
        double[] imitated = new double[workers.count()];
        CriticEnsemble.Update update = critic.update(workers, batch, (worker, from, n, next) ->
                nextValue(worker, from, n, next, selectors, subset, imitated), null);
        metrics.add(update);
        metrics.add("ibrl/imitated", Arrays.stream(imitated).sum() / batch.size());
        updates++;
        metrics.add("ibrl/noise", config.noise(updates));
        policy.actWith(config.noise(updates), critic.drawSubset(random), false);
    }

    /**
     * V(s') for the rows [from, from + n) of the batch, {@code [n]}.
     *
     * @param imitated element {@code worker} is increased by the number of selected imitation actions
     */
    Tensor nextValue(int worker, int from, int n, Tensor next, int[] selectors, int[] subset, double[] imitated) {
        Tensor own = noisy(target.frozen(), next, from, n);
        if (cloned == 0) {
            return critic.targetValue(next, own, subset);
        }
        Tensor other = policy.imitation().forward(policy.imitation().parameters().frozen(), next, List.of()).tanh();
        Tensor prefers = policy.prefersImitation(next, own, other, choice.tensor().narrow(0, from, n), selectors);
        imitated[worker] += prefers.sum().item_double();
        return critic.targetValue(next, torch.where(prefers.unsqueeze(1), other, own), subset);
    }

    /** The actor's actions with dropout and clipped noise. */
    private Tensor noisy(Replica weights, Tensor s, int from, int n) {
        Tensor mean = policy.actor().forward(weights, s, actorDropout.rows(from, n)).tanh();
        Tensor epsilon = noise.tensor().narrow(0, from, n).mul(new Scalar(config.noise(updates))).clamp(
                new ScalarOptional(new Scalar(-config.noiseClip())), new ScalarOptional(new Scalar(config.noiseClip())));
        return IbrlPolicy.explore(mean, epsilon);
    }

    // ---- the actor: max E[Q(s, actor(s) + noise)], Q as critic.policyValue has it; then the target actor follows

    @Override
    public void updatePolicy(Batch batch) {
        actorDropout.draw(random);
        RandomFill.fill(noise, random);
        int[] subset = critic.drawSubset(random);
        double loss = ShardedGradient.compute(workers, batch.size(), policy.parameters(), (worker, from, n) ->
                actorLoss(policy.parameters().replica(worker), batch, from, n, subset));
        metrics.add("policy/loss", loss);
        metrics.addNorm("policy/grad_norm", actorAdam.step(workers, config.learningRate(), 0));
        follow(config.targetRate());
    }

    /** The contribution of the rows [from, from + n) to the mean of −Q. */
    Tensor actorLoss(Replica weights, Batch batch, int from, int n, int[] subset) {
        Tensor s = batch.observation().tensor().narrow(0, from, n);
        return critic.policyValue(s, noisy(weights, s, from, n), subset).sum().mul(new Scalar(-1.0 / batch.size()));
    }

    private void follow(double rate) {
        try (PointerScope _ = new PointerScope()) {
            target.values().tensor().lerp_(policy.parameters().values().tensor(), new Scalar(rate));
        }
    }

    // ---- metrics, saving, closing

    @Override
    public Map<String, Double> drainMetrics() {
        return metrics.drain();
    }

    @Override
    public void save(StateDict state) {
        policy.save(state.child("policy"));
        target.save(state, "target_actor");
        actorAdam.save(state.child("policy_adam"));
        imitationAdam.save(state.child("imitation_adam"));
        state.putLongs("agent.random", random.state(), Rng.STATE_SIZE);
        state.putLongs("agent.progress", new long[] {cloned, updates}, 2);
    }

    @Override
    public void load(StateDict state) {
        policy.load(state.child("policy"));
        target.load(state, "target_actor");
        actorAdam.load(state.child("policy_adam"));
        imitationAdam.load(state.child("imitation_adam"));
        random.restore(state.longs("agent.random", Rng.STATE_SIZE));
        long[] progress = state.longs("agent.progress", 2);
        cloned = progress[0];
        updates = progress[1];
    }

    @Override
    public void close() {
        actorAdam.close();
        imitationAdam.close();
        target.close();
        actorDropout.close();
        imitationDropout.close();
        noise.close();
        choice.close();
        policy.close();
    }
}
