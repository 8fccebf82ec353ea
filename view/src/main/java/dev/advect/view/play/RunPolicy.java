package dev.advect.view.play;

import dev.advect.flow.Sampling;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Denoising;
import dev.advect.policy.DenoisingPolicy;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.ParticlePaths;
import dev.advect.policy.Policy;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.train.ConfigYaml;
import dev.advect.train.TrainedPolicy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The policy of a run's checkpoint. */
public final class RunPolicy implements WatchedPolicy {
    private final TrainedPolicy trained;
    private final Policy policy;
    private final Acting acting;
    private final Actor actor;

    /** Takes over the policy, which is closed with the pilot. */
    public RunPolicy(TrainedPolicy trained) {
        this.trained = trained;
        policy = trained.policy();
        acting = trained.config().algorithm().acting();
        actor = new Actor(policy, acting, 1, 1);
    }

    @Override
    public int noiseSize() {
        return policy.noiseSize();
    }

    @Override
    public int chunk() {
        return policy.chunk();
    }

    @Override
    public boolean stochasticByDefault() {
        return policy.stochasticByDefault();
    }

    @Override
    public void act(float[] observation, float[] noise, float[] actions) {
        actor.act(observation, noise, actions);
    }

    @Override
    public Optional<Cloud> cloud(float[] observation, float[] noise) {
        int n = noise.length / policy.noiseSize();
        boolean normalize = acting.normalizeObservations();
        return Optional.of(switch (policy) {
            case FlowPolicy flow -> {
                double[] times = flow.sampling().schedule().times(flow.sampling().steps());
                double[] progress = Arrays.stream(times).map(t -> 1 - t).toArray();
                yield cloud(progress, Denoising.paths(flow, normalize, Ends.repeat(observation, n), noise), n);
            }
            case StepwiseFlowPolicy cascade ->
                    cloud(even(cascade.blocks()), ParticlePaths.of(cascade, observation, normalize, noise), n);
            case DenoisingPolicy chain -> cloud(
                    even(chain.steps()), Denoising.paths(chain, normalize, Ends.repeat(observation, n), noise), n);
            default -> ends(observation, noise, n);
        });
    }

    private Cloud cloud(double[] times, float[][] paths, int n) {
        int width = paths[0].length / n;
        float[][] points = new float[paths.length][];
        for (int k = 0; k < paths.length; k++) {
            points[k] = Ends.firstOf(paths[k], n, width, policy.actionSize());
        }
        return new Cloud(policy.actionSize(), times, points, policy.squash(), unit());
    }

    private String unit() {
        return switch (policy) {
            case StepwiseFlowPolicy cascade -> "block";
            case DenoisingPolicy chain -> "denoising step";
            default -> "step";
        };
    }

    private Cloud ends(float[] observation, float[] noise, int n) {
        try (Actor many = new Actor(policy, acting, n, 1)) {
            return Ends.cloud(observation, noise, policy.noiseSize(), policy.chunk(), policy.actionSize(), many::act);
        }
    }

    /** 0, 1/n, … 1. */
    private static double[] even(int n) {
        return IntStream.rangeClosed(0, n).mapToDouble(k -> (double) k / n).toArray();
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", ConfigYaml.name(trained.config().algo()));
        facts.put("step", trained.checkpoint().step());
        facts.put("flow", policy instanceof FlowPolicy || policy instanceof StepwiseFlowPolicy
                || policy instanceof DenoisingPolicy);
        if (policy instanceof FlowPolicy flow) {
            Sampling sampling = flow.sampling();
            facts.put("sampler", ConfigYaml.name(sampling.sampler()));
            facts.put("flowSteps", sampling.steps());
        }
        facts.put("unit", unit());
        trained.warning().ifPresent(warning -> facts.put("warning", warning));
        return facts;
    }

    @Override
    public void close() {
        actor.close();
        policy.close();
    }
}
