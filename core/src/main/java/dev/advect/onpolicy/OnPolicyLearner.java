package dev.advect.onpolicy;

import dev.advect.config.InvalidValueException;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvFactory;
import dev.advect.env.VectorEnv;
import dev.advect.io.Closer;
import dev.advect.io.StateDict;
import dev.advect.learner.Failure;
import dev.advect.learner.Learner;
import dev.advect.learner.MagnifiedObservations;
import dev.advect.nn.Adam;
import dev.advect.nn.Mlp;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Acting;
import dev.advect.policy.DensityPolicy;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An on-policy actor-critic learner for any {@link Surrogate}. Each iteration collects unrolls and then runs some
 * epochs of minibatch updates. Optionally, the policy is first pre-trained on demonstrations.
 *
 * <p>New observation statistics take effect between iterations, never within one.
 */
public final class OnPolicyLearner implements Learner {
    private final OnPolicyConfig config;
    private final Surrogate surrogate;
    private final Workers workers;
    private final Closer closer = new Closer();
    private final VectorEnv envs;
    private final RolloutBuffer buffer;
    private final Collector collector;
    private final Mlp value;
    private final Adam policyAdam;
    /** The policy's parameters before its last step of this iteration, which is taken back if it went too far. */
    private final HostTensor beforeStep;
    private final Adam valueAdam;
    private final KlControl kl;
    private final MinibatchUpdate update;
    private final @Nullable ExactKl exactKl;
    private @Nullable AveragedPolicy average;
    private final Supplier<Policy> newPolicy;
    /** Whether {@link #stabilise} has been called. */
    private boolean stable;
    private final Rng shuffle;
    private final int[] order;
    private long steps;
    private boolean failedBefore;
    private @Nullable Failure failure;
    private final @Nullable FlowCloning cloning;
    private final MagnifiedObservations magnified;
    private long pretrained;
    private boolean phaseEnded;
    /** Whether this iteration leaves the policy unchanged. */
    private boolean skipPolicy;
    /** The factor on the value network's learning rate. */
    private double slowdown = 1;

    /** The random streams derived from the seed, one for each use. */
    private static final long ENVS = 1;
    private static final long ACTIONS = 2;
    private static final long SHUFFLE = 3;
    private static final long VALUE = 4;
    private static final long CLONING = 5;
    /** The decay of the moving average in a stabilised run, as FPO++'s public code advises past convergence. */
    private static final double STABLE_DECAY = 0.99;
    /** The number of pre-training updates per iteration. */
    private static final int PRETRAIN_UPDATES = 500;

    public OnPolicyLearner(
            EnvFactory factory, Surrogate surrogate, OnPolicyConfig config, Workers workers, long seed) {
        this(factory, surrogate, () -> {
            throw new IllegalStateException("this learner has no second policy");
        }, config, null, workers, seed);
    }

    /**
     * Creates a learner, which owns the policies and closes them, even if construction fails.
     *
     * @param newPolicy creates a policy of the same shape, for a moving average of the trained one
     * @param demonstrations the demonstrations for pre-training, or null for none
     */
    OnPolicyLearner(EnvFactory factory, Surrogate surrogate, Supplier<Policy> newPolicy, OnPolicyConfig config,
            @Nullable Demonstrations demonstrations, Workers workers, long seed) {
        this.config = config;
        this.surrogate = surrogate;
        this.workers = workers;
        this.newPolicy = newPolicy;
        Policy policy = closer.add(surrogate.policy());
        try {
            policy.norm().atLeast(config.minDeviation());
            policy.norm().within(config.observationBound());
            cloning = cloning(policy, config, demonstrations, workers, seed);
            if (cloning != null) {
                closer.add(cloning);
            }
            buffer = closer.add(newBuffer(surrogate, config, config.unrolls()));
            // environments may be processes, so they start only when everything else is known to fit
            envs = closer.add(
                    new VectorEnv(factory, config.envs(), new Rng(seed, ENVS).nextLong(), config.nonFinite(), workers.ranks()));
            magnified = new MagnifiedObservations(envs.spec());
            collector = closer.add(new Collector(
                    envs, workers, surrogate, config, buffer, new Rng(seed, ACTIONS).nextLong()));
            value = valueNetwork(surrogate, config, workers.count(), new Rng(seed, VALUE));
            if (config.critic() == CriticView.MASKED) {
                value.ignoreInputs(component -> !envs.spec().observes(component));
            }
            closer.add(value.parameters());
            policyAdam = closer.add(new Adam(policy.parameters()));
            beforeStep = closer.add(new HostTensor(policy.parameters().size()));
            valueAdam = closer.add(new Adam(value.parameters()));
            kl = new KlControl(config.targetKl(), config.learningRate());
            update = new MinibatchUpdate(surrogate, value, buffer, config, workers);
            InvalidValueException.throwIf(config.klEstimate() != KlEstimate.RATIO && policy instanceof FlowPolicy flow
                    && flow.predictsAction(), "loop.klEstimate: only ratio is possible where actions are predicted, which have no exact "
                    + "likelihood");
            exactKl = config.klEstimate() != KlEstimate.RATIO && policy instanceof DensityPolicy density
                    ? closer.add(new ExactKl(density, buffer, workers)) : null;
            if (config.emaDecay() > 0) {
                average = newAverage(config.emaDecay(), config.emaWarmup());
            }
            shuffle = new Rng(seed, SHUFFLE);
            order = new int[buffer.unrolls];
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            collector.reset();
        } catch (RuntimeException | Error e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    private AveragedPolicy newAverage(double decay, int warmup) {
        return new AveragedPolicy(trained(), closer.add(newPolicy.get()), decay, warmup);
    }

    /**
     * Creates the pre-training step, after the policy's normaliser has seen the demonstrations; null if there is no
     * pre-training.
     */
    private static @Nullable FlowCloning cloning(Policy policy, OnPolicyConfig config,
            @Nullable Demonstrations demonstrations, Workers workers, long seed) {
        if (config.pretrainUpdates() == 0) {
            return null;
        }
        if (demonstrations == null) {
            throw new InvalidValueException("loop.pretrainUpdates: " + config.pretrainUpdates()
                    + " is not possible without demonstrations, see loop.demonstrations");
        }
        demonstrations.requireFit(policy.observationSize(), policy.actionSize());
        FlowCloning cloning = new FlowCloning(
                policy, demonstrations, config.normalizeObservations(), workers, new Rng(seed, CLONING));
        policy.norm().observe(MemorySegment.ofArray(demonstrations.observation()), demonstrations.steps());
        policy.norm().refresh();
        policy.norm().freeze(); // a policy that was cloned must go on seeing what it was cloned from
        return cloning;
    }

    /** Allocates a rollout buffer for a number of unrolls. */
    static RolloutBuffer newBuffer(Surrogate surrogate, OnPolicyConfig config, int count) {
        Policy policy = surrogate.policy();
        return new RolloutBuffer(count, config.unroll(), policy.observationSize(), policy.actionSize(),
                surrogate.drawSize() + (surrogate.storesNoise() ? policy.noiseSize() : 0), surrogate.statisticSize());
    }

    static Mlp valueNetwork(Surrogate surrogate, OnPolicyConfig config, int workers, Rng random) {
        List<Integer> widths = new ArrayList<>();
        widths.add(surrogate.policy().observationSize());
        widths.addAll(config.valueHidden());
        widths.add(1);
        return new Mlp("value", widths, workers, random);
    }

    @Override
    public void collect() {
        if (pretrained < config.pretrainUpdates()) {
            return;
        }
        double noise = surrogate.actionNoise() * config.annealed(config.annealNoise(), steps);
        collector.collect(Math.max(noise, collector.lacking(surrogate.spreadFloor())));
        steps += config.stepsPerIteration();
        buffer.shareCollected(workers.ranks(), config.envs());
        if (config.normalizeObservations()) {
            trained().norm().observe(buffer.observation.segment(), config.stepsPerIteration());
        }
        update.prepare();
        if (cloning != null) { // normalised as the demonstrations were
            magnified.look(buffer.observation);
        }
        if (exactKl != null) {
            exactKl.before();
        }
    }

    @Override
    public Map<String, Double> update() {
        phaseEnded = false;
        if (cloning != null && pretrained < config.pretrainUpdates()) {
            return pretrain(cloning);
        }
        UpdateMetrics metrics = new UpdateMetrics();
        anneal();
        begin();
        boolean withoutReward = config.skipWithoutReward() && !buffer.hasSignal();
        skipPolicy = withoutReward || steps <= config.policyAfter() * config.stepsPerIteration();
        int epochs = stable ? Math.ceilDiv(config.epochs(), 2) : config.epochs();
        for (int i = 0; i < epochs; i++) {
            epoch(metrics);
        }
        double exact = exactKl == null ? 0 : exactKl.after();
        if (skipPolicy) {
            kl.endWithoutUpdate();
        } else if (adaptsToExactKl()) {
            kl.end(exact);
        } else {
            kl.end();
        }
        if (config.normalizeObservations()) {
            trained().norm().refresh();
        }
        if (average != null) {
            average.update();
        }
        Map<String, Double> summary = metrics.summary(envs.drainEpisodes());
        if (config.skipWithoutReward()) {
            summary.put("policy/without_reward", withoutReward ? 1.0 : 0.0);
        }
        summary.put("policy/kl", kl.last());
        if (exactKl != null && !adaptsToExactKl()) {
            summary.put("policy/kl_exact", exact);
        }
        summary.put("policy/learning_rate", kl.rate());
        summary.put("policy/spread", collector.spread());
        summary.put("policy/action_rms", Math.sqrt(meanSquare(buffer.action)));
        summary.putAll(surrogate.metrics(buffer));
        return summary;
    }

    /** Whether the learning rate follows the exact divergence, and not that of the ratios. */
    private boolean adaptsToExactKl() {
        return exactKl != null && config.klEstimate() == KlEstimate.EXACT;
    }

    /**
     * Anneals by the number of steps at which collection of this iteration's data began, which a resumed run also
     * knows.
     */
    private void anneal() {
        long start = steps - config.stepsPerIteration();
        surrogate.clip().scaleTo(config.annealed(config.annealClip(), start));
        kl.anneal(config.annealed(config.annealKl(), start), config.annealed(config.annealRate(), start));
    }

    private void begin() {
        kl.begin();
        beforeStep.segment().copyFrom(trained().parameters().values().segment());
    }

    private void epoch(UpdateMetrics metrics) {
        int size = config.unrollsPerMinibatch();
        shuffle();
        kl.beginEpoch();
        for (int m = 0; m < config.minibatches(); m++) {
            minibatch(m * size, size, metrics);
        }
    }

    /** Runs the first epoch of an update and nothing else, so that the cost of its minibatches can be measured. */
    public void epoch() {
        begin();
        epoch(new UpdateMetrics());
    }

    /** Runs some pre-training updates and returns the mean loss and gradient norm, and how many steps were skipped. */
    private Map<String, Double> pretrain(FlowCloning step) {
        long until = Math.min(config.pretrainUpdates(), pretrained + PRETRAIN_UPDATES);
        long count = until - pretrained;
        double loss = 0;
        double norm = 0;
        double skipped = 0;
        for (; pretrained < until; pretrained++) {
            FlowCloning.Step result = step.update(policyAdam, config.cloningRate(), config.maxGradNorm());
            loss += result.loss() / count;
            norm += result.norm() / count;
            skipped += Double.isFinite(result.norm()) ? 0 : 1;
        }
        phaseEnded = pretrained == config.pretrainUpdates();
        if (average != null) {
            average.restart();
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("pretrain/done", (double) pretrained / config.pretrainUpdates());
        metrics.put("pretrain/loss", loss);
        metrics.put("pretrain/grad_norm", norm);
        metrics.put("update/skipped", skipped);
        return metrics;
    }

    @Override
    public boolean phaseEnded() {
        return phaseEnded;
    }

    @Override
    public List<String> drainWarnings() {
        return magnified.drain();
    }

    /** Takes one optimiser step with both networks on the unrolls {@code order[from … from + size)}. */
    void minibatch(int from, int size, UpdateMetrics metrics) {
        boolean valueOnly = skipPolicy || kl.stopped();
        double divergence = update.gradients(order, from, size, valueOnly, metrics);
        double policyNorm = 0;
        boolean permitted = valueOnly || kl.permits(adaptsToExactKl() ? 0 : divergence);
        MemorySegment parameters = trained().parameters().values().segment();
        if (!valueOnly) {
            if (permitted) {
                beforeStep.segment().copyFrom(parameters);
                policyNorm = policyAdam.step(kl.rate(), config.maxGradNorm());
            } else {
                policyNorm = trained().parameters().gradientNorm();
            }
            if (permitted || !Double.isFinite(policyNorm)) {
                metrics.policyNorm(policyNorm);
            }
        }
        if (!Double.isFinite(policyNorm)) {
            keepFailure(from, size);
        }
        double valueNorm = valueAdam.step(config.valueLearningRate() * slowdown, config.maxGradNorm());
        metrics.valueNorm(valueNorm);
        if (!Double.isFinite(valueNorm)) { // the policy has taken its step by now, and is recorded as it was before
            float[] stepped = parameters.toArray(ValueLayout.JAVA_FLOAT);
            if (!valueOnly && permitted) {
                parameters.copyFrom(beforeStep.segment());
            }
            keepFailure(from, size);
            MemorySegment.copy(stepped, 0, parameters, ValueLayout.JAVA_FLOAT, 0, stepped.length);
        }
        if (!permitted) {
            parameters.copyFrom(beforeStep.segment());
        }
    }

    /** Keeps the first minibatch whose gradient was not finite, with the networks as they were before it; that one skips its step. */
    private void keepFailure(int from, int size) {
        if (!failedBefore) {
            failedBefore = true;
            failure = MinibatchReplay.failure(surrogate, value, buffer, config, !stable, order, from, size);
        }
    }

    @Override
    public @Nullable Failure failure() {
        Failure found = failure;
        failure = null;
        return found;
    }

    private static double meanSquare(HostTensor x) {
        double sum = 0;
        for (long i = 0; i < x.size(); i++) {
            sum += (double) x.get(i) * x.get(i);
        }
        return sum / x.size();
    }

    /** Shuffles the order of the unrolls (Fisher-Yates). */
    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int j = shuffle.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
    }

    /**
     * The floating-point operations of one minibatch update: 6 per row and multiply-add, for forward and backward
     * passes.
     */
    public double flopPerMinibatch() {
        double rows = (double) config.unrollsPerMinibatch() * config.unroll();
        return 6 * rows * (surrogate.productsPerStep() + value.productsPerRow());
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public long stepsPerIteration() {
        return config.stepsPerIteration();
    }

    /** The policy to be used: the trained policy, or its moving average. */
    @Override
    public Policy policy() {
        return average != null ? average.policy() : trained();
    }

    @Override
    public void prepare(Consumer<Policy> change) {
        change.accept(trained());
        if (average != null) {
            average.restart();
        }
    }

    private Policy trained() {
        return surrogate.policy();
    }

    @Override
    public Acting acting() {
        return config.acting();
    }

    @Override
    public void save(StateDict state) {
        if (average != null) {
            average.save(state);
        } else {
            trained().save(state.child("policy"));
        }
        value.parameters().save(state, "value.parameters");
        policyAdam.save(state.child("policy_adam"));
        valueAdam.save(state.child("value_adam"));
        kl.save(state.child("kl"));
        if (stable) {
            state.putLongs("stable", new long[] {1}, 1);
        }
        state.putDoubles("slowdown", new double[] {slowdown}, 1);
        state.putLongs("shuffle", shuffle.state(), Rng.STATE_SIZE);
        long[] indices = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            indices[i] = order[i];
        }
        state.putLongs("order", indices, indices.length);
        state.putLongs("steps", new long[] {steps}, 1);
        if (cloning != null) {
            state.putLongs("pretrained", new long[] {pretrained}, 1);
            state.putLongs("cloning.random", cloning.randomState(), Rng.STATE_SIZE);
        }
        collector.save(state.child("collector"));
        envs.save(state.child("envs"));
    }

    @Override
    public boolean stabilise() {
        stable = true;
        update.normaliseAdvantages(false);
        if (average == null) {
            average = newAverage(STABLE_DECAY, 0);
        } else {
            average.decayBy(Math.max(STABLE_DECAY, config.emaDecay()));
        }
        return true;
    }

    /** Restores the networks and halves both learning rates. */
    @Override
    public boolean returnTo(StateDict state) {
        double rate = kl.rate();
        loadNetworks(state);
        kl.slowTo(Math.min(rate, kl.rate()) / 2);
        slowdown /= 2;
        return true;
    }

    @Override
    public boolean load(StateDict state) {
        if (state.has("stable")) {
            stabilise();
        }
        loadNetworks(state);
        slowdown = state.has("slowdown") ? state.doubles("slowdown", 1)[0] : 1; // absent in checkpoints of older versions
        shuffle.restore(state.longs("shuffle", Rng.STATE_SIZE));
        long[] indices = state.longs("order", order.length);
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) indices[i];
        }
        steps = state.longs("steps", 1)[0];
        if (cloning != null) {
            pretrained = state.longs("pretrained", 1)[0];
            cloning.restoreRandom(state.longs("cloning.random", Rng.STATE_SIZE));
        }
        collector.load(state.child("collector"));
        if (!envs.load(state.child("envs"))) {
            collector.stagger(); // new episodes, as in the beginning
            return false;
        }
        return true;
    }

    private void loadNetworks(StateDict state) {
        if (average != null && state.has("averaged")) {
            average.load(state);
        } else {
            trained().load(state.child("policy"));
            if (average != null) {
                average.restart(); // the checkpoint is from before the run was stabilised
            }
        }
        value.parameters().load(state, "value.parameters");
        policyAdam.load(state.child("policy_adam"));
        valueAdam.load(state.child("value_adam"));
        kl.load(state.child("kl"));
    }

    @Override
    public void close() {
        closer.close();
    }
}
