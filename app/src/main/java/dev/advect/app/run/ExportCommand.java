package dev.advect.app.run;

import dev.advect.app.console.Outputs;
import dev.advect.app.console.Text;
import dev.advect.app.options.CheckpointOption;
import dev.advect.app.options.Environments;
import dev.advect.app.options.ExportFormat;
import dev.advect.app.options.SamplingOptions;
import dev.advect.config.InvalidValueException;
import dev.advect.export.Exports;
import dev.advect.export.OnnxExport;
import dev.advect.io.AtomicFile;
import dev.advect.nn.Precision;
import dev.advect.policy.Policy;
import dev.advect.runtime.PolicyFile;
import dev.advect.train.ConfigYaml;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** Exports a trained policy to a single file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Exports a run's policy, with its normaliser, solver and bounds, to one file: for advect's "
                + "runtime, which needs nothing but a JDK, or as an ONNX graph.",
        footer = {
            "",
            "Examples:",
            "  advect export runs/cheetah-run-fpo-1 --out=cheetah.policy",
            "  advect export runs/cheetah-run-fpo-1 --out=cheetah.policy --weights=bfloat16",
            "  advect export runs/cheetah-run-fpo-1 --format=onnx --out=cheetah.onnx --sampler=heun --flow-steps=5"
        })
public final class ExportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The run's folder.")
    @SuppressWarnings("NullAway.Init")
    private Path run;

    @Option(names = "--format", paramLabel = "NAME", description = "File format: policy or onnx. Default: policy.")
    private ExportFormat format = ExportFormat.POLICY;

    @Option(names = "--weights", paramLabel = "NAME", description = "float32, or bfloat16 for a file of half the size, "
            + "faster for wide layers, with slightly different actions. Default: float32.")
    private Precision weights = Precision.FLOAT32;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Override
    public Integer call() throws IOException {
        sampling.check();
        if (format == ExportFormat.ONNX && weights != Precision.FLOAT32) {
            throw new InvalidValueException("--weights=bfloat16 is for --format=policy");
        }
        Outputs.requireWritable(out);
        RunDirectory directory = RunDirectory.open(run);
        RunConfig config = directory.config();
        TrainedPolicy trained = TrainedPolicy.load(
                directory, checkpoint.in(directory), Environments.get(config.env()).factory(), 1);
        try (Policy policy = trained.policy()) {
            sampling.applyTo(policy, config);
            PolicyFile exact = file(policy, trained);
            PolicyFile file = weights == Precision.BFLOAT16 ? exact.rounded() : exact;
            byte[] bytes = format == ExportFormat.ONNX ? OnnxExport.bytes(file) : bytes(file);
            AtomicFile.write(out, stream -> stream.write(bytes));
            spec.commandLine().getOut().println(Text.format("%s: %s, step %s, %d observed, %d actions, %,d bytes", out,
                    config.env(), Text.steps(trained.checkpoint().step()), file.spec().observationSize(),
                    file.spec().actionSize(), bytes.length));
            if (weights == Precision.BFLOAT16) {
                spec.commandLine().getOut().println(ActionDifference.between(exact, file));
            }
            spec.commandLine().getOut().flush();
        }
        return ExitCode.OK;
    }

    private static PolicyFile file(Policy policy, TrainedPolicy trained) {
        RunConfig config = trained.config();
        try {
            return Exports.file(policy, config.algorithm().acting(), Map.of("env", config.env(),
                    "algo", ConfigYaml.name(config.algo()), "step", Long.toString(trained.checkpoint().step())));
        } catch (InvalidValueException e) {
            throw new InvalidValueException("the policy cannot be exported: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(PolicyFile file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.writeTo(out);
        return out.toByteArray();
    }
}
