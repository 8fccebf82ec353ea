package dev.advect.app.bench;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.Environments;
import dev.advect.config.InvalidValueException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;

/** The options that all benchmarks share. */
public final class BenchOptions {
    @Option(names = "--env", paramLabel = "NAME", description = "Environment. Default: ${DEFAULT-VALUE}.")
    private String env = "cheetah-run";

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--seconds", paramLabel = "S", description = "Seconds to measure, after a warm-up. Default: 5.")
    private double seconds = 5;

    @Option(names = "--json", description = "Print JSON on one line.")
    private boolean json;

    Environments.Entry env() {
        return Environments.get(env);
    }

    int threads() {
        if (threads < 1 || threads > 1024) {
            throw new InvalidValueException("--threads=" + threads + " is not possible, it must lie in [1, 1024]");
        }
        return threads;
    }

    double seconds() {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new InvalidValueException("--seconds=" + seconds + " is not possible, it must lie in (0, 3600]");
        }
        return seconds;
    }

    boolean json() {
        return json;
    }

    void print(PrintWriter out, Map<String, Object> result) {
        if (json) {
            Json.print(out, result);
            return;
        }
        result.forEach((key, value) -> out.println(Text.format("%-24s %s", key, readable(value))));
        out.flush();
    }

    /** Formats a number with a readable number of digits, a missing number as a dash, and anything else unchanged. */
    public static String readable(@Nullable Object value) {
        if (value == null || (value instanceof Double number && Double.isNaN(number))) {
            return "-";
        }
        if (!(value instanceof Double number)) {
            return value.toString();
        }
        return Math.abs(number) >= 1000 && Math.abs(number) < 1e9 ? Text.format("%,.0f", number) : Text.number(number);
    }

    /** The p-quantile of the values by the nearest-rank method. */
    static double quantile(double[] values, double p) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.clamp((long) Math.ceil(p * sorted.length) - 1, 0, sorted.length - 1)];
    }
}
