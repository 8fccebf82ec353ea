package dev.advect.reliability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of a few seconds with everything in them: iterations, evaluations, a checkpoint every few iterations, and for most
 * demonstrations and pre-training.
 */
public enum TinyRun {
    FPO("on-policy", "fpo", 800, ""),
    FPO_PRETRAINED("on-policy, pre-trained", "fpo", 400, "loop.pretrainUpdates=1500"),
    RLPD("off-policy", "rlpd", 800, "rlpd.hidden=[8]"),
    SWFP_PRETRAINED("off-policy, pre-trained", "swfp", 400, "swfp.hidden=[8] swfp.blocks=2 loop.pretrainUpdates=1200");

    /** Rows of an off-policy run's replay buffer, and environments that share them. */
    public static final int CAPACITY = 400;
    public static final int LANES = 4;

    private static final List<String> ANY = List.of("evaluationEpisodes=2", "evaluationSteps=400", "checkpointMinutes=0.0005");
    private static final List<String> ON_POLICY = List.of("loop.envs=8", "loop.unroll=10", "loop.unrollsPerEnv=1",
            "loop.minibatches=2", "loop.epochs=1", "policyHidden=[16]", "valueHidden=[16]");
    private static final List<String> OFF_POLICY = List.of("loop.envs=" + LANES, "loop.unroll=20", "loop.warmUp=80",
            "loop.updatesPerStep=0.1", "loop.policyAfter=0", "loop.batchSize=16", "loop.capacity=" + CAPACITY,
            "critic.hidden=[8]");

    private final String label;
    private final String algorithm;
    private final int steps;
    /** Values besides, with spaces between. */
    private final String own;

    TinyRun(String label, String algorithm, int steps, String own) {
        this.label = label;
        this.algorithm = algorithm;
        this.steps = steps;
        this.own = own;
    }

    /** What kind of run it is, and its algorithm. */
    public String label() {
        return label + " (" + algorithm + ")";
    }

    /** Whether there is a replay buffer. */
    public boolean isOffPolicy() {
        return !algorithm.equals("fpo");
    }

    /** The arguments that begin it, from demonstrations of the same environment. */
    public List<String> begin(Path folder, Path demonstrations, long seed) {
        List<String> args = new ArrayList<>(List.of("train", "--env=gridworld", "--algo=" + algorithm, "--seed=" + seed,
                "--threads=1", "--steps=" + steps, "--run-dir=" + folder));
        List<String> values = new ArrayList<>(ANY);
        values.addAll(isOffPolicy() ? OFF_POLICY : ON_POLICY);
        if (!own.isEmpty()) {
            values.addAll(List.of(own.split(" ", -1)));
        }
        if (this != FPO) {
            values.add("loop.demonstrations=" + demonstrations);
        }
        values.forEach(value -> args.add("--set=" + value));
        return args;
    }

    /** The arguments that go on with it. */
    public static List<String> resume(Path folder) {
        return List.of("train", "--resume=" + folder);
    }
}
