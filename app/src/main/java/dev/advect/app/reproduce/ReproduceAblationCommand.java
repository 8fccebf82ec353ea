package dev.advect.app.reproduce;

import dev.advect.app.console.StoppedException;
import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The ablation of FPO's design choices. */
@Command(
        name = "fpo-ablation",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains FPO with one value changed at a time: 1, 4, 8 or 16 samples for an action, noise or "
                + "velocity loss, the mean of squared errors or their sum over the root of their number, clip 0.05, 0.1 or 0.2, "
                + "and white noise, no matching, no reflow or no floor of the spread. The preset itself is the run named fpo.",
        footer = {"", "Examples:", "  advect reproduce fpo-ablation --minutes=10",
            "  advect reproduce fpo-ablation --tasks=cheetah-run,point-mass --steps=3e6 --seeds=0,1,2"})
public final class ReproduceAblationCommand implements Callable<Integer> {
    /** The values to try for each configuration key. */
    private static final List<Map.Entry<String, List<String>>> TRIED = List.of(
            Map.entry("fpo.samples", List.of("1", "4", "8", "16")),
            Map.entry("fpo.supervision", List.of("velocity", "epsilon")),
            Map.entry("fpo.reduction", List.of("mean", "sqrt")),
            Map.entry("fpo.clip", List.of("0.05", "0.1", "0.2")),
            Map.entry("loop.noiseCorrelation", List.of("0")),
            Map.entry("fpo.matching", List.of("0")),
            Map.entry("fpo.reflow", List.of("0")),
            Map.entry("fpo.spreadFloor", List.of("0")));

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private GridOptions options = new GridOptions();

    @Override
    public Integer call() throws IOException, StoppedException {
        return options.run(spec, "fpo-ablation", "Values of FPO, one changed at a time", List.of("cheetah-run"),
                variants(options.preset()));
    }

    /** Returns the preset, and one variant for every value that differs from the preset's own. */
    public static List<Variant> variants(String preset) {
        RunConfig own = Presets.of(preset, Algorithm.FPO, "cheetah-run");
        List<Variant> variants = new ArrayList<>(List.of(Variant.of(Algorithm.FPO)));
        TRIED.forEach(tried -> tried.getValue().forEach(value -> {
            Map<String, String> changed = Map.of(tried.getKey(), value);
            if (!ConfigYaml.with(own, changed).equals(own)) {
                String name = tried.getKey().substring(tried.getKey().indexOf('.') + 1);
                variants.add(new Variant(name + "-" + value, Algorithm.FPO, changed));
            }
        }));
        return variants;
    }
}
