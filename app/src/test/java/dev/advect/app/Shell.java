package dev.advect.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a command line in this process. */
public final class Shell {
    private Shell() {}

    /** What came of it. */
    public record Result(int code, String out, String err) {}

    public static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Advect.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Result(code, out.toString(), err.toString());
    }

    /** A run of a second or two: few environments, small networks, one evaluation at its end. */
    static Result train(Path folder, String... more) {
        return trainIn("cartpole-balance", folder, more);
    }

    /** The same in another environment. */
    static Result trainIn(String env, Path folder, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "--env=" + env, "--run-dir=" + folder,
                "--steps=256", "--threads=2", "--set=loop.envs=8", "--set=loop.unroll=8", "--set=loop.unrollsPerEnv=1", "--set=loop.minibatches=2",
                "--set=loop.epochs=1", "--set=policyHidden=[8]", "--set=valueHidden=[8]",
                "--set=evaluationEpisodes=2"));
        args.addAll(Arrays.asList(more));
        return run(args.toArray(String[]::new));
    }

    /** A run of an off-policy algorithm, as short: some pre-training, an episode in each of four environments. */
    public static Result trainOffPolicy(Path folder, Path demonstrations, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "--env=cartpole-balance", "--run-dir=" + folder,
                "--steps=4096", "--threads=2", "--set=loop.unroll=256", "--set=loop.warmUp=1024",
                "--set=loop.updatesPerStep=0.01", "--set=loop.policyAfter=0", "--set=loop.policyEvery=2",
                "--set=loop.batchSize=16", "--set=loop.demonstrations=" + demonstrations,
                "--set=loop.pretrainUpdates=4", "--set=critic.hidden=[8]", "--set=evaluationEpisodes=2"));
        args.addAll(Arrays.asList(more));
        return run(args.toArray(String[]::new));
    }
}
