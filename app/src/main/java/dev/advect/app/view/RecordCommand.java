package dev.advect.app.view;

import dev.advect.app.console.Outputs;
import dev.advect.app.options.Environments;
import dev.advect.data.DemonstrationFile;
import dev.advect.view.page.PageServer;
import dev.advect.view.page.View;
import dev.advect.view.record.Keymap;
import dev.advect.view.record.Takes;
import dev.advect.view.record.Tape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import static dev.advect.config.InvalidValueException.throwIf;

/** Records demonstrations by hand. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Records demonstrations by hand in the browser, with keys, a gamepad or the mouse. An existing file is "
                + "continued; every episode that is kept is on disk before the next begins.",
        footer = {
            "",
            "Examples:",
            "  advect record --env=point-mass --out=point-mass.hdf5",
            "  advect record --env=lift --out=lift.hdf5 --keys=my-keys.yaml"
        })
public final class RecordCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--env", required = true, paramLabel = "NAME", description = "Environment.")
    @SuppressWarnings("NullAway.Init")
    private String env;

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "File to write: .hdf5 (robomimic's format) or .safetensors.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--keys", paramLabel = "FILE", description = "YAML file that says what keys and axes do. Default: "
            + "made for the environment, and shown in the page.")
    private @Nullable Path keys;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        throwIf(DemonstrationFile.formatOf(out) == null, "--out=" + out + " must end with .hdf5, .h5 or .safetensors");
        Environments.Entry entry = Environments.get(env);
        int actions = entry.spec().actionSize();
        if (!Files.exists(out)) {
            Outputs.requireWritable(out);
        }
        Takes takes = new Takes(out, entry.spec());
        Keymap keymap = keys == null ? Keymap.of(env, actions) : Keymap.read(keys, actions);
        server.check(spec.commandLine().getErr());
        PrintWriter print = spec.commandLine().getOut();
        try (PageServer page = View.record(server.host(), server.port(), entry.factory(), new Tape(takes, keymap))) {
            if (takes.count() > 0) {
                print.println(out + " is continued, it holds " + takes.count() + " episodes");
            }
            server.announce(page, print);
            new CountDownLatch(1).await(); // until Ctrl-C
        }
        return ExitCode.OK;
    }
}
