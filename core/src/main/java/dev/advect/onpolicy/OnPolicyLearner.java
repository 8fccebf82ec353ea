package dev.advect.onpolicy;

import dev.advect.data.Demonstrations;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.VectorEnv;
import dev.advect.io.Closer;
import dev.advect.io.StateDict;
import dev.advect.learner.Failure;
import dev.advect.learner.Learner;
import dev.advect.learner.MagnifiedObservations;
import dev.advect.nn.Mlp;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Acting;
import dev.advect.policy.DensityPolicy;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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
    private final MinibatchUpdate update;
    private final GuardedStep step;
    private final KlControl kl;
    private final @Nullable ExactKl exactKl;
    private @Nullable AveragedPolicy average;
    private final Supplier<Policy> newPolicy;
    /** Whether {@link #stabilise} has been called. */
    private boolean stable;
    private final Rng shuffle;
    private final int[] order;
    private long steps;
    private final @Nullable FlowCloning cloning;
    private final MagnifiedObservations magnified;
    private boolean phaseEnded;
    /** Whether the environments' rewards can tell actions apart in this iteration. */
    private boolean rewarded;
    /** Whether this iteration leaves the policy unchanged. */
    private boolean skipPolicy;

    /** The random streams derived from the seed, one for each use. */
    private static final long ENVS = 1;
    private static final long ACTIONS = 2;
    private static final long SHUFFLE = 3;
    private static final long VALUE = 4;
    private static final long CLONING = 5;
    /** The decay of the moving average in a stabilised run, as FPO++'s public code advises past convergence. */
    private static final double STABLE_DECAY = 0.99;

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
            policy.norm().minDeviation(config.minDeviation());
            policy.norm().within(config.observationBound());
            cloning = config.pretrainUpdates() == 0 ? null
                    : closer.add(FlowCloning.of(policy, config, demonstrations, workers, new Rng(seed, CLONING)));
            buffer = closer.add(newBuffer(surrogate, config, config.unrolls()));
            // environments may be processes, so they start only when everything else is known to fit
            envs = closer.add(
                    new VectorEnv(factory, config.envs(), new Rng(seed, ENVS).nextLong(), config.nonFinite(), workers.ranks()));
            magnified = new MagnifiedObservations(envs.spec());
            collector = closer.add(new Collector(
                    envs, workers, surrogate, config, buffer, new Rng(seed, ACTIONS).nextLong()));
            value = valueNetwork(surrogate, envs.spec(), config, workers.count(), new Rng(seed, VALUE));
            closer.add(value.parameters());
            update = new MinibatchUpdate(surrogate, value, buffer, config, workers);
            exactKl = config.klEstimate() != KlEstimate.RATIO && policy instanceof DensityPolicy density
                    ? closer.add(new ExactKl(density, buffer, workers)) : null;
            step = closer.add(new GuardedStep(surrogate, value, buffer, config, update, !adaptsToExactKl()));
            kl = step.kl();
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

    /** Creates the policy and objective for an environment, whose hidden parts of the observation the policy ignores. */
    static Surrogate surrogate(OnPolicySettings settings, EnvSpec spec, int workers, long seed) {
        Surrogate surrogate = settings.surrogate(spec, workers, new Rng(seed, OnPolicySettings.POLICY_STREAM));
        Policy policy = surrogate.policy();
        try {
            if (settings.loop().policyOutputInit() != 1) {
                policy.scaleInitialOutput(settings.loop().policyOutputInit());
            }
            if (!spec.fullyObserved()) {
                policy.ignore(component -> !spec.observes(component));
            }
        } catch (RuntimeException e) {
            policy.close();
            throw e;
        }
        return surrogate;
    }

    /** Allocates a rollout buffer for a number of unrolls. */
    static RolloutBuffer newBuffer(Surrogate surrogate, OnPolicyConfig config, int count) {
        Policy policy = surrogate.policy();
        return new RolloutBuffer(count, config.unroll(), policy.observationSize(), policy.actionSize(),
                surrogate.drawSize() + (surrogate.storesNoise() ? policy.noiseSize() : 0), surrogate.statisticSize());
    }

    /** Creates a value network, which ignores what the environment hides from the policy if the configuration says so. */
    static Mlp valueNetwork(Surrogate surrogate, EnvSpec spec, OnPolicyConfig config, int workers, Rng random) {
        List<Integer> widths = new ArrayList<>();
        widths.add(surrogate.policy().observationSize());
        widths.addAll(config.valueHidden());
        widths.add(1);
        Mlp value = new Mlp("value", widths, workers, random);
        if (config.critic() == CriticView.MASKED) {
            value.ignoreInputs(component -> !spec.observes(component));
        }
        return value;
    }

    @Override
    public void collect() {
        if (cloning != null && !cloning.finished()) {
            return;
        }
        Exploration exploration = surrogate.exploration();
        double noise = exploration.actionNoise() * config.annealed(config.annealNoise(), steps);
        collector.collect(Math.max(noise, collector.fillNoise(exploration.spreadFloor())));
        steps += config.stepsPerIteration();
        buffer.shareCollected(workers.ranks(), config.envs());
        if (config.normalizeObservations()) {
            trained().norm().observe(buffer.observation.segment(), config.stepsPerIteration());
        }
        rewarded = buffer.hasSignal(); // before the surrogate adds anything to the rewards
        update.prepare();
        if (cloning != null && config.normalizeObservations()) { // as the demonstrations were
            magnified.look(buffer.observation);
        }
        if (exactKl != null) {
            exactKl.before();
        }
    }

    @Override
    public Map<String, Double> update() {
        phaseEnded = false;
        if (cloning != null && !cloning.finished()) {
            Map<String, Double> pretraining = cloning.updates(step.policyAdam());
            phaseEnded = cloning.finished();
            if (average != null) {
                average.restart();
            }
            return pretraining;
        }
        UpdateMetrics metrics = new UpdateMetrics();
        anneal();
        step.begin();
        boolean withoutReward = config.skipWithoutReward() && !rewarded;
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

    private void epoch(UpdateMetrics metrics) {
        int size = config.unrollsPerMinibatch();
        shuffle();
        kl.beginEpoch();
        for (int m = 0; m < config.minibatches(); m++) {
            step.run(order, m * size, size, skipPolicy, metrics);
        }
    }

    /** Runs the first epoch of an update and nothing else, so that the cost of its minibatches can be measured. */
    public void epoch() {
        step.begin();
        epoch(new UpdateMetrics());
    }

    @Override
    public boolean phaseEnded() {
        return phaseEnded;
    }

    @Override
    public List<String> drainWarnings() {
        return magnified.drain();
    }

    @Override
    public @Nullable Failure failure() {
        return step.takeFailure();
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
        step.save(state);
        if (stable) {
            state.putLongs("stable", new long[] {1}, 1);
        }
        state.putDoubles("slowdown", new double[] {step.slowdown()}, 1);
        state.putLongs("shuffle", shuffle.state(), Rng.STATE_SIZE);
        long[] indices = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            indices[i] = order[i];
        }
        state.putLongs("order", indices, indices.length);
        state.putLongs("steps", new long[] {steps}, 1);
        if (cloning != null) {
            cloning.save(state);
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
        loadNetworks(state);
        step.returnTo(state);
        return true;
    }

    @Override
    public boolean load(StateDict state) {
        if (state.has("stable")) {
            stabilise();
        }
        loadNetworks(state);
        step.load(state);
        step.slowdown(state.has("slowdown") ? state.doubles("slowdown", 1)[0] : 1); // absent in checkpoints of older versions
        shuffle.restore(state.longs("shuffle", Rng.STATE_SIZE));
        long[] indices = state.longs("order", order.length);
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) indices[i];
        }
        steps = state.longs("steps", 1)[0];
        if (cloning != null) {
            cloning.load(state);
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
    }

    @Override
    public void close() {
        closer.close();
    }
}
