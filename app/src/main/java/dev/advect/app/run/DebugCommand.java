package dev.advect.app.run;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.Environments;
import dev.advect.io.Safetensors;
import dev.advect.onpolicy.MinibatchReplay;
import dev.advect.onpolicy.MinibatchReplay.Replayed;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.onpolicy.TensorStats;
import dev.advect.train.ConfigYaml;
import dev.advect.train.LearnerFactory;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Repeats a run's first failed update and shows where values became non-finite. */
@Command(
        name = "debug",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Repeats a run's first update with a NaN or an infinity, and shows everything that went into it.",
        footer = {"", "Examples:", "  advect debug runs/cheetah-run-fpo-1", "  advect debug runs/cheetah-run-fpo-1 --all"})
public final class DebugCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The run's folder.")
    @SuppressWarnings("NullAway.Init")
    private Path run;

    @Option(names = "--all", description = "Show every tensor of the networks, not only those with a NaN or an infinity.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        RunDirectory directory = RunDirectory.open(run);
        RunConfig config = directory.config();
        if (!(config.algorithm() instanceof OnPolicySettings algorithm)) {
            throw new RunException("updates of " + ConfigYaml.name(config.algo()) + " are not kept and cannot be done again, only those "
                    + "of on-policy algorithms");
        }
        if (!Files.isRegularFile(directory.failure())) {
            throw new RunException(run + " has no failed update: all its gradients were finite, or health.report was off");
        }
        LearnerFactory.requireSupported(config);
        Safetensors.Contents contents = Safetensors.read(directory.failure());
        Replayed replayed = MinibatchReplay.replay(
                algorithm, LearnerFactory.spec(Environments.get(config.env()).factory()), contents.state());
        String step = contents.metadata().getOrDefault("step", "?");
        String what = contents.metadata().getOrDefault("what", "?");
        if (json) {
            print(step, what, replayed);
        } else {
            show(config, step, what, replayed);
        }
        return ExitCode.OK;
    }

    private void print(String step, String what, Replayed replayed) {
        List<?> findings = replayed.findings().stream().map(finding -> Json.object("name", finding.name(),
                "size", finding.size(), "min", finding.min(), "max", finding.max(), "rms", finding.rms(),
                "non_finite", finding.nonFinite(), "place", finding.place())).toList();
        Json.print(spec.commandLine().getOut(), Json.object(
                "step", step, "what", what, "findings", findings, "metrics", replayed.metrics()));
    }

    private void show(RunConfig config, String step, String what, Replayed replayed) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Text.format("%s on %s, an update before step %s: %s",
                ConfigYaml.name(config.algo()), config.env(), step, what));
        out.println(Text.format("%-36s %9s %11s %11s %11s  %s", "", "numbers", "min", "max", "rms", "not finite"));
        for (TensorStats finding : replayed.findings()) {
            boolean network = finding.name().contains(" ");
            if (all || !network || finding.nonFinite() > 0) {
                String bad = finding.nonFinite() == 0
                        ? "" : Text.format("%d, first %s", finding.nonFinite(), finding.place());
                out.println(Text.format("%-36s %9d %11.4g %11.4g %11.4g  %s", finding.name(), finding.size(),
                        finding.min(), finding.max(), finding.rms(), bad).stripTrailing());
            }
        }
        replayed.metrics().forEach((name, value) -> out.println(Text.format("%-36s %s", name, value)));
        out.flush();
    }
}
