package dev.advect.app.reproduce;

import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import picocli.CommandLine.Option;

import java.util.Map;
import java.util.Optional;

import static dev.advect.config.InvalidValueException.throwIf;

/** The option that also compares DPPO by the clock, in studies that compare by environment steps. */
final class DppoTimeOption {
    @Option(names = "--dppo-minutes", paramLabel = "M", description = "Also trains DPPO for so many minutes with no limit of "
            + "steps, since its steps cost less: dppo-time. Default: not.")
    private double minutes;

    /** DPPO by the clock, if asked for. */
    Optional<Variant> variant(ArmOptions start, GridOptions options, String task) {
        throwIf(!(minutes >= 0), "--dppo-minutes=" + minutes + " is not possible, it must be positive");
        return minutes == 0 ? Optional.empty() : Optional.of(start.variant(options, "dppo-time", Algorithm.DPPO, task,
                Map.of("steps", "0", "minutes", Double.toString(minutes))));
    }
}
