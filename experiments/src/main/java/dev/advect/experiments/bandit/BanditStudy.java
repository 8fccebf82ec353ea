package dev.advect.experiments.bandit;

import dev.advect.data.Demonstrations;
import dev.advect.env.EnvSpec;
import dev.advect.envs.toy.Bandit;
import dev.advect.experiments.bandit.BanditMeasure.Look;
import dev.advect.io.StateDict;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.OffPolicyLearner;
import dev.advect.offpolicy.swfp.SwfpSettings;
import dev.advect.policy.ParticlePaths;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The study of a bandit on the plane: a stepwise flow policy is pre-trained on samples from four Gaussians, and then
 * has to follow them when the reward shifts. The same particles are observed before and after.
 */
public final class BanditStudy implements AutoCloseable {
    private static final int DEMONSTRATIONS = 4096;
    private static final int PARTICLES = 2000;
    private static final long DRAWS = 77;

    /**
     * The values that differ from the preset: small networks for a small task, and an entropy that makes the mixture
     * the optimum.
     */
    static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("loop.envs", "32"), Map.entry("loop.unroll", "4"),
            Map.entry("loop.updatesPerStep", "0.125"), Map.entry("loop.policyAfter", "256"), Map.entry("loop.warmUp", "1024"),
            Map.entry("loop.demonstrationShare", "0"), Map.entry("loop.pretrainUpdates", "2500"),
            Map.entry("swfp.reflowAfter", "1500"),
            Map.entry("critic.members", "2"), Map.entry("critic.hidden", "[128, 128]"),
            Map.entry("critic.learningRate", "1e-3"), Map.entry("swfp.hidden", "[64, 64]"),
            Map.entry("swfp.normalizeValue", "false"), Map.entry("swfp.alpha", "1"), Map.entry("swfp.tau", "0.002"),
            Map.entry("swfp.tauFinal", "0.002"), Map.entry("swfp.period", "20"), Map.entry("swfp.cloningRate", "2e-3"));

    private final RunConfig config;
    private final Bandit shifted = Bandit.shifted();
    private final Workers workers;
    private final OffPolicyLearner learner;
    private final StepwiseFlowPolicy policy;
    private final float[] noise = new float[2 * PARTICLES];
    private final List<String> warnings = new ArrayList<>();

    /** The configuration of a study: its own values and those that override them. */
    public static RunConfig config(long steps, long seed, int threads, Map<String, String> values) {
        RunConfig preset = Presets.of("cpu", Algorithm.SWFP, "bandit-2d-shifted");
        Map<String, String> all = new LinkedHashMap<>(VALUES);
        all.put("steps", Long.toString(steps));
        all.put("seed", Long.toString(seed));
        all.put("threads", Integer.toString(threads));
        all.putAll(ConfigYaml.byPath(preset, values));
        return ConfigYaml.with(preset, all);
    }

    public BanditStudy(RunConfig config) {
        this.config = config;
        SwfpSettings algorithm = (SwfpSettings) config.algorithm();
        Rng random = new Rng(config.seed(), DRAWS);
        EnvSpec spec = shifted.spec();
        workers = new Workers(config.threads());
        learner = algorithm.learner(
                Bandit::shifted, spec, workers, config.seed(), demonstrations(Bandit.original(), random));
        policy = (StepwiseFlowPolicy) learner.policy();
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
    }

    /** Samples from the mixture as demonstrations, with one episode of one step per sample. */
    static Demonstrations demonstrations(Bandit bandit, Rng random) {
        float[] action = new float[2 * DEMONSTRATIONS];
        float[] reward = new float[DEMONSTRATIONS];
        boolean[] terminated = new boolean[DEMONSTRATIONS];
        int[] starts = new int[DEMONSTRATIONS];
        Arrays.fill(terminated, true);
        Arrays.setAll(starts, i -> i);
        for (int i = 0; i < DEMONSTRATIONS; i++) {
            double[] point = bandit.draw(random);
            action[2 * i] = (float) point[0];
            action[2 * i + 1] = (float) point[1];
            reward[i] = (float) bandit.reward(point[0], point[1]);
        }
        return new Demonstrations(1, 2, new float[DEMONSTRATIONS], action, reward, new float[DEMONSTRATIONS], terminated,
                new boolean[DEMONSTRATIONS], starts);
    }

    /** Runs the whole behaviour cloning phase. */
    public void pretrain() {
        do {
            learner.collect();
            learner.update();
        } while (!learner.phaseEnded());
    }

    /** Saves the current learner for {@link #resume} of a study that differs only in the online phase. */
    StateDict save(Path folder) throws IOException {
        StateDict state = new StateDict();
        learner.keepFilesIn(folder);
        learner.save(state);
        return state;
    }

    /** Restores what {@link #save} saved. */
    void resume(StateDict state, Path folder) throws IOException {
        learner.keepFilesIn(folder);
        learner.load(state);
    }

    /** Runs the whole online phase. */
    public void improve() {
        while (learner.steps() < config.steps()) {
            learner.collect();
            learner.update();
            warnings.addAll(learner.drainWarnings());
        }
    }

    /** The particles after every block, {@code [N + 1][n · 2]}. */
    public float[][] paths() {
        return ParticlePaths.of(policy, new float[1], learner.acting().normalizeObservations(), noise);
    }

    /** The warnings of the online phase, one line each. */
    public List<String> warnings() {
        return warnings;
    }

    /** The results of the study, from the particles before and after the online phase. */
    public BanditNumbers numbers(float[][] before, float[][] after) {
        Look first = look(before);
        Look last = look(after);
        return new BanditNumbers(ParticlePaths.ratio(after, 2), last.modes(), shifted.centres().size(),
                last.divergedFrom(first), ParticlePaths.ratio(before, 2), first.reward(), last.reward(), last.near(),
                w2(before, after), displacements(after));
    }

    /** Summarises the actions of some particles. */
    Look look(float[][] paths) {
        return BanditMeasure.look(shifted, paths[paths.length - 1]);
    }

    /** The Wasserstein-2 distance between the actions. */
    static double w2(float[][] before, float[][] after) {
        return BanditMeasure.w2(before[before.length - 1], after[after.length - 1]);
    }

    /** The root mean square displacement of every block. */
    private static List<Double> displacements(float[][] paths) {
        List<Double> displacements = new ArrayList<>();
        for (int k = 0; k + 1 < paths.length; k++) {
            double sum = 0;
            for (int i = 0; i < paths[k].length; i++) {
                sum += (double) (paths[k + 1][i] - paths[k][i]) * (paths[k + 1][i] - paths[k][i]);
            }
            displacements.add(Math.sqrt(sum / PARTICLES));
        }
        return displacements;
    }

    @Override
    public void close() {
        learner.close();
        workers.close();
    }
}
