package dev.advect.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.config.InvalidValueException;
import dev.advect.io.JsonLines;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import static dev.advect.config.InvalidValueException.throwIf;

/** Measures the exchange between workers, and models how fast more of them would train a run. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Time of a message between two workers on this machine. With --model, the speed at which more workers "
                + "would train a run, on this machine's network, a LAN, that of a data centre and your own, by the measured parts of a "
                + "run of two.",
        footer = {"", "Examples:", "  advect bench cluster",
            "  advect bench cluster --model=runs/two-workers --alone=runs/one-thread",
            "  advect bench cluster --model=runs/two-workers --latency=250 --bandwidth=10"})
final class BenchClusterCommand implements Callable<Integer> {
    private static final int MAX_WORKERS = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--model", paramLabel = "DIR", description = "Run that two workers of one thread each have trained.")
    private @Nullable Path model;

    @Option(names = "--alone", paramLabel = "DIR", description = "The same run by one thread, which shows what every worker has to "
            + "compute for itself. Default: nothing.")
    private @Nullable Path alone;

    @Option(names = "--latency", paramLabel = "MICROSECONDS", description = "With --model: the time of a short message in your network.")
    private @Nullable Double latency;

    @Option(names = "--bandwidth", paramLabel = "GBIT", description = "The gigabits that its machines send, and at the same time "
            + "receive, in a second. Default: this machine's.")
    private @Nullable Double bandwidth;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        throwIf(alone != null && model == null, "--alone needs --model=DIR");
        throwIf(latency != null && model == null, "--latency needs --model=DIR");
        throwIf(bandwidth != null && latency == null, "--bandwidth needs --latency=MICROSECONDS");
        throwIf(latency != null && !(latency >= 0 && latency < Double.POSITIVE_INFINITY), "--latency must be 0 or more microseconds");
        throwIf(bandwidth != null && !(bandwidth > 0), "--bandwidth must be above 0");
        ClusterNetwork here = ClusterNetwork.measure();
        List<Map<String, Object>> rows = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        lines.add(Text.format("a message between two workers takes %.0f µs, and long ones %.2f GB/s each way", here.latency() * 1e6,
                here.bandwidth() * 1e-9));
        if (model != null) {
            predict(model, here, lines, rows);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, Json.object("latency_us", here.latency() * 1e6, "gb_per_s", here.bandwidth() * 1e-9, "model", rows));
        } else {
            lines.forEach(out::println);
            out.flush();
        }
        return ExitCode.OK;
    }

    private void predict(Path folder, ClusterNetwork here, List<String> lines, List<Map<String, Object>> rows) throws IOException {
        RunDirectory two = RunDirectory.open(folder);
        List<JsonNode> metrics = JsonLines.read(two.metrics());
        // a message is a system call of the sender and one of the receiver, which are most of the time on one machine
        ClusterModel parts = ClusterModel.of(metrics, alone == null ? null : JsonLines.read(RunDirectory.open(alone).metrics()),
                unrolls(two.config()), here.latency() / 2);
        lines.add(Text.format("an iteration of %,.0f steps: %.0f ms are shared, %.0f ms are every worker's own; %.0f messages, "
                + "%.0f sums of %.0f kB, %.1f MB beside them; a worker is %.0f µs early or late",
                parts.steps(), 1e3 * parts.parallel(), 1e3 * parts.serial(), parts.messages() + parts.sums(), parts.sums(),
                parts.length() * 1e-3, parts.gathered() * 1e-6, parts.spread() * 1e6));
        List<ClusterNetwork> networks = new ArrayList<>(List.of(here, ClusterNetwork.lan(), ClusterNetwork.dataCentre()));
        if (latency != null) {
            networks.add(new ClusterNetwork("your network", latency * 1e-6,
                    bandwidth == null ? here.bandwidth() : bandwidth * ClusterNetwork.GIGABIT));
        }
        for (ClusterNetwork network : networks) {
            lines.add("");
            lines.add(Text.format("%s: %.0f µs, %.2f GB/s", network.name(), network.latency() * 1e6, network.bandwidth() * 1e-9));
            lines.add(Text.format("%8s %12s %8s %11s %11s %11s", "workers", "steps/s", "of ideal", "computing", "network", "waiting"));
            double single = parts.predict(1, network).total();
            for (int workers : ClusterModel.workers(MAX_WORKERS)) {
                ClusterModel.Time time = parts.predict(workers, network);
                double efficiency = single / (workers * time.total());
                lines.add(Text.format("%8d %,12.0f %7.0f%% %8.1f ms %8.1f ms %8.1f ms", workers, parts.steps() / time.total(),
                        100 * efficiency, 1e3 * time.compute(), 1e3 * time.transfer(), 1e3 * time.waiting()));
                rows.add(Json.object("network", network.name(), "workers", workers, "steps_per_s", parts.steps() / time.total(),
                        "efficiency", efficiency, "compute_s", time.compute(), "transfer_s", time.transfer(),
                        "waiting_s", time.waiting()));
            }
        }
    }

    private static int unrolls(RunConfig config) {
        if (!(config.algorithm() instanceof OnPolicySettings settings)) {
            throw new InvalidValueException("--model needs a run of an on-policy algorithm");
        }
        OnPolicyConfig loop = settings.loop();
        return loop.unrollsPerMinibatch();
    }
}
