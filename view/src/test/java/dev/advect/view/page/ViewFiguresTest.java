package dev.advect.view.page;

import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.envs.suite.Suite;
import dev.advect.random.Rng;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainListener;
import dev.advect.train.TrainedPolicy;
import dev.advect.train.Trainer;
import dev.advect.view.film.Film;
import dev.advect.view.film.FilmFile;
import dev.advect.view.film.Recorder;
import dev.advect.view.film.Take;
import dev.advect.view.live.FixedSource;
import dev.advect.view.live.PolicySource;
import dev.advect.view.live.RunSource;
import dev.advect.view.play.FixedActions;
import dev.advect.view.play.Pilot;
import dev.advect.view.play.RunPolicy;
import dev.advect.view.record.Keymap;
import dev.advect.view.record.Takes;
import dev.advect.view.record.Tape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints the figures of {@code docs/guides/view.md}: no part of a build, as they need minutes and a quiet machine.
 *
 * <pre>mvn -pl view -am test -Dtest=ViewFiguresTest -Dsurefire.failIfNoSpecifiedTests=false -Dadvect.figures=true</pre>
 */
@EnabledIfSystemProperty(named = "advect.figures", matches = "true", disabledReason = "it measures: -Dadvect.figures=true")
class ViewFiguresTest {
    private static final PrintStream OUT = System.out;
    private static final long WATCHED_MILLIS = 10_000;

    @TempDir
    private Path folder;

    /** The processor time of this process in seconds, which holds the server and not the browser. */
    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() * 1e-9;
    }

    private static double now() {
        return System.nanoTime() * 1e-9;
    }

    @Test
    void live() throws Exception {
        EnvFactory cheetah = Suite.task("cheetah-run");
        RunDirectory run = TestRun.train(folder.resolve("run"));
        ChromeDriver browser = TestBrowser.open(860, 560);
        try {
            watched(browser, "cheetah-run, FPO with 10 flow steps", cheetah, new RunSource(run, cheetah, "latest"));
            watched(browser, "humanoid-walk, held actions", Suite.task("humanoid-walk"), new FixedSource(FixedActions.Rule.HOLD, 21));
        } finally {
            browser.quit();
        }
    }

    private static void watched(ChromeDriver browser, String what, EnvFactory env, PolicySource source) throws Exception {
        try (PageServer server = View.live("127.0.0.1", 0, what, env, source)) {
            browser.get(server.address() + "#coarse"); // as finely as is possible without a GPU
            TestBrowser.await(browser, "advect", "advect.frames > 5");
            Thread.sleep(2000);
            TestBrowser.script(browser, """
                    const push = advect.timeline.push.bind(advect.timeline);
                    advect.states = 0;
                    advect.timeline.push = state => { advect.states++; push(state); };""");
            double cpu = cpu();
            double begin = now();
            double frames = TestBrowser.number(browser, "advect.frames");
            Thread.sleep(WATCHED_MILLIS);
            double seconds = now() - begin;
            OUT.printf(Locale.ROOT, "%s: %.0f frames/s drawn, %.0f states/s, %.1f %% of a core in the server%n", what,
                    (TestBrowser.number(browser, "advect.frames") - frames) / seconds,
                    TestBrowser.number(browser, "advect.states") / seconds, 100 * (cpu() - cpu) / seconds);
        }
    }

    /** From the order to pull the cheetah's torso until a state arrives in which it moves. */
    @Test
    void latency() throws Exception {
        ChromeDriver browser = TestBrowser.open(860, 560);
        try (PageServer server = View.live("127.0.0.1", 0, "still", Suite.task("cheetah-run"),
                new FixedSource(FixedActions.Rule.ZERO, 6))) {
            browser.get(server.address() + "#coarse");
            TestBrowser.await(browser, "advect", "advect.frames > 5");
            List<Double> all = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                Thread.sleep(3000); // it lies still
                all.add(((Number) TestBrowser.asynchronous(browser, """
                        const done = arguments[arguments.length - 1];
                        const speed = state => state.observation[9]; // upwards, m/s
                        const before = speed(advect.state);
                        const push = advect.timeline.push;
                        const begin = performance.now();
                        advect.timeline.push = state => {
                          push.call(advect.timeline, state);
                          if (Math.abs(speed(state) - before) > 0.05) {
                            advect.timeline.push = push;
                            advect.order({ do: 'release' });
                            done(performance.now() - begin);
                          }
                        };
                        const mesh = advect.stage.meshes[1];
                        const { x, y, z } = mesh.position;
                        advect.order({ do: 'grab', geom: 1, local: [0, 0, 0], target: [x, y, z + 0.5] });""")).doubleValue());
            }
            all.sort(Double::compare);
            OUT.printf(Locale.ROOT, "from drag to motion: median %.0f ms, %.0f to %.0f ms%n", all.get(7), all.getFirst(), all.getLast());
        } finally {
            browser.quit();
        }
    }

    @Test
    void page() throws Exception {
        EnvFactory cheetah = Suite.task("cheetah-run");
        RunDirectory run = TestRun.train(folder.resolve("run"));
        List<Take> takes = new ArrayList<>();
        double begin = now();
        try (RunPolicy policy = new RunPolicy(TrainedPolicy.load(run, "latest", cheetah, 1)); Env env = cheetah.create()) {
            for (int lane = 0; lane < 5; lane++) {
                Pilot pilot = new Pilot(policy, new Rng(0, lane));
                takes.add(new Recorder(env, pilot, 0, 0, 1 / 30.0).withClouds(lane == 0 ? 60 : 0).record(300, false));
            }
        }
        double recorded = now();
        Path html = folder.resolve("film.html");
        FilmFile.writePage(html, takes, "cheetah", "track", 30);
        OUT.printf(Locale.ROOT, "page of 10 s of the cheetah, 4 ghosts, actions of its states: %,d kB; %.1f s to simulate, %.1f s to write%n",
                Files.size(html) / 1000, recorded - begin, now() - recorded);
        Path mp4 = folder.resolve("film.mp4");
        double cpu = cpu();
        begin = now();
        FilmFile.MP4.write(mp4, Film.of(takes.subList(0, 1), "track", 480, 360), 30, 0, 2, done -> {});
        OUT.printf(Locale.ROOT, "300 pictures of 480 x 360 as MP4, two threads: %.1f s, %.1f s of processor time%n", now() - begin, cpu() - cpu);
    }

    /** Training without a page, then with the dashboard open as with {@code train --view}, in turn. */
    @Test
    void training() throws Exception {
        train("warm-up");
        ChromeDriver browser = TestBrowser.open(1280, 800);
        try {
            for (int turn = 0; turn < 3; turn++) {
                browser.get("about:blank");
                train("without a page");
                Path runs = Files.createDirectories(folder.resolve("runs"));
                try (PageServer server = View.dashboard("127.0.0.1", 0, runs, Suite::task)) {
                    browser.get(server.address());
                    TestBrowser.await(browser, "advect", "advect.runs.length > 0");
                    train("with the dashboard open");
                }
            }
        } finally {
            browser.quit();
        }
    }

    private void train(String how) throws Exception {
        RunConfig config = ConfigYaml.with(Presets.of("cpu", Algorithm.FPO, "cheetah-run"), Map.of(
                "steps", "16000", "evaluationSteps", "100000000", "evaluationEpisodes", "2", "threads", "1"));
        EnvFactory factory = Suite.task("cheetah-run");
        RunDirectory directory = RunDirectory.create(folder.resolve("runs/r" + System.nanoTime()), config);
        try (Trainer trainer = Trainer.begin(config, factory, directory, new TrainListener() {})) {
            double cpu = cpu();
            double begin = now();
            trainer.run();
            double steps = 16_000;
            OUT.printf(Locale.ROOT, "training %s: %.0f steps/s, %.1f µs of processor time a step%n", how, steps / (now() - begin), 1e6 * (cpu() - cpu) / steps);
        }
    }

    /** Ten demonstrations of point-mass by the mouse, as the guide records them. */
    @Test
    void recording() throws Exception {
        Path file = Path.of("target", "point-mass.hdf5");
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        EnvFactory task = Suite.task("point-mass");
        Takes takes = new Takes(file, Suite.task("point-mass").spec());
        ChromeDriver browser = TestBrowser.open(860, 560);
        try (PageServer server = View.record("127.0.0.1", 0, task, new Tape(takes, Keymap.of("point-mass", 2)))) {
            browser.get(server.address() + "#coarse");
            TestBrowser.await(browser, "advect", "advect.status && advect.frames > 0");
            TestBrowser.script(browser, "advect.order({do: 'speed', value: 4})");
            List<?> middle = (List<?>) TestBrowser.script(browser, """
                    const {left, top, width, height} = advect.stage.canvas.getBoundingClientRect();
                    return [left + width / 2, top + height / 2].map(Math.round)""");
            for (int episode = 1; episode <= 10; episode++) {
                TestBrowser.await(browser, "advect", "advect.status.record.state === 'ready'");
                TestBrowser.press(browser, "Enter");
                TestBrowser.await(browser, "advect", "advect.status.record.state === 'recording'");
                new Actions(browser).moveToLocation(((Number) middle.get(0)).intValue(), ((Number) middle.get(1)).intValue())
                        .clickAndHold().perform();
                TestBrowser.await(browser, "advect", "advect.state.step >= 800");
                new Actions(browser).release().perform();
                TestBrowser.press(browser, "Enter");
                TestBrowser.await(browser, "advect", "advect.status.record.state === 'ended'");
                OUT.printf(Locale.ROOT, "episode %d: return %.0f in %.0f steps%n", episode, TestBrowser.number(browser, "advect.state.total"),
                        TestBrowser.number(browser, "advect.state.step"));
                TestBrowser.press(browser, "k");
                TestBrowser.await(browser, "advect", "advect.status.record.kept === " + episode);
            }
        } finally {
            browser.quit();
        }
        assertThat(takes.count()).isEqualTo(10);
        OUT.printf(Locale.ROOT, "%s%n", file.toAbsolutePath());
    }
}
