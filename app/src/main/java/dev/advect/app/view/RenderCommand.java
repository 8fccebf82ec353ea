package dev.advect.app.view;

import dev.advect.app.console.Outputs;
import dev.advect.app.console.Terminal;
import dev.advect.app.console.Text;
import dev.advect.app.options.Converters.Count;
import dev.advect.env.Env;
import dev.advect.io.Closer;
import dev.advect.random.Rng;
import dev.advect.view.film.Film;
import dev.advect.view.film.FilmFile;
import dev.advect.view.film.Montage;
import dev.advect.view.film.Pictures;
import dev.advect.view.film.Recorder;
import dev.advect.view.film.Take;
import dev.advect.view.play.Pilot;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static dev.advect.app.options.Refusals.refuseNoThreads;
import static dev.advect.config.InvalidValueException.throwIf;

/** Films a policy without a GPU or a display. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Films a policy, a scripted expert or random actions as .gif, .mp4, .png, or as .html, a page that "
                + "plays in any browser without a network. It needs no GPU and no display.",
        footer = {
            "",
            "Examples:",
            "  advect render runs/cheetah-run-fpo-1 --out=cheetah.mp4",
            "  advect render runs/cheetah-run-fpo-1 --out=cheetah.html --ghosts=8",
            "  advect render --env=can --expert --out=can.png --strip=6 --size=240x180"
        })
public final class RenderCommand implements Callable<Integer> {
    private static final double DEFAULT_SECONDS = 10;
    private static final int MAX_SIDE = 4096;
    private static final int MIN_SIDE = 16;
    private static final int MAX_COLUMNS = 5;
    private static final int PAGE_GHOSTS = 4;
    private static final int PAGE_CLOUDS = 60;
    /** Control steps that take so long have no time of their own, and are shown at a speed that can be followed. */
    private static final double TIMELESS = 0.5;
    private static final double TIMELESS_STEPS_PER_SECOND = 8;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private PilotOptions pilot = new PilotOptions();

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "File to write: .gif, .mp4, .png or .html.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--seconds", paramLabel = "X",
            description = "Length of the film; further episodes follow the first. Default: one episode, at most 10 s.")
    private @Nullable Double seconds;

    @Option(names = "--fps", paramLabel = "N", description = "Pictures a second. Default: 30, of a GIF 25.")
    private @Nullable Double fps;

    @Option(names = "--speed", paramLabel = "X",
            description = "Speed: 0.5 is slow motion. Default: 1; where steps have no duration, eight a second.")
    private @Nullable Double speed;

    @Option(names = "--size", paramLabel = "WxH", description = "Size in pixels; of each picture in a strip, and of each environment. Default: ${DEFAULT-VALUE}.")
    private String size = "480x360";

    @Option(names = "--camera", paramLabel = "NAME",
            description = "Camera: track, side, front, back, diagonal, top, or one of the model's. Default: track.")
    private String camera = "track";

    @Option(names = "--seed", paramLabel = "N", description = "Random seed of the episodes and actions. Default: 0.")
    private Count seed = new Count(0);

    @Option(names = "--ghosts", paramLabel = "N",
            description = "Further episodes that are shown pale: they begin as the film does and act with noise of their own; "
                    + "without noise each begins elsewhere. Default: 0, with .html 4 of a policy with noise.")
    private @Nullable Integer ghosts;

    @Option(names = "--side-by-side", paramLabel = "DIR2", description = "Another run, which is shown on the right.")
    private @Nullable Path other;

    @Option(names = "--strip", paramLabel = "N",
            description = "With .png: pictures next to each other, evenly spaced in time. Default: 1, the last.")
    private @Nullable Integer strip;

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public Integer call() throws IOException {
        int[] wh = check();
        FilmFile kind = FilmFile.of(out);
        throwIf(strip != null && kind != FilmFile.PNG, "--strip is for .png, not for " + out);
        throwIf(other != null && kind == FilmFile.HTML, "--side-by-side is for .gif, .mp4 and .png, not for " + out);
        throwIf(kind == FilmFile.MP4 && (wh[0] % 2 != 0 || wh[1] % 2 != 0),
                "--size=" + size + " is not possible with .mp4: width and height must be even");
        Outputs.requireWritable(out);
        double rate = fps != null ? fps : kind == FilmFile.GIF ? 25 : 30;
        long start = System.nanoTime();
        Closer closer = new Closer();
        try {
            List<PilotOptions.Cast> casts = new ArrayList<>(pilot.casts(this::warn));
            casts.forEach(closer::add);
            if (other != null) {
                casts.add(closer.add(pilot.other(other, this::warn)));
            }
            write(kind, casts, wh, rate);
        } finally {
            closer.close();
        }
        PrintWriter print = spec.commandLine().getOut();
        print.println(Text.format("%s, %,d kB, written in %.1f s", out, (Files.size(out) + 999) / 1000,
                (System.nanoTime() - start) * 1e-9));
        print.flush();
        return ExitCode.OK;
    }

    private int[] check() {
        Matcher matcher = SIZE.matcher(size);
        throwIf(!matcher.matches(), "--size=" + size + " is not a size such as 480x360");
        int[] wh = {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
        throwIf(Math.min(wh[0], wh[1]) < MIN_SIDE || Math.max(wh[0], wh[1]) > MAX_SIDE, "--size=" + size
                + " is not possible, each side must be between " + MIN_SIDE + " and " + MAX_SIDE);
        refuseOutside("--seconds", seconds, 0.01, 3600);
        refuseOutside("--fps", fps, 1, 100);
        refuseOutside("--speed", speed, 0.001, 1000);
        throwIf(ghosts != null && (ghosts < 0 || ghosts > 64), "--ghosts=" + ghosts + " is not possible, it must be between 0 and 64");
        throwIf(strip != null && (strip < 1 || strip > 24), "--strip=" + strip + " is not possible, it must be between 1 and 24");
        refuseNoThreads(threads);
        return wh;
    }

    private static void refuseOutside(String option, @Nullable Double value, double min, double max) {
        throwIf(value != null && !(value >= min && value <= max), Text.format(
                "%s=%s is not possible, it must be between %s and %s", option, value, Text.number(min), Text.number(max)));
    }

    private void write(FilmFile kind, List<PilotOptions.Cast> casts, int[] wh, double rate) throws IOException {
        PilotOptions.Cast first = casts.getFirst();
        if (kind == FilmFile.HTML) {
            throwIf(casts.size() > 1, "a page shows one environment, not several: " + out);
            FilmFile.writePage(out, pageTakes(first, rate), first.env() + ", " + first.label(), camera, rate);
            return;
        }
        if (casts.size() == 1) {
            write(kind, Film.of(takes(first, rate), camera, wh[0], wh[1]), rate);
            return;
        }
        int columns = strip != null && strip > 1 ? 1 : MAX_COLUMNS; // strips lie below each other
        int width = other == null ? wh[0] : wh[0] / 2 - 1; // a film of two runs is as large as was asked for
        List<Pictures> films = new ArrayList<>();
        for (PilotOptions.Cast cast : casts) {
            films.add(Film.of(takes(cast, rate), camera, width, wh[1]));
        }
        write(kind, new Montage(films, names(casts), columns), rate);
    }

    private List<String> names(List<PilotOptions.Cast> casts) {
        Path run = pilot.source();
        if (other != null && run != null) {
            return RunNames.apart(run, other);
        }
        return casts.stream().map(other == null ? PilotOptions.Cast::env : PilotOptions.Cast::label).toList();
    }

    private void write(FilmFile kind, Pictures pictures, double rate) throws IOException {
        int count = kind == FilmFile.PNG ? strip == null ? 1 : strip : pictures.count();
        try (RenderProgress progress = new RenderProgress(spec.commandLine().getErr(), Terminal.isThere(), count)) {
            kind.write(out, pictures, rate, count, threads, progress::done);
        }
    }

    /** Runs the episodes: the film's first, then those of the ghosts. */
    private List<Take> takes(PilotOptions.Cast cast, double rate) {
        return takes(cast, rate, ghosts == null ? 0 : ghosts, 0);
    }

    /** The episodes of a page, which shows ghosts and clouds of actions unless it is told not to. */
    private List<Take> pageTakes(PilotOptions.Cast cast, double rate) {
        return takes(cast, rate, ghosts != null ? ghosts : cast.stochastic() ? PAGE_GHOSTS : 0, PAGE_CLOUDS);
    }

    private List<Take> takes(PilotOptions.Cast cast, double rate, int others, int clouds) {
        List<Take> takes = new ArrayList<>();
        for (int lane = 0; lane <= others; lane++) {
            Rng noise = new Rng(seed.value(), 1_000_000L + lane);
            try (Env env = cast.factory().create()) {
                Pilot actor = cast.pilots().create(env, noise);
                double control = env.spec().controlSeconds();
                double pace = speed != null ? speed : control >= TIMELESS ? control * TIMELESS_STEPS_PER_SECOND : 1;
                int frames = (int) Math.max(1, Math.round((seconds == null ? DEFAULT_SECONDS : seconds) * rate));
                boolean oneEpisode = seconds == null && env.spec().episodeSteps() > 1;
                Recorder recorder = new Recorder(env, actor, seed.value(), cast.stochastic() ? 0 : lane, pace / rate);
                takes.add(recorder.withClouds(lane == 0 ? clouds : 0).record(frames, oneEpisode));
            }
            if (takes.getFirst().isPictured()) { // a ghost cannot be told from its ground there
                throwIf(ghosts != null && ghosts > 0, "--ghosts is not possible with " + cast.env() + ", whose frames are pictures");
                break;
            }
        }
        return takes;
    }

    private void warn(String warning) {
        spec.commandLine().getErr().println("warning: " + warning);
    }
}
