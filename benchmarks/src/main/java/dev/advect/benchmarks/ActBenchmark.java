package dev.advect.benchmarks;

import dev.advect.runtime.FlowSpec;
import dev.advect.runtime.GaussianSpec;
import dev.advect.runtime.Policy;
import dev.advect.runtime.PolicyFile;
import dev.advect.runtime.PolicySpec;
import dev.advect.runtime.Solver;
import dev.advect.runtime.Squash;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Time of an action, from a raw observation in an array to an action in an array, the drawing of noise included. Modes:
 * mean, and quantiles of single actions.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class ActBenchmark {
    private static final int BATCH = 2048;
    private static final int OBSERVATIONS = 17;
    private static final int ACTIONS = 6;

    /** Kind, and widths of hidden layers; whether weights are rounded to 16 bits. */
    @Param({"flow-32x4", "flow-256x4", "flow-256x4-bfloat16", "stepwise-32x4", "gaussian-32x4"})
    private String network = "";

    private final SplittableRandom random = new SplittableRandom(1);
    private final float[] action = new float[ACTIONS];
    private final float[] actions = new float[BATCH * ACTIONS];
    private float[] observation = {};
    private float[] observations = {};
    private Policy policy = policy("gaussian-32x4");

    private static PolicySpec spec(String network) {
        String[] parts = network.split("[-x]", -1);
        List<Integer> hidden = Collections.nCopies(Integer.parseInt(parts[2]), Integer.parseInt(parts[1]));
        return switch (parts[0]) {
            case "flow" -> new FlowSpec(OBSERVATIONS, ACTIONS, hidden, 8, 0.25, 1, FlowSpec.uniform(1, 0, 10),
                    Solver.EULER, 0);
            case "stepwise" -> new FlowSpec(OBSERVATIONS, ACTIONS, hidden, 8, 1, 5, FlowSpec.uniform(0, 1, 5),
                    Solver.EULER, 0);
            default -> new GaussianSpec(OBSERVATIONS, ACTIONS, hidden, 1e-3);
        };
    }

    private static Policy policy(String network) {
        PolicySpec spec = spec(network);
        SplittableRandom random = new SplittableRandom(2);
        double bound = 1 / Math.sqrt(spec.hidden().getFirst());
        float[] parameters = new float[(int) spec.parameters()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) random.nextDouble(-bound, bound);
        }
        float[] scale = new float[OBSERVATIONS];
        Arrays.fill(scale, 1);
        PolicyFile file = new PolicyFile(spec, Squash.TANH, 3, new float[OBSERVATIONS], scale, parameters, Map.of());
        return Policy.of(network.endsWith("-bfloat16") ? file.rounded() : file);
    }

    @Setup(Level.Trial)
    public void load() {
        policy = policy(network);
        observation = normal(OBSERVATIONS);
        observations = normal(BATCH * OBSERVATIONS);
        if (!policy.warmUp(60)) {
            throw new IllegalStateException("the runtime is not warm after a minute: is the machine busy?");
        }
    }

    private float[] normal(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Benchmark
    @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
    public float[] one() {
        policy.act(observation, action, random);
        return action;
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OperationsPerInvocation(BATCH)
    public float[] batch() {
        policy.act(observations, actions, BATCH, random);
        return actions;
    }
}
