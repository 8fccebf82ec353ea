package dev.advect.train;

import dev.advect.io.StateDict;
import dev.advect.learner.Failure;
import dev.advect.learner.Learner;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import dev.advect.ranks.ExchangeTimes;
import dev.advect.ranks.Ranks;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The learner of rank 0, whose computations all other ranks share. */
final class LeadingLearner implements Learner {
    private static final byte[] NOTHING = {};

    private final Learner learner;
    private final Ranks ranks;
    private final Leader leader;

    LeadingLearner(Learner learner, Ranks ranks, Leader leader) {
        this.learner = learner;
        this.ranks = ranks;
        this.leader = leader;
    }

    // ---- together with the others

    @Override
    public void collect() {
        leader.run(RankCommand.COLLECT, NOTHING, learner::collect);
    }

    /** Updates the policy; the metrics also tell where the time of exchanges went. */
    @Override
    public Map<String, Double> update() {
        Map<String, Double> metrics = new LinkedHashMap<>(leader.together(RankCommand.UPDATE, NOTHING, learner::update));
        ExchangeTimes times = ranks.drainTimes();
        metrics.put("time/transfer", times.transfer());
        metrics.put("time/waiting", times.waiting());
        metrics.put("exchange/bytes", (double) times.bytes());
        metrics.put("exchange/messages", (double) times.messages());
        metrics.put("exchange/sums", (double) times.sums());
        metrics.put("exchange/summed_bytes", (double) times.summed());
        return metrics;
    }

    @Override
    public void save(StateDict state) throws IOException {
        leader.run(RankCommand.SAVE, NOTHING, () -> learner.save(state));
    }

    @Override
    public boolean load(StateDict state) throws IOException {
        return leader.<Boolean, IOException>together(RankCommand.LOAD, RankCommand.bytes(state), () -> learner.load(state));
    }

    @Override
    public boolean returnTo(StateDict state) {
        return leader.together(RankCommand.RETURN, RankCommand.bytes(state), () -> learner.returnTo(state));
    }

    @Override
    public boolean stabilise() {
        return leader.together(RankCommand.STABILISE, NOTHING, learner::stabilise);
    }

    @Override
    public void prepare(Consumer<Policy> change) {
        change.accept(learner.policy());
        StateDict state = new StateDict();
        learner.policy().save(state);
        leader.run(RankCommand.PREPARE, RankCommand.bytes(state), () -> learner.prepare(policy -> policy.load(state)));
    }

    // ---- by itself

    @Override
    public long steps() {
        return learner.steps();
    }

    @Override
    public long stepsPerIteration() {
        return learner.stepsPerIteration();
    }

    @Override
    public Policy policy() {
        return learner.policy();
    }

    @Override
    public Acting acting() {
        return learner.acting();
    }

    @Override
    public @Nullable Failure failure() {
        return learner.failure();
    }

    @Override
    public boolean phaseEnded() {
        return learner.phaseEnded();
    }

    @Override
    public List<String> drainWarnings() {
        return learner.drainWarnings();
    }

    @Override
    public void keepFilesIn(Path folder) {
        learner.keepFilesIn(folder);
    }

    @Override
    public void saved() throws IOException {
        learner.saved();
    }

    @Override
    public void close() {
        learner.close();
    }
}
