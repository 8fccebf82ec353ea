package dev.advect.view.page;

import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.view.live.PolicySource;
import dev.advect.view.live.RunSource;
import dev.advect.view.live.Stages;
import dev.advect.view.live.World;
import dev.advect.view.record.Tape;
import dev.advect.view.runs.Run;
import dev.advect.view.runs.RunFolder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** What can be looked at in a browser: one simulation, or a folder of runs. */
public final class View {
    private View() {}

    /**
     * Serves the live page of one simulation.
     *
     * @param host the address to listen on
     * @param port the port; 0 for any free one
     * @param title what is watched, such as a run's folder
     * @param factory creates the environment
     * @param source what acts in it
     * @throws IOException if the port cannot be used, with a one-line message
     */
    public static PageServer live(String host, int port, String title, EnvFactory factory, PolicySource source)
            throws IOException {
        return live(host, port, title, factory, _ -> source);
    }

    /**
     * Serves the live page of one simulation.
     *
     * @param host the address to listen on
     * @param port the port; 0 for any free one
     * @param title what is watched
     * @param factory creates the environment
     * @param sources what acts in the environment that is shown
     * @throws IOException if the port cannot be used, with a one-line message
     */
    public static PageServer live(String host, int port, String title, EnvFactory factory,
            Function<Env, PolicySource> sources) throws IOException {
        return PageServer.start(host, port, _ -> World.open(title, factory, sources, Stages::of), null);
    }

    /**
     * Serves the dashboard of a folder of runs, from which each run can be watched.
     *
     * @param host the address to listen on
     * @param port the port; 0 for any free one
     * @param folder the folder, which need not exist yet
     * @param environments finds environments by their names
     * @throws IOException if the port cannot be used, with a one-line message
     */
    public static PageServer dashboard(
            String host, int port, Path folder, Function<String, EnvFactory> environments) throws IOException {
        RunFolder runs = new RunFolder(folder);
        return PageServer.start(host, port, name -> watch(runs, name, environments), new RunsApi(runs));
    }

    /**
     * Serves the page on which demonstrations are recorded.
     *
     * @param host the address to listen on
     * @param port the port; 0 for any free one
     * @param factory creates the environment
     * @param tape records the episodes
     * @throws dev.advect.config.InvalidValueException if the environment lacks what its mapping leads
     * @throws IOException if the port cannot be used, with a one-line message
     */
    public static PageServer record(String host, int port, EnvFactory factory, Tape tape) throws IOException {
        World.requireDrag(tape.keymap(), factory); // reported here, not in the page
        return PageServer.start(host, port, name -> World.record(factory, Stages::of, tape), null);
    }

    /** Opens a run of the folder. It begins with the newest policy, and follows it while training goes on. */
    private static World watch(RunFolder runs, String name, Function<String, EnvFactory> environments)
            throws IOException {
        Run run = runs.find(name).orElseThrow(() -> new IOException("there is no run " + name + " (any more)"));
        RunDirectory directory = RunDirectory.open(run.folder());
        RunConfig config = directory.config();
        EnvFactory factory = environments.apply(config.env());
        RunSource source = RunSource.following(directory, factory);
        return World.open(name, factory, _ -> source, Stages::of);
    }
}
