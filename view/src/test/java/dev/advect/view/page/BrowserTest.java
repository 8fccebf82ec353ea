package dev.advect.view.page;

import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.env.Env;
import dev.advect.envs.suite.Suite;
import dev.advect.random.Rng;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;
import dev.advect.view.film.FilmFile;
import dev.advect.view.film.Recorder;
import dev.advect.view.film.Take;
import dev.advect.view.live.FixedSource;
import dev.advect.view.live.RunSource;
import dev.advect.view.play.Cloud;
import dev.advect.view.play.FixedActions;
import dev.advect.view.play.Pilot;
import dev.advect.view.play.RunPolicy;
import dev.advect.view.record.Keymap;
import dev.advect.view.record.Takes;
import dev.advect.view.record.Tape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The pages in a real browser, Debian's chromium, which draws without a GPU. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class BrowserTest {
    @TempDir
    private static Path folder;

    private static ChromeDriver browser;
    private static PageServer live;
    private static PageServer dashboard;
    private static RunDirectory run;
    private static List<Long> steps;

    @BeforeAll
    static void open() throws Exception {
        browser = TestBrowser.open(860, 560);
        run = TestRun.train(folder.resolve("runs/first"));
        steps = run.checkpoints().list().stream().map(checkpoint -> checkpoint.step()).toList();
        var task = Suite.task("cheetah-run");
        live = View.live("127.0.0.1", 0, "first", task, new RunSource(run, task, "latest"));
        dashboard = View.dashboard("127.0.0.1", 0, folder.resolve("runs"), name -> Suite.task(name));
        browser.get(live.address() + "#coarse");
        await("advect.frames > 0");
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
        Stream.of(live, dashboard).filter(server -> server != null).forEach(PageServer::close);
    }

    private static Object script(String code, Object... arguments) {
        return TestBrowser.script(browser, code, arguments);
    }

    private static double number(String expression) {
        return TestBrowser.number(browser, expression);
    }

    private static void await(String condition) {
        TestBrowser.await(browser, "advect", condition);
    }

    /** Until the camera, which follows the body smoothly, stands still from one picture to the next. */
    private static void awaitViewRests() {
        await("""
                (() => {
                  const before = window.seen;
                  const now = { frames: advect.frames, eye: advect.stage.eye.position.clone() };
                  if (!before || before.frames !== now.frames) {
                    window.seen = now;
                  }
                  return before && before.frames < now.frames && before.eye.distanceTo(now.eye) < 0.001;
                })()""");
    }

    private static void click(String id) {
        script("document.getElementById(arguments[0]).click()", id);
    }

    private static void press(String key) {
        TestBrowser.press(browser, key);
    }

    /** Dispatches a keyboard event to an element, and returns whether the browser may still act on it. */
    private static boolean key(String type, String selector, String properties) {
        return script("return document.querySelector(arguments[1]).dispatchEvent(new KeyboardEvent(arguments[0],"
                + " { bubbles: true, cancelable: true, " + properties + " }))", type, selector).equals(true);
    }

    private static void choose(String id, String value) {
        new Select(browser.findElement(By.id(id))).selectByValue(value);
    }

    @Test
    void a_scene_isDrawn() {
        assertThat(number("advect.stage.meshes.length")).isEqualTo(9); // the floor and eight capsules
        // how many different colours there are among the points of a grid
        double colours = ((Number) script("""
                const canvas = advect.stage.canvas;
                const copy = document.createElement('canvas');
                copy.width = 40;
                copy.height = 40;
                const brush = copy.getContext('2d');
                brush.drawImage(canvas, 0, 0, 40, 40);
                const data = brush.getImageData(0, 0, 40, 40).data;
                const seen = new Set();
                for (let i = 0; i < data.length; i += 4) {
                  seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
                }
                return seen.size;""")).doubleValue();
        assertThat(colours).isGreaterThan(50);
        assertThat(browser.manage().logs().get("browser").getAll()).as("errors of the page").isEmpty();
    }

    @Test
    void b_pauseAndStep_advanceByOne() throws InterruptedException {
        click("play");
        await("advect.status.paused");
        assertThat(browser.findElement(By.id("play")).getText()).isEqualTo("Play");
        press("r"); // whatever is left of the episode
        await("advect.state.step === 0");

        click("step");
        await("advect.state.step === 1");
        press(".");
        await("advect.state.step === 2");
        assertThat(key("keydown", "body", "key: '.', repeat: true")).isFalse(); // the key is held
        Thread.sleep(200);
        assertThat(number("advect.state.step")).isEqualTo(2);
    }

    @Test
    void c_speed_isChosen() {
        choose("speed", "0.25");

        await("advect.status.speed === 0.25");
        key("keydown", "body", "key: ']', ctrlKey: true, altKey: true, modifierAltGraph: true"); // as a German keyboard types it
        await("advect.status.speed === 0.5");
        choose("speed", "1");
        await("advect.status.speed === 1");
    }

    @Test
    void d_checkpoint_isChosen() {
        assertThat(steps).hasSizeGreaterThan(1);

        choose("checkpoint", steps.getFirst().toString());

        await("advect.status.pilot.step === " + steps.getFirst());
        assertThat(browser.findElement(By.id("pilot")).getText()).contains("step " + steps.getFirst());
    }

    /** Takes hold of the torso with the mouse and pulls upwards, again if the mouse came too late, as it may on a busy machine. */
    private static void pullTorso() {
        String pulled = "(place => advect.stage.spring.visible && place[5] > place[2] + 0.2)" // its second end is 20 cm above its first
                + "(advect.stage.spring.geometry.attributes.position.array)";
        boolean held = false;
        for (int attempt = 0; !held && attempt < 5; attempt++) {
            List<Integer> torso = torso();
            new Actions(browser).release().moveToLocation(torso.get(0), torso.get(1)).clickAndHold().moveByOffset(0, -60).perform();
            held = TestBrowser.isSoon(browser, pulled);
        }
        assertThat(held).as(pulled).isTrue();
    }

    /** The middle of the torso in the window, x and y in pixels. */
    private static List<Integer> torso() {
        List<?> place = (List<?>) script("""
                const canvas = advect.stage.canvas;
                const box = canvas.getBoundingClientRect();
                const torso = advect.stage.meshes[1]; // a light limb would hardly move it
                const points = [];
                for (let y = 0.9; y > -0.9; y -= 0.02) {
                  for (let x = -0.9; x < 0.9; x += 0.02) {
                    if (advect.stage.pick(x, y)?.mesh === torso) {
                      points.push([Math.round(box.left + (x + 1) / 2 * box.width), Math.round(box.top + (1 - y) / 2 * box.height)]);
                    }
                  }
                }
                // not at an edge, from which the view may drift away before the mouse is there
                return points[Math.floor(points.length / 2)];""");
        assertThat(place).as("where the torso can be taken hold of").hasSize(2);
        return place.stream().map(pixel -> ((Number) pixel).intValue()).toList();
    }

    @Test
    void e_drag_movesTheBody() {
        await("advect.status.paused");
        click("reset");
        await("advect.state.step === 0");
        awaitViewRests();
        // the velocities of the cheetah are the last nine numbers of its observation, the second is upwards
        double before = number("advect.state.observation[9]");

        pullTorso();
        for (int i = 0; i < 10; i++) {
            double step = number("advect.state.step");
            click("step");
            await("advect.state.step > " + step);
        }

        assertThat(number("advect.stage.spring.visible")).isEqualTo(1);
        assertThat(number("advect.state.observation[9]")).isGreaterThan(before + 0.2);
        new Actions(browser).release().perform();
        await("!advect.stage.spring.visible");
    }

    @Test
    void f_ghosts_areDrawn() {
        press("g");

        await("advect.state.ghosts.length === 8");
        await("advect.stage.ghosts.length === 8 && advect.stage.ghosts[7][0].visible");
    }

    @Test
    void g_flow_256Actions() {
        press("p");

        await("document.getElementById('cloud').dataset.points === '256'");
        script("const s = document.getElementById('flow-time'); s.value = 0.5; s.dispatchEvent(new Event('input'))");
        assertThat(browser.findElement(By.id("flow-time-shown")).getText()).contains("0.50").contains("step 5 of 10");
    }

    /** Another page's panel is neither opened nor closed by this one's. */
    @Test
    void g_flow_isOnWhileAPanelIsOpen() {
        await("document.getElementById('panel-flow').open && advect.status.flow");
        script("window.open = advect.status; advect.order({ do: 'flow', value: false })"); // as another page whose panel is closed
        await("advect.status !== open && advect.status.flow");

        press("p");
        await("!advect.status.flow");
        script("advect.order({ do: 'flow', value: true })"); // as another page whose panel is opened
        for (int seconds : new int[] {5, 2}) {
            script("advect.order({ do: 'ghostSeconds', value: " + seconds + " })");
            await("advect.status.ghostSeconds === " + seconds + " && advect.status.flow");
        }
        press("p");
    }

    @Test
    void h_wrongToken_isRefused() {
        browser.get(live.address().replaceFirst("[0-9a-f]{32}", "0".repeat(32)));

        assertThat(browser.getPageSource()).contains("lacks the token");
    }

    @Test
    void i_dashboard_followsARunThatIsBeingWritten() throws Exception {
        browser.get(dashboard.address());
        await("advect.runs.length === 1");
        assertThat(browser.findElement(By.cssSelector("#runs tbody tr .state")).getText()).isEqualTo("finished");

        Path second = Files.createDirectories(folder.resolve("runs/second"));
        Files.writeString(second.resolve("config.yaml"),
                Files.readString(folder.resolve("runs/first/config.yaml")).replace("steps: 480", "steps: 100000"));
        Files.writeString(second.resolve("metrics.jsonl"), "{\"step\":160,\"episode/return\":1.5,\"time/seconds\":1}\n");
        await("advect.runs.some(run => run.name === 'second' && run.state === 'training' && run.step === 160)");
        Files.writeString(second.resolve("metrics.jsonl"),
                "{\"step\":320,\"episode/return\":2.5,\"time/seconds\":2}\n", StandardOpenOption.APPEND);

        await("advect.runs.some(run => run.name === 'second' && run.step === 320 && run.return === 2.5)");
        assertThat(browser.findElements(By.cssSelector(".chart canvas"))).isNotEmpty();
    }

    private static int pixel(List<?> place, int i) {
        return ((Number) place.get(i)).intValue();
    }

    /** What is under the user's hands stays, although the dashboard is brought up to date every two seconds. */
    @Test
    void i_dashboard_update_leavesRowsFocusAndZoom() throws Exception {
        await("advect.runs.length === 2 && advect.charts[0].drawing.plot.data[0].length === 2");
        List<?> place = (List<?>) script("""
                window.row = document.querySelector('tr[data-name="second"]');
                window.link = document.querySelector('tr[data-name="first"] a');
                window.chart = advect.charts[0].drawing;
                chart.plot.over.scrollIntoView({ block: 'center' });
                const { left, top, width, height } = chart.plot.over.getBoundingClientRect();
                return [left + width / 4, top + height / 2, width / 2].map(Math.round)""");
        new Actions(browser).moveToLocation(pixel(place, 0), pixel(place, 1)).clickAndHold().moveByOffset(pixel(place, 2), 0)
                .release().perform();
        await("chart.zoom !== null");
        script("link.focus()");

        Files.writeString(folder.resolve("runs/second/metrics.jsonl"),
                "{\"step\":4000,\"episode/return\":3.5,\"time/seconds\":3}\n", StandardOpenOption.APPEND);
        await("chart.plot.data[0].at(-1) === 4000");

        String zoomed = "chart.plot.scales.x.min === chart.zoom.min && chart.plot.scales.x.max === chart.zoom.max && chart.zoom.max < 400";
        await(zoomed);
        await("row.isConnected && row.textContent.includes('4000') && document.activeElement === link");
        click("theme"); // for which the chart is built anew
        await(zoomed);
        click("theme");
        await(zoomed);
        script("chart.plot.over.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))");
        await("chart.zoom === null && chart.plot.scales.x.max === 4000");
    }

    @Test
    void j_dashboard_manyRuns_someAreShown_groupsAreNamedByWhatDiffers() throws Exception {
        Path many = folder.resolve("many");
        String config = Files.readString(folder.resolve("runs/first/config.yaml"));
        for (int i = 1; i <= 40; i++) {
            Path one = Files.createDirectories(many.resolve("r" + i));
            Files.writeString(one.resolve("config.yaml"), i == 3 ? config.replace("steps: 480", "steps: 100000") : config);
            Path metrics = Files.writeString(one.resolve("metrics.jsonl"), "{\"step\":480,\"episode/return\":1,\"time/seconds\":1}\n");
            if (i != 3) {
                Files.setLastModifiedTime(metrics, FileTime.fromMillis(1_000_000L * i));
            }
        }
        try (PageServer server = View.dashboard("127.0.0.1", 0, many, name -> Suite.task(name))) {
            browser.get(server.address());
            await("advect.runs.length === 40");

            assertThat(script("return [...advect.shown].join()")).isEqualTo("r3,r40,r39,r38,r37,r36");
            assertThat(number("document.querySelector('.scroll').clientHeight / innerHeight")).isLessThan(0.51);
            click("seeds");
            for (String label : List.of("cheetah-run, fpo, steps 100000, 1 run", "cheetah-run, fpo, steps 480, 5 runs")) {
                await("advect.charts[0].drawing.plot.series.some(line => line.label === '" + label + "')");
            }
        }
    }

    @Test
    void j_dashboard_ctrlL_isTheBrowsers() {
        browser.get(dashboard.address());
        await("advect.runs.length > 0");
        script("window.theme = document.documentElement.dataset.theme");

        assertThat(key("keydown", "body", "key: 'l', ctrlKey: true")).isTrue();
        await("document.documentElement.dataset.theme === theme");
        press("l");
        await("document.documentElement.dataset.theme !== theme");
        press("l");
    }

    @Test
    void j_dashboard_leadsToTheNewestPolicyOfARun() {
        browser.get(dashboard.address());
        await("advect.runs.length > 0");
        assertThat(browser.findElement(By.linkText("Watch")).getDomAttribute("href")).isEqualTo("live.html?run=first");
        browser.get(dashboard.address() + "live.html?run=first#coarse");

        await("advect.status && advect.status.checkpoint === 'newest' && advect.state");
        assertThat(number("advect.status.pilot.step")).isEqualTo(steps.getLast().doubleValue());
    }

    @Test
    void k_runThatDoesNotExist_saysSo() {
        browser.get(dashboard.address() + "live.html?run=nowhere");

        await("document.getElementById('wait-text').textContent.includes('there is no run nowhere')");
    }

    @Test
    void l_record_keepsEpisodes() throws Exception {
        Path file = folder.resolve("demo.hdf5");
        var task = Suite.task("point-mass");
        Tape tape = new Tape(new Takes(file, task.spec()), Keymap.of("point-mass", 2));
        try (PageServer recording = View.record("127.0.0.1", 0, task, tape)) {
            browser.get(recording.address() + "#coarse");
            for (int episode = 1; episode <= 2; episode++) {
                await("advect.status && advect.status.record.state === 'ready' && advect.frames > 0");
                press("Enter");
                await("advect.status.record.state === 'recording'");
                press("ArrowRight");
                await("advect.state.action[0] === 1 && advect.state.step > 3");
                press("Enter");
                await("advect.status.record.state === 'ended'");
                click("record-keep");
                await("advect.status.record.kept === " + episode);
            }
        }

        Demonstrations all = DemonstrationFile.read(file);
        assertThat(all.episodes()).isEqualTo(2);
        assertThat(all.action()).contains(1);
    }

    @Test
    void p_record_reset_endsTheEpisode() throws Exception {
        var task = Suite.task("point-mass");
        Tape tape = new Tape(new Takes(folder.resolve("reset.hdf5"), task.spec()), Keymap.of("point-mass", 2));
        try (PageServer recording = View.record("127.0.0.1", 0, task, tape)) {
            browser.get(recording.address() + "#coarse");
            await("advect.status && advect.status.record.state === 'ready' && advect.frames > 0");
            press("Enter");
            await("advect.status.record.state === 'recording' && advect.state.step > 3");

            press("r");

            await("advect.status.record.state === 'ended' && advect.state.step === 0");
            await("document.getElementById('record-state').textContent.includes('Keep it?')");
            press("x");
            await("advect.status.record.state === 'ready'");
        }
    }

    @Test
    void p_record_keysHaveOneMeaning() throws Exception {
        var task = Suite.task("point-mass");
        Path keys = Files.writeString(folder.resolve("keys.yaml"), "keys:\n  k: {0: 1}\ntoggles:\n  u: [1]\n");
        Tape tape = new Tape(new Takes(folder.resolve("keys.hdf5"), task.spec()), Keymap.read(keys, 2));
        try (PageServer recording = View.record("127.0.0.1", 0, task, tape)) {
            browser.get(recording.address() + "#coarse");
            await("advect.status && advect.status.record.state === 'ready' && advect.frames > 0");
            assertThat(browser.findElement(By.id("record-note")).getText()).contains("Keep (K), Remove the last one kept (U)");
            press("Enter");
            await("advect.status.record.state === 'recording'");
            await("advect.state.action[1] === -1 && advect.state.step > 0"); // where a toggle begins

            key("keydown", "body", "key: 'k', code: 'KeyK'");
            await("advect.state.action[0] === 1");
            key("keyup", "#seed", "key: 'k', code: 'KeyK'"); // the focus went there while it was down
            await("advect.state.action[0] === 0");
            press("u");
            await("advect.state.action[1] === 1");
            press("Enter");
            await("advect.status.record.state === 'ended'");

            press("k");
            press("u");
            assertThat(key("keydown", "body", "key: 'x', ctrlKey: true")).isTrue();
            assertThat(key("keydown", "#record-keep", "key: 'Enter'")).as("the button itself is pressed").isTrue();
            click("record-keep");
            await("advect.status.record.state === 'ready' && advect.status.record.kept === 1");

            browser.findElement(By.id("record-undo")).click();
            browser.switchTo().alert().dismiss();
            browser.findElement(By.id("record-undo")).click();
            browser.switchTo().alert().accept();
            await("advect.status.record.kept === 0");
        }
        assertThat(folder.resolve("keys.hdf5")).doesNotExist();
    }

    private static final String KEEP_SOCKET = """
            window.WebSocket = class extends WebSocket {
              constructor(address) {
                super(address);
                window.socket = this;
              }
            };""";

    /** Runs a script in every page before the page's own; what is returned ends that. */
    private static AutoCloseable before(String script) {
        Object id = browser.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script)).get("identifier");
        return () -> browser.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id));
    }

    /** Closes the connection, and waits until there is another. */
    private static void reconnect() {
        script("window.lost = socket; socket.close()");
        await("socket !== lost && socket.readyState === WebSocket.OPEN && document.getElementById('wait').hidden");
    }

    @Test
    void q_connectionLost_theViewStays() throws Exception {
        try (AutoCloseable _ = before(KEEP_SOCKET)) {
            browser.get(live.address() + "#coarse");
            await("advect.frames > 0");
            click("follow");
            press("ArrowLeft");
            press("+");
            awaitViewRests();
            script("window.eye = advect.stage.free.position.clone(); window.first = advect.stage");

            reconnect();
            await("advect.stage === first && eye.distanceTo(advect.stage.free.position) < 1e-3");

            script("advect.scene = ''; window.drawn = advect.frames"); // as if objects had changed
            script("""
                    window.forgotten = false;
                    document.removeEventListener = function (type, listener, ...rest) {
                      forgotten ||= listener === first.orbit._interceptControlDown;
                      EventTarget.prototype.removeEventListener.call(this, type, listener, ...rest);
                    }""");
            reconnect();
            await("advect.stage !== first && advect.frames > drawn + 1 && !first.canvas.isConnected");
            await("eye.distanceTo(advect.stage.free.position) < 1e-3 && !advect.stage.follow");
            assertThat(number("forgotten")).isEqualTo(1);
            assertThat(number("first.renderer.getContext().isContextLost()")).isEqualTo(1);
            assertThat(browser.manage().logs().get("browser").getAll()).noneMatch(entry -> entry.getMessage().contains("WebGL"));
        }
    }

    @Test
    void q_connectionLost_whileAKeyIsDown_isLetGo() throws Exception {
        var task = Suite.task("point-mass");
        Tape tape = new Tape(new Takes(folder.resolve("lost.hdf5"), task.spec()), Keymap.of("point-mass", 2));
        try (AutoCloseable _ = before(KEEP_SOCKET); PageServer recording = View.record("127.0.0.1", 0, task, tape)) {
            browser.get(recording.address() + "#coarse");
            await("advect.status && advect.status.record.state === 'ready' && advect.frames > 0");
            press("Enter");
            await("advect.status.record.state === 'recording'");
            press("ArrowRight");
            await("advect.state.action[0] === 1");

            reconnect();

            await("advect.state.action[0] === 0");
            press("ArrowRight");
            await("advect.state.action[0] === 1");
        }
    }

    @Test
    void q_withoutWebGl_tracesAreShown() throws Exception {
        String none = """
                const get = HTMLCanvasElement.prototype.getContext;
                HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
                  return kind.startsWith('webgl') ? null : get.call(this, kind, ...more);
                };""";
        try (AutoCloseable _ = before(none)) {
            browser.get(live.address() + "#coarse");

            await("advect.frames > 0 && advect.stage.flat && document.getElementById('wait').hidden");
            assertThat(script("return advect.stage.scene.why").toString()).contains("WebGL");
        }
    }

    @Test
    void o_record_gamepadAndMouse() throws Exception {
        var task = Suite.task("point-mass");
        Tape tape = new Tape(new Takes(folder.resolve("mouse.hdf5"), task.spec()), Keymap.of("point-mass", 2));
        try (PageServer recording = View.record("127.0.0.1", 0, task, tape)) {
            browser.get(recording.address() + "#coarse");
            await("advect.status && advect.status.record.state === 'ready' && advect.frames > 0");
            press("Enter");
            await("advect.status.record.state === 'recording'");

            script("navigator.getGamepads = () => [null, {axes: [0.75, -0.5, 1, 1]}]"); // an empty slot, then a pad
            await("advect.state.action[0] === 0.75 && advect.state.action[1] === 0.5");
            script("navigator.getGamepads = () => [{axes: [0.05, -0.05]}]"); // a stick that is let go, but not quite
            await("advect.state.action[0] === 0 && advect.state.action[1] === 0");

            List<?> middle = (List<?>) script("""
                    const {left, top, width, height} = advect.stage.canvas.getBoundingClientRect();
                    return [left + width / 2, top + height / 2].map(Math.round)""");
            int x = ((Number) middle.get(0)).intValue();
            int y = ((Number) middle.get(1)).intValue();
            // the middle of the picture is that of the arena, right is x and up is y
            new Actions(browser).moveToLocation(x + 60, y - 40).clickAndHold().perform();
            await("advect.state.pull.length === 6");
            assertThat(number("advect.state.pull[3]")).isBetween(0.03, 0.2);
            assertThat(number("advect.state.pull[4] / advect.state.pull[3]")).isCloseTo(2 / 3.0, within(0.05));
            await("Math.hypot(advect.state.pull[3] - advect.state.pull[0], advect.state.pull[4] - advect.state.pull[1]) < 0.01");
            assertThat(number("advect.stage.spring.visible")).isEqualTo(1);
            new Actions(browser).release().perform();
            await("advect.state.pull.length === 0");
        }
    }

    @Test
    void n_sitesAndTendons_areShownOnDemand() throws Exception {
        var task = Suite.task("ball-in-cup"); // three sites; the string leads from the first to the last
        try (PageServer server = View.live("127.0.0.1", 0, "cup", task, new FixedSource(FixedActions.Rule.ZERO, 2))) {
            browser.get(server.address() + "#coarse");
            await("advect.frames > 0");
            assertThat(number("advect.stage.sites.some(site => site.visible)")).isZero();
            assertThat(number("advect.stage.strands[0].visible")).isEqualTo(1);

            press("s");
            await("advect.state.sites.length === 7 * advect.stage.sites.length");
            await("advect.stage.sites.every(site => site.visible)");
            press("t");
            assertThat(number("advect.stage.strands[0].visible")).isZero();
            // the string leads from one site to the other
            await("advect.stage.sites[0].position.distanceTo(advect.stage.sites[2].position) > 0.1");
        }
    }

    @Test
    void m_filmPage_opensFromDiskAndAsksForNothing() throws Exception {
        Path file = folder.resolve("film.html");
        List<Take> takes = new ArrayList<>();
        var task = Suite.task("cheetah-run");
        try (Env env = task.create(); RunPolicy policy = new RunPolicy(TrainedPolicy.load(run, "latest", task, 1))) {
            for (int lane = 0; lane < 2; lane++) { // the film, and one ghost that begins as it does
                Pilot pilot = new Pilot(policy, new Rng(0, lane));
                takes.add(new Recorder(env, pilot, 0, 0, 0.1).withClouds(lane == 0 ? 11 : 0).record(11, false));
            }
        }
        FilmFile.writePage(file, takes, "a film", "track", 10);

        browser.manage().logs().get("browser"); // forgets what earlier pages said
        browser.get(file.toUri() + "#coarse");
        awaitFilm("document.getElementById('time').textContent.includes('of 1.00 s')");
        press(" ");
        awaitFilm("!player.playing");
        assertThat(browser.findElement(By.id("play")).getText()).isEqualTo("Play");
        script("const s = document.getElementById('scrub'); s.value = 5; s.dispatchEvent(new Event('input'))");
        click("next");
        awaitFilm("player.frame === 6 && document.getElementById('time').textContent.includes('0.60 s')");
        press("ArrowLeft");
        awaitFilm("player.frame === 5");
        assertThat(key("keydown", "body", "key: 's', ctrlKey: true")).as("Ctrl+S is the browser's").isTrue();
        assertThat(key("keydown", "#ghosts", "key: ' '")).as("space is the box's").isTrue();
        assertThat(key("keydown", "#flow-time", "key: 'ArrowLeft'")).as("arrows are the slider's").isTrue();
        assertThat(key("keydown", "#scrub", "key: 'ArrowLeft'")).as("but those on the film's time are the film's").isFalse();
        awaitFilm("player.frame === 4 && !player.playing");
        press("ArrowRight");
        awaitFilm("player.frame === 5");
        String withGhost = filmPicture();
        Object before = script("return player.pictures"); // a paused film draws one picture for the click, perhaps at once
        click("ghosts");
        awaitFilm("player.pictures > " + before);
        assertThat(filmPicture()).isNotEqualTo(withGhost);
        awaitFilm("player.cloud.frame === 5 && player.cloud.n === 256");
        click("next");
        awaitFilm("player.cloud.frame === 6"); // the flow is that of the state which is shown
        script("const s = document.getElementById('flow-time'); s.value = 0.5; s.dispatchEvent(new Event('input'))");
        assertThat(browser.findElement(By.id("flow-time-shown")).getText()).contains("0.50").contains("step 5 of 10");
        assertThat(browser.findElement(By.id("cloud")).getDomAttribute("data-points")).isEqualTo("256");
        Cloud cloud = Objects.requireNonNull(takes.getFirst().clouds().get(6));
        double first = number("player.cloud.points[10][0]"); // of 8 bits
        assertThat(first).isCloseTo(cloud.shown(10)[0], within(0.01));
        choose("speed", "0.1");
        click("play");
        awaitFilm("player.frame > 6 && player.playing");

        // whatever is not the page itself lies in it
        assertThat((List<?>) script("return performance.getEntriesByType('resource').map(entry => entry.name)"
                + ".filter(name => !name.startsWith('data:'))")).isEmpty();
        assertThat(browser.manage().logs().get("browser").getAll()).as("errors of the page").isEmpty();
    }

    private static void awaitFilm(String condition) {
        TestBrowser.await(browser, "player", condition);
    }

    private static String filmPicture() {
        return script("return document.querySelector('#view canvas').toDataURL()").toString();
    }
}
