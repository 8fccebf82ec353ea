package dev.advect.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The description of a latent policy: an actor chooses the noise from which a flow makes the action. The actor is a
 * diagonal Gaussian, whose mean gives the deterministic action.
 *
 * <p>The sizes that {@link PolicySpec} has for every network are those of the flow's.
 *
 * @param actorHidden the widths of the actor's hidden layers, with SiLU between them
 * @param minStd the smallest standard deviation of the actor's noise, see {@link Deviation.Softplus}
 * @param flow the flow, whose solver adds no noise of its own
 */
public record LatentSpec(List<Integer> actorHidden, double minStd, FlowSpec flow) implements PolicySpec {
    public LatentSpec {
        actorHidden = List.copyOf(actorHidden);
        Sizes.check(flow.observationSize(), actorHidden, 2 * flow.actionSize(), 1);
        Sizes.checkParameters(flow.parameters()
                + Sizes.parameters(Sizes.widths(flow.observationSize(), actorHidden, 2 * flow.actionSize())));
        Sizes.rejectIf(flow.noiseSize() != flow.actionSize(), "a latent actor is not possible with solver "
                + flow.solver().name().toLowerCase(Locale.ROOT) + ", which adds noise along the way");
        var _ = new Deviation.Softplus(minStd); // checks the value
    }

    /** The actor, whose actions are the flow's noise. */
    public GaussianSpec actor() {
        return new GaussianSpec(observationSize(), actionSize(), actorHidden, minStd);
    }

    @Override
    public int observationSize() {
        return flow.observationSize();
    }

    @Override
    public int actionSize() {
        return flow.actionSize();
    }

    @Override
    public List<Integer> hidden() {
        return flow.hidden();
    }

    @Override
    public int networks() {
        return 1 + flow.networks();
    }

    @Override
    public int inputs() {
        return flow.inputs();
    }

    @Override
    public int outputs() {
        return flow.outputs();
    }

    @Override
    public boolean stochasticByDefault() {
        return false;
    }

    /** The actor's network, then the flow's. */
    @Override
    public List<List<Integer>> allWidths() {
        List<List<Integer>> all = new ArrayList<>(actor().allWidths());
        all.addAll(flow.allWidths());
        return all;
    }

    /** A copy whose flow has another solver, which takes equal steps over the same time. */
    public LatentSpec with(Solver solver, int steps) {
        return new LatentSpec(actorHidden, minStd, flow.with(solver, steps));
    }
}
