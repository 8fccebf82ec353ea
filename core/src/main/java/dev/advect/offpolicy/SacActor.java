package dev.advect.offpolicy;

import dev.advect.io.StateDict;
import dev.advect.nn.Adam;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.TanhGaussianPolicy;
import dev.advect.policy.TanhGaussianPolicy.Draw;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The actor update of SAC (Haarnoja et al. 2018, arXiv 1812.05905, equations 7 and 18), which RLPD and Cal-QL share: it
 * minimises E[α·log π(a|s) − Q(s, a)], a ~ π(·|s), and tunes α so that the entropy stays near its target.
 */
public final class SacActor implements AutoCloseable {
    private final TanhGaussianPolicy policy;
    private final CriticEnsemble critic;
    private final Workers workers;
    private final double learningRate;
    private final Adam adam;
    private final Temperature temperature;
    private final HostTensor noise;

    /** @param batchSize n, rows per batch */
    public SacActor(TanhGaussianPolicy policy, CriticEnsemble critic, Workers workers, int batchSize, double learningRate,
            Temperature temperature) {
        this.policy = policy;
        this.critic = critic;
        this.workers = workers;
        this.learningRate = learningRate;
        this.temperature = temperature;
        adam = new Adam(policy.parameters());
        noise = new HostTensor(batchSize, policy.noiseSize());
    }

    public double alpha() {
        return temperature.alpha();
    }

    /** Takes one gradient step on the policy, then one on α. */
    public void update(Batch batch, RandomGenerator random, MetricAccumulator metrics) {
        RandomFill.fill(noise, random);
        int[] subset = critic.drawSubset(random);
        double[] logProbabilities = new double[workers.count()];
        double loss = ShardedGradient.compute(workers, batch.size(), policy.parameters(), (worker, from, n) ->
                loss(worker, from, n, batch, subset, logProbabilities));
        double entropy = -Arrays.stream(logProbabilities).sum() / batch.size();
        metrics.addNorm("policy/grad_norm", adam.step(workers, learningRate, 0));
        metrics.add("policy/loss", loss);
        metrics.add("policy/entropy", entropy);
        metrics.add("policy/alpha", temperature.alpha());
        temperature.update(entropy);
    }

    /**
     * The contribution of the rows [from, from + n) to the mean of α·log π − Q.
     *
     * @param logProbabilities element {@code worker} receives the sum of log π over these rows
     */
    public Tensor loss(int worker, int from, int n, Batch batch, int[] subset, double[] logProbabilities) {
        Tensor s = batch.observation().tensor().narrow(0, from, n);
        Draw draw = policy.draw(policy.parameters().replica(worker), s, noise.tensor().narrow(0, from, n));
        Tensor logProbability = draw.logProbability().sum();
        logProbabilities[worker] = logProbability.item_double();
        Tensor value = critic.policyValue(s, draw.action(), subset).sum();
        return logProbability.mul(new Scalar(temperature.alpha())).sub(value).mul(new Scalar(1.0 / batch.size()));
    }

    /** The policy's noise ε in the last update, {@code [n, c · d]}. */
    public HostTensor noise() {
        return noise;
    }

    public void save(StateDict state) {
        policy.save(state.child("policy"));
        adam.save(state.child("policy_adam"));
        temperature.save(state.child("temperature"));
    }

    public void load(StateDict state) {
        policy.load(state.child("policy"));
        adam.load(state.child("policy_adam"));
        temperature.load(state.child("temperature"));
    }

    @Override
    public void close() {
        adam.close();
        noise.close();
        policy.close();
    }
}
