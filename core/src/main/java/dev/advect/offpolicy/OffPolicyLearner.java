package dev.advect.offpolicy;

import dev.advect.config.InvalidValueException;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvFactory;
import dev.advect.env.VectorEnv;
import dev.advect.io.Closer;
import dev.advect.io.StateDict;
import dev.advect.learner.Learner;
import dev.advect.learner.MagnifiedObservations;
import dev.advect.nn.Workers;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.ranks.Ranks;
import dev.advect.ranks.Rows;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The training loop of every off-policy {@link Agent}, with a replay buffer and optional demonstrations: pre-training, then
 * alternating environment steps and updates.
 *
 * <p>In a run of several processes all have the same replay buffer and make the same updates from the same batches. Only
 * environment steps and evaluations are divided among them: gradients would take longer to exchange than to compute.
 */
public final class OffPolicyLearner implements Learner {
    /** Pre-training updates per iteration: few, as a run can stop only between iterations, and some algorithms are slow. */
    private static final int PRETRAIN_UPDATES = 50;
    /** Pre-training updates from one validation to the next. */
    private static final int VALIDATION_INTERVAL = 500;
    private static final int VALIDATION_BATCHES = 4;

    private final OffPolicyConfig config;
    private final Closer closer = new Closer();
    private final Agent agent;
    private final Ranks ranks;
    private final VectorEnv envs;
    private final ReplayBuffer replay;
    private final ReplayFiles files;
    private final @Nullable DemonstrationBuffers demonstrations;
    private final OffPolicyCollector collector;
    private final Batch batch;
    private final MagnifiedObservations magnified;
    private final Overfitting overfitting = new Overfitting();
    /** The generator that samples batches. */
    private final Rng random;
    private @Nullable Path folder;
    private long steps;
    private long pretrained;
    private long updates;
    private boolean phaseEnded;

    /** Random streams of the seed, one for each use; see also {@link OffPolicySettings}. */
    private static final long ENVS = 1;
    private static final long ACTIONS = 2;
    private static final long BATCHES = 3;

    /** Takes ownership of the agent, which is closed with the learner, and also if this constructor throws. */
    public OffPolicyLearner(EnvFactory factory, Agent agent, OffPolicyConfig config,
            @Nullable Demonstrations demonstrations, Workers workers, long seed) {
        this.config = config;
        this.agent = agent;
        ranks = workers.ranks();
        closer.add(agent);
        try {
            Policy policy = agent.policy();
            policy.norm().minDeviation(config.minDeviation());
            policy.norm().within(config.observationBound());
            this.demonstrations = buffers(demonstrations, policy, config);
            if (this.demonstrations != null) {
                closer.add(this.demonstrations);
            }
            replay = closer.add(new ReplayBuffer(config.envs(), config.capacity(), policy.observationSize(),
                    policy.actionSize(), config.discount()));
            files = new ReplayFiles(replay);
            batch = closer.add(new Batch(
                    config.batchSize(), policy.observationSize(), policy.actionSize(), policy.chunk()));
            random = new Rng(seed, BATCHES);
            // environments may be processes, so they are started last, once everything else has been checked
            envs = closer.add(
                    new VectorEnv(factory, config.envs(), new Rng(seed, ENVS).nextLong(), config.nonFinite(), ranks));
            magnified = new MagnifiedObservations(envs.spec());
            collector = closer.add(new OffPolicyCollector(
                    envs, workers, policy, config, replay, new Rng(seed, ACTIONS).nextLong()));
            collector.reset();
        } catch (RuntimeException | Error e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    /** The demonstrations, after the policy's normaliser has observed them; null if there are none. */
    private static @Nullable DemonstrationBuffers buffers(
            @Nullable Demonstrations demonstrations, Policy policy, OffPolicyConfig config) {
        if (demonstrations == null) {
            if (config.pretrainUpdates() > 0) {
                throw new InvalidValueException("loop.pretrainUpdates: " + config.pretrainUpdates()
                        + " is not possible without demonstrations, see loop.demonstrations");
            }
            return null;
        }
        demonstrations.requireFit(policy.observationSize(), policy.actionSize());
        DemonstrationBuffers buffers = new DemonstrationBuffers(demonstrations, config);
        policy.norm().observe(MemorySegment.ofArray(demonstrations.observation()), demonstrations.steps());
        policy.norm().refresh();
        return buffers;
    }

    @Override
    public void prepare(Consumer<Policy> change) {
        change.accept(agent.policy());
        agent.policyChanged();
    }

    // ---- collect

    @Override
    public void collect() {
        if (pretrained < config.pretrainUpdates()) {
            return;
        }
        requireSamePolicies();
        boolean uniform = pretrained == 0 && steps < config.warmUp();
        collector.begin();
        collector.collect(uniform);
        if (pretrained == 0 && updates == 0) {
            agent.policy().norm().observe(collector.before(), config.stepsPerIteration());
        }
        steps += config.stepsPerIteration();
    }

    /** Checks that all processes have come to the same policy, as they do on processors of the same kind. */
    private void requireSamePolicies() {
        if (ranks.areOne()) {
            return;
        }
        CRC32C sum = new CRC32C();
        sum.update(agent.policy().parameters().values().segment().asByteBuffer());
        long[] sums = new long[ranks.size()];
        sums[ranks.rank()] = sum.getValue();
        ranks.gather(Rows.of(sums, sums.length));
        for (int r = 1; r < sums.length; r++) {
            InvalidValueException.throwIf(sums[r] != sums[0], "worker " + r + " has another policy than worker 0 after the same "
                    + "updates: off-policy algorithms need processors of one kind; --workers=1 trains in one process");
        }
    }

    // ---- update

    @Override
    public Map<String, Double> update() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        phaseEnded = false;
        if (pretrained < config.pretrainUpdates()) {
            pretrain();
            metrics.put("pretrain/done", (double) pretrained / config.pretrainUpdates());
            double loss = validationDue() ? validate() : Double.NaN;
            if (Double.isFinite(loss)) {
                metrics.put("pretrain/validation_loss", loss);
                overfitting.note(loss, pretrained);
            }
        } else {
            if (pretrained == 0 && updates == 0) {
                agent.policy().norm().refresh();
            }
            long critic = 0;
            long policy = 0;
            while (updates < config.updatesDue(steps)) {
                draw(onlineRows());
                long start = System.nanoTime();
                agent.updateCritic(batch);
                long middle = System.nanoTime();
                critic += middle - start;
                updates++;
                if (config.policyDue(updates)) {
                    agent.updatePolicy(batch);
                    policy += System.nanoTime() - middle;
                }
            }
            metrics.put("time/critic", critic * 1e-9);
            metrics.put("time/policy", policy * 1e-9);
            envs.drainEpisodes().putInto(metrics);
            metrics.put("replay/steps", (double) replay.steps());
        }
        metrics.putAll(agent.drainMetrics());
        return metrics;
    }

    private void pretrain() {
        long until = Math.min(config.pretrainUpdates(), pretrained + PRETRAIN_UPDATES);
        for (; pretrained < until; pretrained++) {
            draw(0);
            agent.pretrain(batch);
        }
        phaseEnded = pretrained == config.pretrainUpdates();
    }

    private boolean validationDue() {
        return phaseEnded || pretrained % VALIDATION_INTERVAL == 0;
    }

    /** The mean loss on the validation demonstrations; NaN if there are none. */
    private double validate() {
        ReplayBuffer validation = demonstrations == null ? null : demonstrations.validation();
        if (validation == null) {
            return Double.NaN;
        }
        double sum = 0;
        for (int i = 0; i < VALIDATION_BATCHES; i++) {
            validation.sample(random, batch, 0, batch.size(), config.horizon());
            normalize();
            sum += agent.validate(batch);
        }
        return sum / VALIDATION_BATCHES;
    }

    /** Fills the batch with demonstrations followed by {@code online} rows of the replay buffer. */
    private void draw(int online) {
        int demonstrated = batch.size() - online;
        if (demonstrations != null && demonstrated > 0) {
            demonstrations.training().sample(random, batch, 0, demonstrated, config.horizon());
        }
        replay.sample(random, batch, demonstrated, batch.size(), config.horizon());
        normalize();
    }

    private int onlineRows() {
        return demonstrations == null ? batch.size()
                : batch.size() - (int) Math.round(batch.size() * config.demonstrationShare());
    }

    private void normalize() {
        if (config.normalizeObservations()) {
            agent.policy().norm().applyInPlace(batch.observation().tensor());
            agent.policy().norm().applyInPlace(batch.next().tensor());
            magnified.look(batch.next());
        }
    }

    @Override
    public boolean phaseEnded() {
        return phaseEnded;
    }

    @Override
    public List<String> drainWarnings() {
        List<String> warnings = new ArrayList<>(agent.drainWarnings());
        warnings.addAll(magnified.drain());
        if (phaseEnded) {
            warnings.addAll(overfitting.warnings());
        }
        return warnings;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public long stepsPerIteration() {
        return config.stepsPerIteration();
    }

    @Override
    public Policy policy() {
        return agent.policy();
    }

    /** The algorithm that is trained. */
    public Agent agent() {
        return agent;
    }

    @Override
    public Acting acting() {
        return config.acting();
    }

    // ---- saving

    @Override
    public void keepFilesIn(Path newFolder) {
        folder = newFolder;
    }

    /** Whether this process writes the files of the run. */
    private boolean writesFiles() {
        return ranks.rank() == 0;
    }

    private Path folder() {
        if (folder == null) {
            throw new IllegalStateException("no folder for the replay buffer's files was named");
        }
        return folder;
    }

    @Override
    public void save(StateDict state) throws IOException {
        if (writesFiles()) {
            files.write(folder());
        }
        files.save(state.child("replay"));
        agent.save(state);
        collector.save(state.child("collector"));
        envs.save(state.child("envs"));
        state.putLongs("loop.random", random.state(), Rng.STATE_SIZE);
        state.putLongs("loop.progress", new long[] {steps, pretrained, updates}, 3);
        overfitting.save(state.child("loop"));
    }

    @Override
    public void saved() throws IOException {
        files.deleteUnneeded(folder());
    }

    @Override
    public boolean load(StateDict state) throws IOException {
        files.load(state.child("replay"), folder());
        if (writesFiles()) {
            files.deleteOthers(folder());
        }
        agent.load(state);
        collector.load(state.child("collector"));
        random.restore(state.longs("loop.random", Rng.STATE_SIZE));
        overfitting.load(state.child("loop"));
        long[] progress = state.longs("loop.progress", 3);
        steps = progress[0];
        pretrained = progress[1];
        updates = progress[2];
        boolean exact = envs.load(state.child("envs"));
        if (!exact) {
            collector.interrupted();
        }
        return exact;
    }

    @Override
    public void close() {
        closer.close();
    }
}
