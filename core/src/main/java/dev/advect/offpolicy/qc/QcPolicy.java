package dev.advect.offpolicy.qc;

import dev.advect.io.StateDict;
import dev.advect.nn.Parameters;
import dev.advect.nn.RunningNorm;
import dev.advect.offpolicy.Candidates;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.policy.Policy;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.runtime.Squash;
import org.bytedeco.pytorch.Tensor;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The policy of Q-chunking: a flow draws N chunks of actions, and the critic selects the one of highest value.
 *
 * <p>A decision uses N · d standard normal numbers. With zeros all chunks are the same, that of the flow without noise.
 */
public final class QcPolicy implements Policy {
    private final StepwiseFlowPolicy flow;
    private final CriticEnsemble critic;
    private final int samples;
    /** The members of the critic that select, if its {@code policyValue} is that of a subset. */
    private int[] subset;

    /**
     * @param flow the behaviour flow, of one block; owned by the policy and closed with it, as is the critic
     * @param samples N
     */
    public QcPolicy(StepwiseFlowPolicy flow, CriticEnsemble critic, int samples, RandomGenerator random) {
        this.flow = flow;
        this.critic = critic;
        this.samples = samples;
        subset = critic.drawSubset(random);
    }

    StepwiseFlowPolicy flow() {
        return flow;
    }

    CriticEnsemble critic() {
        return critic;
    }

    /** Sets the members of the critic that select the action from now on. */
    void selectWith(int[] members) {
        subset = members;
    }

    /**
     * The best of N chunks.
     *
     * @param s normalised observations, {@code [n, observationSize]}
     * @param z standard normal noise, {@code [n, N · d]}
     * @return chunks in [−1, 1], {@code [n, d]}
     */
    @Override
    public Tensor act(int worker, Tensor s, Tensor z) {
        Candidates chunks = Candidates.draw(flow, worker, s, z, samples);
        return chunks.best(critic.policyValue(chunks.states(), chunks.actions(), subset));
    }

    @Override
    public Squash squash() {
        return flow.squash();
    }

    @Override
    public boolean stochasticByDefault() {
        return true;
    }

    @Override
    public int actionSize() {
        return flow.actionSize();
    }

    @Override
    public int chunk() {
        return flow.chunk();
    }

    @Override
    public int noiseSize() {
        return samples * flow.size();
    }

    @Override
    public RunningNorm norm() {
        return flow.norm();
    }

    /** The flow's parameters. */
    @Override
    public Parameters parameters() {
        return flow.parameters();
    }

    @Override
    public void save(StateDict state) {
        Policy.super.save(state);
        critic.save(state.child("critic"));
        state.putLongs("subset", Arrays.stream(subset).asLongStream().toArray(), subset.length);
    }

    @Override
    public void load(StateDict state) {
        Policy.super.load(state);
        critic.load(state.child("critic"));
        subset = Arrays.stream(state.longs("subset", subset.length)).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public void close() {
        flow.close();
        critic.close();
    }
}
