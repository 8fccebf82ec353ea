package dev.advect.offpolicy.fql;

import dev.advect.io.StateDict;
import dev.advect.nn.Adam;
import dev.advect.nn.Parameters.Replica;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.Agent;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.BehaviorFlow;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.RandomFill;
import dev.advect.offpolicy.ShardedGradient;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

import java.util.Arrays;
import java.util.Map;

/**
 * FQL, Flow Q-Learning (Park, Li and Levine 2025, arXiv 2502.02538). A behaviour flow imitates the data, and a policy of one
 * step is distilled from it while it maximises the critic: no gradient passes through the flow's many steps, and the policy
 * acts by one pass of its network.
 *
 * <p>The policy is μ(s, z) = z + v(s, z), one Euler step of a flow, with z ~ N(0, I).
 */
public final class Fql implements Agent {
    private final FqlConfig config;
    private final StepwiseFlowPolicy policy;
    private final StepwiseFlowPolicy flow;
    private final CriticEnsemble critic;
    private final Workers workers;
    private final BehaviorFlow behavior;
    private final Adam adam;
    /** z of the policy's update and z' of the critic's target, {@code [n, d]}. */
    private final HostTensor noise;
    private final HostTensor nextNoise;
    private final Rng random;
    private final MetricAccumulator metrics = new MetricAccumulator();

    /**
     * @param policy μ, of one block and one step
     * @param flow the behaviour flow, of one block
     * @param batchSize n, rows per batch
     */
    public Fql(FqlConfig config, StepwiseFlowPolicy policy, StepwiseFlowPolicy flow, CriticEnsemble critic, Workers workers,
            int batchSize, Rng random) {
        this.config = config;
        this.policy = policy;
        this.flow = flow;
        this.critic = critic;
        this.workers = workers;
        this.random = random;
        behavior = new BehaviorFlow(flow, workers, batchSize, config.learningRate());
        adam = new Adam(policy.block(0));
        noise = new HostTensor(batchSize, policy.size());
        nextNoise = new HostTensor(batchSize, policy.size());
    }

    @Override
    public StepwiseFlowPolicy policy() {
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

    // ---- the critic: y = R + γ'·Q'(s', clip μ(s', z')), Q' of the target networks as fql.targetValue has it

    @Override
    public void updateCritic(Batch batch) {
        RandomFill.fill(nextNoise, random);
        int[] subset = critic.drawSubset(random);
        metrics.add(critic.update(workers, batch, (_, from, n, next) -> nextValue(from, n, next, subset), null));
    }

    /** V(s') for the rows [from, from + n) of the batch, {@code [n]}. */
    Tensor nextValue(int from, int n, Tensor next, int[] subset) {
        Tensor action = policy.apply(0, policy.block(0).frozen(), next, nextNoise.tensor().narrow(0, from, n));
        return critic.targetValue(config.targetValue(), next, policy.toEnvironment(action), subset);
    }

    // ---- the policy: min E[α·|μ(s, z) − flow(s, z)|² / d − Q(s, clip μ(s, z))]; then the flow

    @Override
    public void updatePolicy(Batch batch) {
        RandomFill.fill(noise, random);
        int[] subset = critic.drawSubset(random);
        double[] distances = new double[workers.count()];
        double loss = ShardedGradient.compute(workers, batch.size(), policy.block(0), (worker, from, n) ->
                loss(worker, policy.block(0).replica(worker), batch, from, n, subset, distances));
        metrics.add("policy/loss", loss);
        metrics.addNorm("policy/grad_norm", adam.step(workers, config.learningRate(), 0));
        metrics.add("fql/distillation", Arrays.stream(distances).sum());
        behavior.update(batch, random, metrics);
    }

    /**
     * The contribution of the rows [from, from + n) to the policy's loss.
     *
     * @param distances element {@code worker} receives their contribution to the distillation loss, without its weight
     */
    Tensor loss(int worker, Replica weights, Batch batch, int from, int n, int[] subset, double[] distances) {
        Tensor s = batch.observation().tensor().narrow(0, from, n);
        Tensor z = noise.tensor().narrow(0, from, n);
        Tensor action = policy.apply(0, weights, s, z);
        Tensor taught = flow.toEnvironment(flow.act(worker, s, z));
        double rows = batch.size();
        Tensor distance = action.sub(taught).square().sum().mul(new Scalar(1 / (rows * policy.size())));
        distances[worker] = distance.item_double();
        double scale = config.normalizeValue() ? critic.magnitude() : 1;
        Tensor value = critic.policyValue(s, policy.toEnvironment(action), subset).sum().mul(new Scalar(1 / (rows * scale)));
        return distance.mul(new Scalar(config.alpha())).sub(value);
    }

    // ---- metrics, saving, closing

    @Override
    public Map<String, Double> drainMetrics() {
        return metrics.drain();
    }

    @Override
    public void save(StateDict state) {
        policy.save(state.child("policy"));
        adam.save(state.child("policy_adam"));
        flow.parameters().save(state, "flow");
        behavior.save(state.child("flow_adam"));
        critic.save(state.child("critic"));
        state.putLongs("agent.random", random.state(), Rng.STATE_SIZE);
    }

    @Override
    public void load(StateDict state) {
        policy.load(state.child("policy"));
        adam.load(state.child("policy_adam"));
        flow.parameters().load(state, "flow");
        behavior.load(state.child("flow_adam"));
        critic.load(state.child("critic"));
        random.restore(state.longs("agent.random", Rng.STATE_SIZE));
    }

    @Override
    public void close() {
        adam.close();
        behavior.close();
        noise.close();
        nextNoise.close();
        flow.close();
        critic.close();
        policy.close();
    }
}
