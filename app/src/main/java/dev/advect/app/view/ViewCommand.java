package dev.advect.app.view;

import dev.advect.app.options.CheckpointOption;
import dev.advect.app.options.Environments;
import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.experiments.Experts;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.view.live.ExpertSource;
import dev.advect.view.live.FileSource;
import dev.advect.view.live.FixedSource;
import dev.advect.view.live.RunSource;
import dev.advect.view.page.PageServer;
import dev.advect.view.page.View;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import static dev.advect.config.InvalidValueException.throwIf;

/** Shows a policy, or the runs of a folder, in the browser. */
@Command(
        name = "view",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows a policy at work in the browser, where it can be grabbed, slowed down and questioned; or all "
                + "runs of a folder with their curves, while they are trained.",
        footer = {
            "",
            "Examples:",
            "  advect view                                   all runs of the folder runs",
            "  advect view runs/cheetah-run-fpo-1            this run's policy",
            "  advect view cheetah.policy --env=cheetah-run  a policy that was exported",
            "  advect view --env=humanoid-walk               an environment, with random actions",
            "  advect view --env=can --expert                the scripted expert of an environment"
        })
public final class ViewCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR|FILE", arity = "0..1",
            description = "A run's folder, a folder of runs, or a policy file. Default: the folder runs.")
    private @Nullable Path what;

    @Option(names = "--env", paramLabel = "NAME",
            description = "Environment: needed for a policy file; alone, it is shown without a policy.")
    private @Nullable String env;

    @Mixin
    private NoPolicyOptions noPolicy = new NoPolicyOptions();

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        server.check(spec.commandLine().getErr());
        try (PageServer page = open()) {
            server.announce(page, spec.commandLine().getOut());
            new CountDownLatch(1).await(); // until Ctrl-C
        }
        return ExitCode.OK;
    }

    private PageServer open() throws IOException {
        noPolicy.check(env != null && what == null);
        if (what == null) {
            return env == null ? dashboard(Path.of("runs")) : without(env);
        }
        if (!Files.exists(what)) {
            throw new InvalidValueException("there is no " + what);
        }
        if (Files.isRegularFile(what)) {
            return policyFile(what);
        }
        throwIf(env != null, "--env is for a policy file; the run in " + what + " knows its environment");
        return Files.exists(what.resolve("config.yaml")) || !holdsRuns(what) ? run(what) : dashboard(what);
    }

    /** Whether a folder is one of runs, rather than a run whose configuration is missing. */
    private static boolean holdsRuns(Path folder) {
        return !Files.exists(folder.resolve("checkpoints")) && !Files.exists(folder.resolve("metrics.jsonl"));
    }

    private PageServer dashboard(Path folder) throws IOException {
        checkpoint.refuse();
        return View.dashboard(server.host(), server.port(), folder, name -> Environments.get(name).factory());
    }

    private PageServer run(Path folder) throws IOException {
        RunDirectory directory = RunDirectory.open(folder);
        RunConfig config = directory.config();
        Environments.Entry entry = Environments.get(config.env());
        String which = checkpoint.in(directory);
        directory.checkpoints().load(which); // a damaged run is reported here, not in the page
        return View.live(server.host(), server.port(), String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                entry.factory(), new RunSource(directory, entry.factory(), which));
    }

    private PageServer policyFile(Path file) throws IOException {
        checkpoint.refuse();
        if (env == null) {
            throw new InvalidValueException(file + " is a policy, say where it acts: --env=NAME");
        }
        Environments.Entry entry = Environments.get(env);
        FileSource source = new FileSource(file, entry.spec());
        source.open(source.first()).close(); // what does not fit is reported here, not in the page
        return View.live(server.host(), server.port(), String.valueOf(file.getFileName()), entry.factory(), source);
    }

    private PageServer without(String name) throws IOException {
        checkpoint.refuse();
        Environments.Entry entry = Environments.get(name);
        if (noPolicy.expert()) {
            try (Env instance = entry.factory().create()) {
                Experts.require(instance); // reported here, not in the page
            }
            return View.live(server.host(), server.port(), name, entry.factory(),
                    instance -> new ExpertSource(Experts.require(instance)));
        }
        return View.live(server.host(), server.port(), name, entry.factory(),
                new FixedSource(noPolicy.rule(), entry.spec().actionSize()));
    }
}
