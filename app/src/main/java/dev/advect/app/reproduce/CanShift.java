package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.StoppedException;
import dev.advect.app.options.Environments;
import dev.advect.experiments.RecordLines;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.Variant;
import dev.advect.experiments.shift.ShiftReport;
import dev.advect.experiments.shift.ShiftRow;
import dev.advect.experiments.shift.ShiftStudy;
import dev.advect.train.Algorithm;
import dev.advect.train.Nearest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static dev.advect.config.InvalidValueException.throwIf;

/** The shift study on the arm: the bin into which a can belongs moves by 8 cm after pre-training. */
record CanShift(CommandSpec spec, GridOptions options, ArmOptions start, DppoTimeOption dppoTime) {
    private static final String NAME = "shift-can";
    private static final String TASK = "can-shifted-until-success";
    /** The variant that is pre-trained and then only watched, for as few steps as an iteration has, and never updated. */
    private static final Map<String, String> NO_TRAINING =
            Map.of("steps", "1", "minutes", "0", "loop.policyAfter", Long.toString(Long.MAX_VALUE));
    private static final List<String> VARIANTS = List.of(ShiftReport.CLONE, "swfp-w2", "swfp-kl", "swfp-none", "dppo");

    int run(@Nullable List<String> names) throws IOException, StoppedException {
        options.refuseTasks(TASK);
        options.refuseSet("swfp.regularizer", "--variants");
        start.check(options, List.of(TASK));
        Grid grid = options.grid("A target that moves", List.of(TASK), variants(names == null ? VARIANTS : names));
        Path folder = options.folder(NAME);
        options.train(spec, NAME, grid);
        List<ShiftRow> rows = new ShiftStudy(folder, Environments.get(TASK).factory(),
                Environments.get(ArmOptions.demonstrated(TASK)).factory(), grid.budget().episodes(), options.threads())
                .measure(options.results(NAME, grid));
        String tables = new ShiftReport(rows).write(folder);
        if (options.json()) {
            Map<String, Object> byRun = new LinkedHashMap<>();
            rows.forEach(row -> byRun.put(row.run(), RecordLines.values(row)));
            Json.print(spec.commandLine().getOut(),
                    Json.object("results", options.report(NAME, grid).values(), "shift", byRun));
            return ExitCode.OK;
        }
        options.show(spec, NAME, grid);
        spec.commandLine().getOut().println(tables);
        films(folder, grid).forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    /** After the shift no batch holds demonstrations, because their rewards are from before. */
    private List<Variant> variants(List<String> names) {
        List<Variant> variants = new ArrayList<>();
        for (String name : names.stream().distinct().toList()) {
            throwIf(!VARIANTS.contains(name), "unknown variant '" + name + "'" + Nearest.hint(name, VARIANTS));
            if (name.equals("dppo")) {
                variants.add(start.variant(options, name, Algorithm.DPPO, TASK, Map.of()));
            } else {
                Map<String, String> own = new LinkedHashMap<>(Map.of("loop.demonstrationShare", "0"));
                if (name.equals(ShiftReport.CLONE)) {
                    own.putAll(NO_TRAINING);
                } else {
                    own.put("swfp.regularizer", name.substring(name.indexOf('-') + 1));
                }
                variants.add(start.variant(options, name, Algorithm.SWFP, TASK, own));
            }
        }
        dppoTime.variant(start, options, TASK).ifPresent(variants::add);
        return variants;
    }

    /** The commands that film a run beside the clone of its seed. */
    private static List<String> films(Path folder, Grid grid) {
        List<String> names = grid.variants().stream().map(Variant::name).toList();
        return !names.contains(ShiftReport.CLONE) ? List.of() : grid.seeds().stream().flatMap(seed -> names.stream()
                .filter(name -> !name.equals(ShiftReport.CLONE))
                .map(name -> "film: advect render " + run(folder, ShiftReport.CLONE, seed) + " --side-by-side="
                        + run(folder, name, seed) + " --checkpoint=latest --out="
                        + folder.resolve(name + "-" + seed + ".mp4")))
                .toList();
    }

    private static Path run(Path folder, String variant, long seed) {
        return folder.resolve(TASK + "-" + variant + "-" + seed);
    }
}
