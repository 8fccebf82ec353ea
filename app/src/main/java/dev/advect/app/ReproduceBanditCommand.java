package dev.advect.app;

import dev.advect.app.Converters.Count;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** SWFP's toy study: do particles go straight, and do none get lost? */
@Command(
        name = "bandit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Pre-trains a stepwise flow policy on a mixture of four Gaussians in the plane, shifts the reward, "
                + "improves the policy online, and says how straight its particles go and whether a mode was lost.",
        footer = {"", "Examples:", "  advect reproduce bandit",
            "  advect reproduce bandit --set swfp.blocks=10 --set swfp.mode=sequential --json"})
final class ReproduceBanditCommand implements Callable<Integer> {
    /** What differs from the preset: a small task for small networks, and an entropy that makes the mixture the optimum. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("loop.envs", "32"), Map.entry("loop.unroll", "4"),
            Map.entry("loop.updatesPerStep", "0.125"), Map.entry("loop.warmUp", "1024"),
            Map.entry("loop.demonstrationShare", "0"), Map.entry("loop.pretrainUpdates", "2500"),
            Map.entry("swfp.reflowAfter", "1500"),
            Map.entry("critic.members", "2"), Map.entry("critic.hidden", "[128, 128]"),
            Map.entry("critic.learningRate", "1e-3"), Map.entry("swfp.hidden", "[64, 64]"),
            Map.entry("swfp.normalizeValue", "false"), Map.entry("swfp.alpha", "1"), Map.entry("swfp.tau", "0.002"),
            Map.entry("swfp.tauFinal", "0.002"), Map.entry("swfp.period", "20"), Map.entry("swfp.cloningRate", "2e-3"));

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--steps", paramLabel = "N", description = "Environment steps of the online phase. Default: 8000.")
    private Count steps = new Count(8_000);

    @Option(names = "--seed", paramLabel = "N", description = "Of all randomness. Default: 0.")
    private Count seed = new Count(0);

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set a value of the configuration; repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "FILE", description = "The picture, a PNG. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("runs", "bandit.png");

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        GridOptions.refuseOwn(values);
        GridOptions.refuseIf(threads < 1, "--threads=" + threads + " is not possible, it must be at least 1");
        Map<String, String> all = new LinkedHashMap<>(VALUES);
        all.put("steps", Long.toString(steps.value()));
        all.put("seed", Long.toString(seed.value()));
        all.put("threads", Integer.toString(threads));
        all.putAll(values);
        RunConfig config = ConfigYaml.with(Presets.of("cpu", Algorithm.SWFP, "bandit-2d-shifted"), all);
        PrintWriter print = spec.commandLine().getOut();
        try (BanditStudy study = new BanditStudy(config)) {
            study.pretrain();
            float[][] before = study.paths();
            study.improve();
            float[][] after = study.paths();
            study.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
            BanditPicture.write(out, before, after);
            Map<String, Object> numbers = study.numbers(before, after);
            if (json) {
                Json.print(print, numbers);
            } else {
                numbers.forEach((key, value) -> print.println(
                        Text.format("%-20s %s", key.replace('_', ' '), BenchOptions.readable(value))));
                print.println(out);
            }
            print.flush();
        }
        return ExitCode.OK;
    }
}
