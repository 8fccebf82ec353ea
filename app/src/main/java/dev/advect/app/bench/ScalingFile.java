package dev.advect.app.bench;

import dev.advect.app.console.Outputs;
import dev.advect.config.InvalidValueException;
import dev.advect.io.AtomicFile;
import dev.advect.plot.Curve;
import dev.advect.plot.ScalingCurves;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The CSV file of measured points, complete after every point, and the plot beside it. */
final class ScalingFile {
    private static final int PANELS_A_ROW = 3;

    private final Path csv;
    private final String setting;
    private final List<ScalingRow> rows = new ArrayList<>();

    /** Opens the file and loads the points of an earlier run. Points of a different setting are rejected. */
    ScalingFile(Path csv, String setting) throws IOException {
        this.csv = csv;
        this.setting = setting;
        if (!csv.toString().endsWith(".csv")) {
            throw new InvalidValueException("--out=" + csv + " must end with .csv; the picture is written beside it");
        }
        Outputs.requireWritable(csv);
        if (!Files.exists(csv)) {
            return;
        }
        if (!Files.isRegularFile(csv)) {
            throw new InvalidValueException(csv + " is no regular file, from which measurements could be read again");
        }
        List<String> lines = Files.readAllLines(csv);
        if (lines.isEmpty() || !lines.getFirst().equals(ScalingRow.HEADER)) {
            throw new InvalidValueException(csv + " holds something else: give another --out");
        }
        for (String line : lines.subList(1, lines.size())) {
            ScalingRow.parse(line).ifPresent(rows::add);
        }
        for (ScalingRow row : rows) {
            if (!row.setting().equals(setting)) {
                throw new InvalidValueException(csv + " holds measurements of " + row.setting() + ", not of " + setting
                        + " (environment, preset, threads): give another --out, or delete it");
            }
        }
    }

    String setting() {
        return setting;
    }

    List<ScalingRow> rows() {
        return List.copyOf(rows);
    }

    Optional<ScalingRow> find(ScalingAxis axis, int value) {
        return rows.stream().filter(row -> row.axis() == axis && row.value() == value).findFirst();
    }

    void add(ScalingRow row) throws IOException {
        rows.add(ScalingRow.parse(row.line()).orElseThrow()); // keeps the rounded values, as a later run will read them
        AtomicFile.writeString(csv, rows.stream().map(ScalingRow::line)
                .collect(Collectors.joining("\n", ScalingRow.HEADER + "\n", "\n")));
    }

    /** Plots the points measured so far and returns the path of the plot. */
    Path draw() throws IOException {
        Path png = csv.resolveSibling(String.valueOf(csv.getFileName()).replaceFirst("csv$", "png"));
        List<ScalingCurves.Panel> panels = new ArrayList<>();
        for (ScalingAxis axis : ScalingAxis.values()) {
            List<ScalingRow> measured = rows.stream().filter(row -> row.axis() == axis)
                    .sorted(Comparator.comparingInt(ScalingRow::value)).toList();
            if (!measured.isEmpty()) {
                panels.add(new ScalingCurves.Panel(axis.title(), List.of(
                        series("simulating", measured, ScalingRow::simulate),
                        series("collecting", measured, ScalingRow::collect),
                        series("learning", measured, ScalingRow::learn),
                        series("training", measured, ScalingRow::train))));
            }
        }
        ScalingCurves.write(png, "environment steps per second", PANELS_A_ROW, panels);
        return png;
    }

    private static Curve.Series series(String name, List<ScalingRow> rows, ToDoubleFunction<ScalingRow> rate) {
        return Curve.Series.line(name, rows.stream().mapToDouble(ScalingRow::value).toArray(),
                rows.stream().mapToDouble(rate).toArray());
    }
}
