package dev.advect.app.reproduce;

import dev.advect.app.console.StoppedException;
import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import dev.advect.train.Nearest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import static dev.advect.config.InvalidValueException.throwIf;

/** The comparison of exploration methods: temporally correlated noise and the algorithms' own methods. */
@Command(
        name = "exploration",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains FPO, Gaussian PPO and DPPO with white noise, with noise that is correlated over time (a "
                + "correlation of 0.3, 0.5, 0.7, or coloured with an exponent of 0.5, 1), and with one of the "
                + "algorithm's own exploration parameters changed.",
        footer = {"", "Examples:", "  advect reproduce exploration --steps=1e6 --seeds=0,1,2",
            "  advect reproduce exploration --variants=fpo-white,fpo-correlation-0.5 --steps=1e6"})
public final class ReproduceExplorationCommand implements Callable<Integer> {
    /** A change of one value of the preset, or of a few related ones. */
    private record Change(String name, Map<String, String> values) {}

    private static final List<Change> NOISE = List.of(noise("white", "0", "0"), noise("correlation-0.3", "0.3", "0"),
            noise("correlation-0.5", "0.5", "0"), noise("correlation-0.7", "0.7", "0"), noise("color-0.5", "0", "0.5"),
            noise("color-1", "0", "1"));

    private static final Change LARGE_VALUE = new Change("value-3x256", Map.of("loop.valueHidden", "[256,256,256]"));

    private static final Map<Algorithm, List<Change>> OWN = Map.of(
            Algorithm.FPO, List.of(
                    LARGE_VALUE,
                    new Change("action-noise-0.05", Map.of("fpo.actionNoise", "0.05")),
                    new Change("reduction-sqrt", Map.of("fpo.reduction", "sqrt"))),
            Algorithm.PPO, List.of(
                    LARGE_VALUE,
                    new Change("deviation-shared", Map.of("ppo.deviation", "shared")),
                    new Change("entropy-0.003", Map.of("ppo.entropyCost", "0.003")),
                    new Change("entropy-0.03", Map.of("ppo.entropyCost", "0.03"))),
            Algorithm.DPPO, List.of(
                    LARGE_VALUE,
                    new Change("initial-correlation-0.5", Map.of(
                            "loop.noiseCorrelation", "0.5", "loop.noiseColor", "0", "dppo.correlatedNoise", "initial")),
                    new Change("sigma-0.2", Map.of("dppo.sigma", "0.2")),
                    new Change("sigma-0.5", Map.of("dppo.sigma", "0.5"))));

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private GridOptions options = new GridOptions();

    @Option(names = "--variants", paramLabel = "NAME", split = ",", description = "Variants to run. Default: all.")
    private @Nullable List<String> selected;

    @Override
    public Integer call() throws IOException, StoppedException {
        return options.run(spec, "exploration", "Exploration, one value changed at a time",
                List.of("cheetah-run", "cartpole-balance"), selected == null ? variants() : select(selected, variants()));
    }

    /** Returns the named variants in command-line order. */
    private static List<Variant> select(List<String> names, List<Variant> all) {
        List<String> known = all.stream().map(Variant::name).toList();
        names.forEach(name -> throwIf(
                !known.contains(name), "unknown variant '" + name + "'" + Nearest.hint(name, known)));
        return names.stream().distinct().map(name -> all.get(known.indexOf(name))).toList();
    }

    public static List<Variant> variants() {
        return Stream.of(Algorithm.FPO, Algorithm.PPO, Algorithm.DPPO)
                .flatMap(algo -> Stream.concat(NOISE.stream(), OWN.getOrDefault(algo, List.of()).stream())
                        .map(change -> new Variant(algo + "-" + change.name, algo, change.values)))
                .toList();
    }

    private static Change noise(String name, String correlation, String color) {
        return new Change(name, Map.of("loop.noiseCorrelation", correlation, "loop.noiseColor", color));
    }
}
