package dev.advect.policy;

import dev.advect.flow.Sampling;
import dev.advect.io.StateDict;
import dev.advect.nn.Mlp;
import dev.advect.nn.Parameters;
import dev.advect.nn.RunningNorm;
import dev.advect.runtime.FlowSpec;
import dev.advect.runtime.LatentSpec;
import dev.advect.runtime.PolicySpec;
import org.bytedeco.pytorch.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A policy in which an actor chooses the noise from which a frozen flow makes the action: z ~ N(μ(s), σ(s)²), a = flow(s,
 * z). Its deterministic action is flow(s, μ(s)), which lies on the flow's own modes, unlike the flow's action at zero
 * noise.
 *
 * <p>Actor and flow share one block of parameters, the actor's first, and the flow's observation normaliser. A loss that
 * depends on the actor alone leaves the flow as it is, since its gradients are zero; the normaliser is frozen.
 */
public final class LatentPolicy implements Policy {
    private final Parameters parameters;
    private final GaussianPolicy actor;
    private final FlowPolicy flow;

    /**
     * The shape of the flow.
     *
     * @param hidden the widths of its hidden layers
     * @param timeEmbedding the number of components of the embedded flow time
     * @param outputScale the factor on the network's output
     * @param sampling the solver, which must not add noise of its own
     */
    public record FlowShape(List<Integer> hidden, int timeEmbedding, double outputScale, Sampling sampling) {}

    /**
     * Creates a policy with random weights, whose latent distribution is N(0, std²) in every state.
     *
     * @param actorHidden the widths of the actor's hidden layers
     * @param std the initial deviation of the latent; with 1 the policy begins as the flow's stochastic one
     * @param workers the number of threads that compute with it at once
     */
    public LatentPolicy(int observationSize, int actionSize, List<Integer> actorHidden, FlowShape shape, double std,
            int workers, RandomGenerator random) {
        List<Integer> actorWidths = GaussianPolicy.widths(observationSize, actionSize, actorHidden);
        List<Integer> flowWidths =
                FlowPolicy.widths(observationSize, actionSize, shape.hidden(), shape.timeEmbedding(), 0);
        List<Parameters.Slot> slots = new ArrayList<>(Mlp.slots("actor", actorWidths));
        int split = slots.size();
        slots.addAll(Mlp.slots("velocity", flowWidths));
        parameters = new Parameters(slots, workers);
        RunningNorm norm = new RunningNorm(observationSize);
        norm.freeze();
        actor = new GaussianPolicy(actionSize, actorHidden, false,
                new Mlp(actorWidths, parameters.part(0, split), random), norm);
        flow = new FlowPolicy(actionSize, shape.hidden(), shape.timeEmbedding(), shape.outputScale(), shape.sampling(),
                new Mlp(flowWidths, parameters.part(split, slots.size()), random), norm);
        actor.startAt(std);
    }

    /** Takes over the weights and the normaliser of a flow of the same shape. */
    public void takeFlow(FlowPolicy trained) {
        if (trained.parameters().size() != flow.parameters().size()
                || trained.observationSize() != observationSize() || trained.actionSize() != actionSize()) {
            throw new IllegalArgumentException("the flow has another shape");
        }
        float[] weights = trained.parameters().values().toArray();
        flow.parameters().values().write(0, weights, 0, weights.length);
        StateDict state = new StateDict();
        trained.norm().save(state);
        norm().load(state);
    }

    /** The frozen flow. */
    public FlowPolicy flow() {
        return flow;
    }

    /**
     * The distribution of the latent z.
     *
     * @param normalised {@code [n, observationSize]}
     */
    public GaussianPolicy.Distribution latent(int worker, Tensor normalised) {
        return actor.distribution(worker, normalised);
    }

    /**
     * Samples latents.
     *
     * @param noise standard normal values, {@code [n, actionSize]}
     * @return z, {@code [n, actionSize]}
     */
    public Tensor sampleLatent(int worker, Tensor normalised, Tensor noise) {
        return actor.act(worker, normalised, noise);
    }

    @Override
    public Tensor act(int worker, Tensor normalised, Tensor noise) {
        return flow.act(worker, normalised, sampleLatent(worker, normalised, noise));
    }

    /** The number of multiply-adds of the actor's network per row. */
    public long actorProductsPerRow() {
        return actor.network().productsPerRow();
    }

    @Override
    public boolean stochasticByDefault() {
        return false;
    }

    @Override
    public Optional<PolicySpec> spec() {
        return flow.spec().map(spec -> new LatentSpec(actor.hidden(), GaussianPolicy.MIN_STD, (FlowSpec) spec));
    }

    @Override
    public int actionSize() {
        return flow.actionSize();
    }

    @Override
    public RunningNorm norm() {
        return flow.norm();
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        actor.parameters().close();
        flow.close();
        parameters.close();
    }
}
