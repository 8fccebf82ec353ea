package dev.advect.offpolicy.ibrl;

import dev.advect.io.StateDict;
import dev.advect.nn.Parameters;
import dev.advect.nn.ReluMlp;
import dev.advect.nn.RunningNorm;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.ibrl.IbrlConfig.Selection;
import dev.advect.policy.Policy;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The policy of IBRL: an actor and an imitation policy, between whose actions the target critic selects. Both are
 * deterministic, tanh(MLP(s)); exploration comes from noise on the actor's actions.
 *
 * <p>A decision uses d + 1 standard normal numbers: d for the noise and one for the soft selection. With zeros it is the
 * action of higher value, without noise.
 */
public final class IbrlPolicy implements Policy {
    /** The min distance of explored actions from ±1, as in the public reference. */
    private static final double MARGIN = 1e-6;

    private final IbrlConfig config;
    private final int actionSize;
    private final int chunk;
    private final ReluMlp actor;
    private final ReluMlp imitation;
    private final CriticEnsemble critic;
    private final RunningNorm norm;
    private double noise;
    private boolean imitates;
    private int[] subset;

    /**
     * @param critic owned by the policy and closed with it
     * @param workers how many threads compute with it at once
     */
    public IbrlPolicy(IbrlConfig config, int observationSize, int actionSize, int chunk, CriticEnsemble critic,
            int workers, RandomGenerator random) {
        this.config = config;
        this.actionSize = actionSize;
        this.chunk = chunk;
        this.critic = critic;
        norm = new RunningNorm(observationSize);
        actor = network("actor", config.hidden(), workers, random);
        imitation = network("imitation", config.imitationHidden(), workers, random);
        noise = config.noise(0);
        subset = critic.drawSubset(random);
    }

    private ReluMlp network(String name, List<Integer> hidden, int workers, RandomGenerator random) {
        List<Integer> widths = new ArrayList<>();
        widths.add(observationSize());
        widths.addAll(hidden);
        widths.add(size());
        return new ReluMlp(name, widths, workers, random);
    }

    /** d, the number of components of an action or of an action chunk. */
    int size() {
        return chunk * actionSize;
    }

    ReluMlp actor() {
        return actor;
    }

    ReluMlp imitation() {
        return imitation;
    }

    CriticEnsemble critic() {
        return critic;
    }

    /**
     * Sets how the policy acts from now on.
     *
     * @param deviation standard deviation of the noise
     * @param members the members of the critic that select the action
     * @param imitationOnly whether the imitation policy acts alone, while the critic is untrained
     */
    void actWith(double deviation, int[] members, boolean imitationOnly) {
        noise = deviation;
        subset = members;
        imitates = imitationOnly;
    }

    /** a + ε, clipped to (−1, 1), with a straight-through gradient as in the public reference. */
    static Tensor explore(Tensor action, Tensor epsilon) {
        Tensor sum = action.add(epsilon);
        Tensor clipped = sum.clamp(bound(-1 + MARGIN), bound(1 - MARGIN));
        return sum.add(clipped.sub(sum).detach());
    }

    private static ScalarOptional bound(double value) {
        return new ScalarOptional(new Scalar(value));
    }

    /**
     * Whether the imitation policy's action is selected, booleans {@code [n]}.
     *
     * @param own the actor's actions, {@code [n, d]}
     * @param imitated the imitation policy's actions, {@code [n, d]}
     * @param z standard normal numbers, {@code [n]}
     * @param members the members of the critic that select
     */
    Tensor prefersImitation(Tensor s, Tensor own, Tensor imitated, Tensor z, int[] members) {
        if (config.selection() == Selection.ACTOR) {
            return torch.zeros_like(z).to(torch.ScalarType.Bool);
        }
        Tensor gain = critic.targetValue(s, imitated, members).sub(critic.targetValue(s, own, members));
        if (config.selection() == Selection.GREEDY) {
            return gain.gt(new Scalar(0));
        }
        // the softmax of two values is the logistic function of their difference; Φ(z) is uniform in (0, 1)
        Tensor uniform = z.mul(new Scalar(-Math.sqrt(0.5))).erf().add(new Scalar(1)).mul(new Scalar(0.5));
        return gain.mul(new Scalar(config.beta())).sigmoid().gt(uniform);
    }

    @Override
    public Tensor act(int worker, Tensor normalised, Tensor z) {
        Tensor imitated = imitation.forward(imitation.parameters().frozen(), normalised, List.of()).tanh();
        if (imitates) {
            return imitated;
        }
        Tensor mean = actor.forward(actor.parameters().frozen(), normalised, List.of()).tanh();
        Tensor own = explore(mean, z.narrow(1, 0, size()).mul(new Scalar(noise)));
        Tensor imitate = prefersImitation(normalised, own, imitated, z.select(1, size()), subset);
        return torch.where(imitate.unsqueeze(1), imitated, own);
    }

    @Override
    public Tensor toEnvironment(Tensor action) {
        return action;
    }

    @Override
    public boolean stochasticByDefault() {
        return false;
    }

    @Override
    public int actionSize() {
        return actionSize;
    }

    @Override
    public int chunk() {
        return chunk;
    }

    @Override
    public int noiseSize() {
        return size() + 1;
    }

    @Override
    public RunningNorm norm() {
        return norm;
    }

    /** The actor's parameters. */
    @Override
    public Parameters parameters() {
        return actor.parameters();
    }

    @Override
    public void save(StateDict state) {
        Policy.super.save(state);
        imitation.parameters().save(state, "imitation");
        critic.save(state.child("critic"));
        state.putDoubles("acting", new double[] {noise, imitates ? 1 : 0}, 2);
        state.putLongs("subset", Arrays.stream(subset).asLongStream().toArray(), subset.length);
    }

    @Override
    public void load(StateDict state) {
        Policy.super.load(state);
        imitation.parameters().load(state, "imitation");
        critic.load(state.child("critic"));
        double[] acting = state.doubles("acting", 2);
        noise = acting[0];
        imitates = acting[1] != 0;
        subset = Arrays.stream(state.longs("subset", subset.length)).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public void close() {
        actor.parameters().close();
        imitation.parameters().close();
        critic.close();
        norm.close();
    }
}
