package dev.advect.offpolicy.calql;

import dev.advect.io.StateDict;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.Agent;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.RandomFill;
import dev.advect.offpolicy.RowTasks;
import dev.advect.offpolicy.SacActor;
import dev.advect.offpolicy.Temperature;
import dev.advect.policy.TanhGaussianPolicy;
import dev.advect.policy.TanhGaussianPolicy.Draw;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import java.util.Map;
import java.util.function.BiFunction;

/**
 * Cal-QL, calibrated conservative Q-learning (Nakamoto et al. 2023, arXiv 2303.05479). Like CQL, it lowers the values of
 * out-of-distribution actions, but never below the return observed from the state, so that the policy learnt offline is not
 * unlearnt during the first online steps.
 *
 * <p>In the formulas N is {@link CalQlConfig#actions()}; row i·N + j of the sampled actions is sample j for state i.
 */
public final class CalQl implements Agent {
    private static final long[] LAST = {1};

    private final CalQlConfig config;
    private final TanhGaussianPolicy policy;
    private final CriticEnsemble critic;
    private final Workers workers;
    private final SacActor actor;
    private final int rows;
    /** The policy's noise ε for the target, {@code [n · N, d]}, or {@code [n, d]} without max backup. */
    private final HostTensor targetNoise;
    /** Actions sampled uniformly, from π(·|s') and from π(·|s), {@code [n · N, d]} each. */
    private final HostTensor[] sampled = new HostTensor[3];
    /** Log densities of the sampled actions, {@code [n · N]} each. */
    private final HostTensor[] density = new HostTensor[3];
    private final HostTensor noise;
    private final Rng random;
    private final MetricAccumulator metrics = new MetricAccumulator();

    /** @param batchSize n, rows per batch */
    public CalQl(CalQlConfig config, TanhGaussianPolicy policy, CriticEnsemble critic, Workers workers, int batchSize,
            Rng random) {
        this.config = config;
        this.policy = policy;
        this.critic = critic;
        this.workers = workers;
        this.random = random;
        rows = batchSize;
        actor = new SacActor(policy, critic, workers, batchSize, config.learningRate(), new Temperature(
                config.alpha(), config.alphaLearningRate(), config.targetEntropy() * policy.noiseSize()));
        int all = batchSize * config.actions();
        int d = policy.noiseSize();
        targetNoise = new HostTensor(config.maxBackup() ? all : batchSize, d);
        noise = new HostTensor(all, d);
        for (int i = 0; i < sampled.length; i++) {
            sampled[i] = new HostTensor(all, d);
            density[i] = new HostTensor(all);
        }
    }

    @Override
    public TanhGaussianPolicy policy() {
        return policy;
    }

    @Override
    public CriticEnsemble critic() {
        return critic;
    }

    // ---- offline, then online: the updates are the same, but pre-training uses demonstrations only

    @Override
    public void pretrain(Batch batch) {
        updateCritic(batch, config.conservativeWeight());
        updatePolicy(batch);
    }

    @Override
    public void updateCritic(Batch batch) {
        updateCritic(batch, config.conservativeWeightOnline());
    }

    private void updateCritic(Batch batch, double weight) {
        RandomFill.fill(targetNoise, random);
        int[] subset = critic.drawSubset(random);
        boolean conservative = weight > 0;
        if (conservative) {
            drawActions(batch);
        }
        double[] gaps = new double[critic.members()];
        double[] bounded = new double[critic.members()];
        CriticEnsemble.Update update = critic.update(workers, batch,
                (_, from, n, next) -> nextValue(from, n, next, subset),
                conservative ? (member, q, data) -> penalty(member, q, data, batch, weight, gaps, bounded) : null);
        metrics.add(update);
        if (conservative) {
            metrics.add("calql/gap", sum(gaps));
            metrics.add("calql/bounded", sum(bounded));
        }
    }

    // ---- the target: y = R + γ'·max over N draws a' (one without max backup) of min over a subset Q'(s', a'), less α·log π with
    // backup entropy

    /** V(s') for the rows [from, from + n) of the batch, {@code [n]}. */
    Tensor nextValue(int from, int n, Tensor next, int[] subset) {
        int draws = config.maxBackup() ? config.actions() : 1;
        Tensor s = repeated(next, draws);
        Tensor epsilon = targetNoise.tensor().narrow(0, (long) from * draws, (long) n * draws);
        Draw draw = policy.draw(policy.parameters().frozen(), s, epsilon);
        Tensor values = critic.targetValue(s, draw.action(), subset).view(n, draws);
        Tensor best = values.argmax(new LongOptional(1), true);
        Tensor value = values.gather(1, best).squeeze(1);
        if (!config.backupEntropy()) {
            return value;
        }
        Tensor logProbability = draw.logProbability().view(n, draws).gather(1, best).squeeze(1);
        return value.sub(logProbability, new Scalar(actor.alpha()));
    }

    // ---- the conservative term: E[log Σ_a exp(Q̃(s, a) − log μ(a)) − Q(s, a_data)], over N actions each from the uniform
    // distribution, π(·|s') and π(·|s), with densities μ; Q̃ = max(Q, return to go) for the policy's actions

    /** Samples the actions of the conservative term and computes their log densities. */
    private void drawActions(Batch batch) {
        HostTensor uniform = sampled[0];
        for (long i = 0; i < uniform.size(); i++) {
            uniform.set(i, (float) random.nextDouble(-1, 1));
        }
        for (long i = 0; i < density[0].size(); i++) {
            density[0].set(i, (float) (policy.noiseSize() * Math.log(0.5)));
        }
        drawActions(batch.next(), 1);
        drawActions(batch.observation(), 2);
    }

    private void drawActions(HostTensor states, int kind) {
        RandomFill.fill(noise, random);
        int draws = config.actions();
        RowTasks.rows(workers, rows, (_, from, n) -> {
            try (NoGradGuard _ = new NoGradGuard();
                    PointerScope _ = new PointerScope()) {
                int row = from * draws;
                int count = n * draws;
                Tensor s = repeated(states.tensor().narrow(0, from, n), draws);
                Draw draw = policy.draw(policy.parameters().frozen(), s, noise.tensor().narrow(0, row, count));
                sampled[kind].tensor().narrow(0, row, count).copy_(draw.action());
                density[kind].tensor().narrow(0, row, count).copy_(draw.logProbability());
            }
        });
    }

    /**
     * The weighted conservative term of one member, already divided by the number of members.
     *
     * @param gaps element {@code member} receives the term without its weight
     * @param bounded element {@code member} receives the fraction of the policy's actions whose value is below the return to
     *     go, also divided by the number of members
     */
    Tensor penalty(int member, BiFunction<Tensor, Tensor, Tensor> q, Tensor data, Batch batch, double weight,
            double[] gaps, double[] bounded) {
        int draws = config.actions();
        Tensor s = repeated(batch.observation().tensor(), draws);
        Tensor bound = repeated(batch.returnToGo().tensor(), draws);
        TensorVector terms = new TensorVector();
        Tensor below = torch.zeros(1);
        for (int kind = 0; kind < sampled.length; kind++) {
            Tensor value = q.apply(s, sampled[kind].tensor());
            if (kind > 0) {
                below = below.add(value.lt(bound).to(torch.ScalarType.Float).sum());
                value = config.calibrated() ? torch.maximum(value, bound) : value;
            }
            terms.push_back(value.sub(density[kind].tensor()).view(rows, draws));
        }
        Tensor all = torch.cat(terms, 1);
        double scale = 1.0 / (critic.members() * (double) rows);
        Tensor gap = all.logsumexp(LAST, false).sum().sub(data.sum()).mul(new Scalar(scale));
        gaps[member] = gap.item_double();
        bounded[member] = below.item_double() * scale / (2 * draws);
        return gap.mul(new Scalar(weight));
    }

    /** Repeats each row {@code times} times in succession. */
    private static Tensor repeated(Tensor x, int times) {
        return x.repeat_interleave(times, new LongOptional(0), new LongOptional());
    }

    private static double sum(double[] parts) {
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        return sum;
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
        targetNoise.close();
        noise.close();
        for (int i = 0; i < sampled.length; i++) {
            sampled[i].close();
            density[i].close();
        }
        critic.close();
        actor.close();
    }
}
