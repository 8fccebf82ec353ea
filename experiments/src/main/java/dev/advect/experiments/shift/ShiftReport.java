package dev.advect.experiments.shift;

import dev.advect.io.AtomicFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The tables of an experiment whose target moves: successes and places, and each alarm beside what the episodes show.
 *
 * @param rows one row per run
 */
public record ShiftReport(List<ShiftRow> rows) {
    /** The variant that is pre-trained and trained no further. */
    public static final String CLONE = "clone";

    public ShiftReport {
        rows = List.copyOf(rows);
    }

    /** Writes {@code shift.md} and returns its text. */
    public String write(Path folder) throws IOException {
        String text = successes() + "\n" + alarms();
        AtomicFile.writeString(folder.resolve("shift.md"), text);
        return text;
    }

    private String successes() {
        StringBuilder table = new StringBuilder("""
                | run | steps | cloned | best | last | unmoved target | in its place | where that was | beside | not moved | lost | spread, cm |
                |---|---|---|---|---|---|---|---|---|---|---|---|
                """);
        for (ShiftRow row : rows) {
            CanPlaces places = row.places();
            table.append(String.format(Locale.ROOT, "| %s | %d | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %s |\n",
                    row.run(), row.steps(), row.first(), row.best(), row.last(), row.unmoved(), places.target(), places.before(),
                    places.beside(), places.start(), places.lost(), centimetres(places.spread())));
        }
        return table.toString();
    }

    private String alarms() {
        StringBuilder table = new StringBuilder("""
                | run | mode collapse | modes | spread of actions | instability | largest fall | stale particles | staleness | gained |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (ShiftRow row : rows) {
            if (row.modes() != null) {
                ShiftRow.Change modes = row.modes();
                ShiftRow.Change spread = Objects.requireNonNull(row.spread());
                table.append(String.format(Locale.ROOT, "| %s | %s | %.1f → %.1f | %.2f → %.2f | %s | %.2f ± %.2f%s | %s | %.2f | %+.2f |\n",
                        row.run(), alarm(row, Alarms.COLLAPSE), modes.first(), modes.last(), spread.first(), spread.last(),
                        alarm(row, Alarms.INSTABILITY), row.fall(), row.fallError(), row.hasFallen() ? "" : ", chance",
                        alarm(row, Alarms.STALENESS), row.staleness(), row.last() - row.first()));
            }
        }
        return table.toString();
    }

    private static String alarm(ShiftRow row, String kind) {
        Long step = row.alarms().get(kind);
        return step == null ? "–" : "at " + step;
    }

    private static String centimetres(double metres) {
        return Double.isNaN(metres) ? "–" : String.format(Locale.ROOT, "%.1f", 100 * metres);
    }
}
