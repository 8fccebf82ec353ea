package dev.advect.experiments.bandit;

import dev.advect.config.InvalidValueException;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvSpec;
import dev.advect.envs.toy.Bandit;
import dev.advect.experiments.RecordLines;
import dev.advect.experiments.SetKeys;
import dev.advect.experiments.bandit.BanditMeasure.Look;
import dev.advect.learner.Learner;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.OffPolicySettings;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.policy.Actor;
import dev.advect.random.Rng;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The comparison of SWFP with DPPO and other algorithms on a bandit whose reward shifts after pre-training on the same
 * demonstrations. Policies are measured after 0, 1, 2, 4 … thousand steps. Runs that already have rows are skipped.
 */
public final class BanditShift {
    private static final int ACTIONS = 2000;
    private static final long DRAWS = 77;
    private static final long FIRST = 1000;

    private final Path folder;
    private final RecordLines<Point> points;
    private final long steps;
    private final int threads;
    private final Map<String, String> values;

    /**
     * The variants to compare. DPPO and IBRL maximise the reward alone; the others maximise reward and entropy. No
     * batch after the shift contains demonstrations, because their rewards are from before the shift.
     */
    public enum Variant {
        SWFP(Algorithm.SWFP),
        /** SWFP without entropy, that is with α = 0. */
        SWFP_REWARD_ONLY(Algorithm.SWFP),
        DPPO(Algorithm.DPPO),
        RLPD(Algorithm.RLPD),
        CALQL(Algorithm.CALQL),
        IBRL(Algorithm.IBRL);

        private final Algorithm algorithm;

        Variant(Algorithm algorithm) {
            this.algorithm = algorithm;
        }

        public String label() {
            return ConfigYaml.name(this).replace('_', '-');
        }

        /** The values that make the variant what its name says, by the full path of their keys. */
        private Map<String, String> fixed() {
            return this == SWFP_REWARD_ONLY ? Map.of("swfp.alpha", "0") : Map.of();
        }

        /** The study's values of the variant, in addition to those of its loop and critic. */
        private Map<String, String> own() {
            return switch (this) {
                case SWFP, SWFP_REWARD_ONLY -> Map.of();
                // nearly as many weights as SWFP's blocks together, and little noise per step, as modes are narrow
                case DPPO -> Map.ofEntries(Map.entry("loop.envs", "64"), Map.entry("loop.unroll", "4"),
                        Map.entry("loop.unrollsPerEnv", "4"), Map.entry("loop.staggerEpisodes", "false"),
                        Map.entry("loop.minibatches", "8"), Map.entry("loop.rewardScale", "1"),
                        Map.entry("loop.policyHidden", "[128, 128]"), Map.entry("loop.valueHidden", "[64, 64]"),
                        Map.entry("loop.cloningRate", "2e-3"), Map.entry("dppo.sigma", "0.05"),
                        Map.entry("dppo.outputScale", "1"));
                case RLPD -> Map.of("rlpd.hidden", "[64, 64]", "rlpd.learningRate", "1e-3");
                case CALQL -> Map.of("calql.hidden", "[64, 64]", "calql.learningRate", "1e-3",
                        "calql.conservativeWeightOnline", "0");
                case IBRL -> Map.of("ibrl.hidden", "[64, 64]", "ibrl.imitationHidden", "[64, 64]",
                        "ibrl.learningRate", "1e-3");
            };
        }

        private RunConfig config(long steps, long seed, int threads, Map<String, String> values) {
            RunConfig preset = preset();
            Map<String, String> all = new LinkedHashMap<>(BanditStudy.VALUES);
            all.keySet().removeIf(key -> !ConfigYaml.has(preset, key) || (this == DPPO && !key.equals("loop.pretrainUpdates")));
            all.putAll(own());
            // skip values that only another algorithm has
            values.forEach((key, value) -> {
                if (ConfigYaml.has(preset, key)
                        || Arrays.stream(values()).noneMatch(other -> ConfigYaml.has(other.preset(), key))) {
                    all.put(ConfigYaml.path(preset, key), value);
                }
            });
            all.putAll(fixed());
            all.put("steps", Long.toString(steps));
            all.put("seed", Long.toString(seed));
            all.put("threads", Integer.toString(threads));
            return ConfigYaml.with(preset, all);
        }

        private RunConfig preset() {
            return Presets.of("cpu", algorithm, "bandit-2d-shifted");
        }
    }

    /**
     * A measurement of a policy at one point of its run.
     *
     * @param variant the variant's label
     * @param seed the random seed
     * @param values the configuration values set by hand, by key
     * @param steps the steps in the shifted environment so far
     * @param reward the mean reward in the shifted environment
     * @param modes the number of its four modes that are covered
     * @param near the fraction of actions near a mode
     * @param w2Moved the Wasserstein-2 distance of the actions since pre-training
     */
    public record Point(String variant, long seed, Map<String, String> values, long steps, double reward, int modes, double near,
            double w2Moved) {
        public Point {
            values = Map.copyOf(values);
        }
    }

    /**
     * Creates a comparison.
     *
     * @param folder the folder of rows.jsonl
     * @param steps the steps of every run
     * @param threads the number of threads
     * @param values the common configuration values; those of one algorithm apply to that one only
     */
    public BanditShift(Path folder, long steps, int threads, Map<String, String> values) {
        this.folder = folder;
        this.steps = steps;
        this.threads = threads;
        this.values = values;
        points = new RecordLines<>(folder.resolve("rows.jsonl"), Point.class);
    }

    /**
     * Runs what has no rows yet, notifies the listener of each new point, and returns all points.
     *
     * @throws InvalidValueException if a common value is one that makes a variant what its name says
     */
    public List<Point> run(List<Variant> variants, List<Long> seeds, Consumer<Point> listener) throws IOException {
        variants.forEach(variant -> SetKeys.refuse(values, variant.fixed().keySet(), "variant " + variant.label()));
        Files.createDirectories(folder);
        List<Point> known = points.read();
        List<Point> all = new ArrayList<>();
        for (long seed : seeds) {
            for (Variant variant : variants) {
                List<Point> own = lastWhole(known.stream().filter(point -> point.variant().equals(variant.label())
                        && point.seed() == seed && point.values().equals(values)).toList(), steps);
                if (own.isEmpty()) {
                    own = run(variant, seed, listener);
                    for (Point point : own) {
                        points.append(point);
                    }
                }
                all.addAll(own);
            }
        }
        return all;
    }

    /**
     * The points of the last run among several that is long enough, up to the wanted number of steps; empty if there is none.
     * A longer run is written after a shorter one, and one that was killed has fewer points.
     */
    static List<Point> lastWhole(List<Point> known, long steps) {
        List<Point> whole = List.of();
        List<Point> run = new ArrayList<>();
        long before = -1;
        for (Point point : known) {
            if (point.steps() <= before) {
                run = new ArrayList<>(); // the next run
            }
            before = point.steps();
            if (run.isEmpty() || run.getLast().steps() < steps) {
                run.add(point);
                whole = point.steps() >= steps ? run : whole;
            }
        }
        return whole;
    }

    private List<Point> run(Variant variant, long seed, Consumer<Point> listener) {
        RunConfig config = variant.config(steps, seed, threads, values);
        Rng random = new Rng(seed, DRAWS);
        Demonstrations demonstrations = BanditStudy.demonstrations(Bandit.original(), random);
        List<Point> own = new ArrayList<>();
        try (Workers workers = new Workers(threads); Learner learner = learner(config, workers, demonstrations)) {
            do {
                learner.collect();
                learner.update();
            } while (!learner.phaseEnded());
            float[] noise = new float[ACTIONS * learner.policy().noiseSize()];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) random.nextGaussian();
            }
            float[] first = actions(learner, noise);
            long due = 0;
            while (true) {
                if (learner.steps() >= due || learner.steps() >= steps) {
                    float[] now = actions(learner, noise);
                    Look look = BanditMeasure.look(Bandit.shifted(), now);
                    Point point = new Point(variant.label(), seed, values, learner.steps(), look.reward(), look.modes(),
                            look.near(), BanditMeasure.w2(first, now));
                    own.add(point);
                    listener.accept(point);
                    due = due == 0 ? FIRST : 2 * due;
                }
                if (learner.steps() >= steps) {
                    return own;
                }
                learner.collect();
                learner.update();
            }
        }
    }

    private static Learner learner(RunConfig config, Workers workers, Demonstrations demonstrations) {
        EnvSpec spec = Bandit.shifted().spec();
        return switch (config.algorithm()) {
            case OffPolicySettings off -> off.learner(Bandit::shifted, spec, workers, config.seed(), demonstrations);
            case OnPolicySettings on -> on.learner(Bandit::shifted, spec, workers, config.seed(), demonstrations);
            default -> throw new IllegalStateException(config.algo() + " cannot be pre-trained");
        };
    }

    /** Computes the actions that the environment receives. */
    private static float[] actions(Learner learner, float[] noise) {
        float[] actions = new float[2 * ACTIONS];
        try (Actor actor = new Actor(learner.policy(), learner.acting(), ACTIONS, 1)) {
            actor.act(new float[ACTIONS], noise, actions);
        }
        return actions;
    }
}
