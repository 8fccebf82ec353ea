package dev.advect.app;

import dev.advect.data.Demonstrations;
import dev.advect.env.EnvSpec;
import dev.advect.envs.toy.Bandit;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.Assignment;
import dev.advect.offpolicy.OffPolicyLearner;
import dev.advect.offpolicy.SwfpAlgorithm;
import dev.advect.policy.ParticlePaths;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;
import dev.advect.train.RunConfig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bandit on the plane: a stepwise flow policy is pre-trained on draws from the four Gaussians, then it has to follow
 * them to where the reward has shifted. Looked at are always the same particles, before and after.
 */
final class BanditStudy implements AutoCloseable {
    private static final int DEMONSTRATIONS = 4096;
    private static final int PARTICLES = 2000;
    /** Particles of the exact assignment. */
    private static final int ASSIGNED = 400;
    /** A particle belongs to a centre that is at most this many standard deviations away. */
    private static final double NEAR = 3;
    /** Part of its fair share of particles below which a mode counts as lost. */
    private static final double LOST = 0.25;
    /** Part of the particles that may lie near no centre. */
    private static final double ASTRAY = 0.2;
    private static final long DRAWS = 77;

    private final RunConfig config;
    private final Bandit shifted = Bandit.shifted();
    private final Workers workers;
    private final OffPolicyLearner learner;
    private final StepwiseFlowPolicy policy;
    private final float[] noise = new float[2 * PARTICLES];
    private final List<String> warnings = new ArrayList<>();

    BanditStudy(RunConfig config) {
        this.config = config;
        SwfpAlgorithm algorithm = (SwfpAlgorithm) config.algorithm();
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

    /** Draws from the mixture, an episode of one step each. */
    private static Demonstrations demonstrations(Bandit bandit, Rng random) {
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

    /** Behaviour cloning, to its end. */
    void pretrain() {
        do {
            learner.collect();
            learner.update();
        } while (!learner.phaseEnded());
    }

    /** The online phase, to its end. */
    void improve() {
        while (learner.steps() < config.steps()) {
            learner.collect();
            learner.update();
            warnings.addAll(learner.drainWarnings());
        }
    }

    /** The particles after every block, {@code [N + 1][n · 2]}. */
    float[][] paths() {
        return ParticlePaths.of(policy, new float[1], learner.normalizesObservations(), noise);
    }

    /** What went wrong in the online phase, in a line each. */
    List<String> warnings() {
        return warnings;
    }

    /** The numbers of the study, from the particles before and after the online phase. */
    Map<String, Object> numbers(float[][] before, float[][] after) {
        float[] first = before[before.length - 1];
        float[] last = after[after.length - 1];
        double rewardBefore = reward(first);
        double rewardAfter = reward(last);
        double[] shares = shares(last);
        double near = Arrays.stream(shares).sum();
        long covered = Arrays.stream(shares).filter(share -> share >= LOST / shares.length).count();
        boolean diverged = !(Double.isFinite(rewardAfter) && rewardAfter > rewardBefore && near >= 1 - ASTRAY);
        Map<String, Object> numbers = new LinkedHashMap<>(Json.object("path_ratio", ParticlePaths.ratio(after, 2),
                "modes_covered", covered, "modes_total", shares.length, "diverged", diverged,
                "path_ratio_before", ParticlePaths.ratio(before, 2), "reward_before", rewardBefore,
                "reward_after", rewardAfter, "near_a_mode", near, "w2_moved", w2(first, last)));
        numbers.put("displacements", displacements(after));
        return numbers;
    }

    private double reward(float[] particles) {
        double sum = 0;
        for (int i = 0; i < particles.length; i += 2) {
            sum += shifted.reward(Math.clamp(particles[i], -1, 1), Math.clamp(particles[i + 1], -1, 1));
        }
        return sum / PARTICLES;
    }

    /** The part of the particles that are near each centre, and nearer to it than to the others. */
    private double[] shares(float[] particles) {
        List<double[]> centres = shifted.centres();
        double[] shares = new double[centres.size()];
        for (int i = 0; i < particles.length; i += 2) {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < shares.length; k++) {
                double distance = Math.hypot(particles[i] - centres.get(k)[0], particles[i + 1] - centres.get(k)[1]);
                if (distance < least) {
                    least = distance;
                    nearest = k;
                }
            }
            shares[nearest] += least <= NEAR * Bandit.SIGMA ? 1.0 / PARTICLES : 0;
        }
        return shares;
    }

    /** By exact assignment of some of them. */
    private static double w2(float[] x, float[] y) {
        double[][] cost = new double[ASSIGNED][ASSIGNED];
        for (int i = 0; i < ASSIGNED; i++) {
            for (int j = 0; j < ASSIGNED; j++) {
                double distance = Math.hypot(x[2 * i] - y[2 * j], x[2 * i + 1] - y[2 * j + 1]);
                cost[i][j] = distance * distance;
            }
        }
        return Math.sqrt(Assignment.cost(cost, Assignment.solve(cost)));
    }

    /** Root mean square of every block's displacement. */
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
