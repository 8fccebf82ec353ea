package dev.advect.view.page;

import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Debian's chromium, which draws without a GPU. */
final class TestBrowser {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(5);

    private TestBrowser() {}

    private static Optional<Path> program(String... names) {
        return Stream.of(names).flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(place -> Path.of(place, name))).filter(Files::isExecutable).findFirst();
    }

    /** Opens a browser of a size; the test is skipped where there is none. */
    static ChromeDriver open(int width, int height) {
        Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
        Optional<Path> driver = program("chromedriver");
        assumeTrue(chromium.isPresent() && driver.isPresent(),
                "skipped: there is no chromium with its chromedriver on the path (apt-get install chromium chromium-driver)");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toFile());
        options.addArguments("--headless", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
                "--no-sandbox", "--window-size=" + width + "," + height);
        ChromeDriver browser = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(driver.orElseThrow().toFile()).build(), options);
        browser.manage().timeouts().scriptTimeout(PATIENCE);
        browser.manage().window().setSize(new Dimension(width, height));
        return browser;
    }

    /** What a script returns; an empty text for nothing. */
    static Object script(ChromeDriver browser, String code, Object... arguments) {
        return Objects.requireNonNullElse(browser.executeScript(code, arguments), "");
    }

    /** What a script hands to its last argument, a function. */
    static Object asynchronous(ChromeDriver browser, String code) {
        return Objects.requireNonNullElse(browser.executeAsyncScript(code), "");
    }

    /** The value of an expression, as a number. */
    static double number(ChromeDriver browser, String expression) {
        return ((Number) script(browser, "return Number(" + expression + ")")).doubleValue();
    }

    /** Waits until the page has a global and the condition holds. */
    static void await(ChromeDriver browser, String global, String condition) {
        new WebDriverWait(browser, PATIENCE).pollingEvery(Duration.ofMillis(50))
                .withMessage(condition)
                .until(b -> script(browser, "return Boolean(window." + global + " && (" + condition + "))").equals(true));
    }

    /** Whether a condition holds within a few seconds. */
    static boolean isSoon(ChromeDriver browser, String condition) {
        long end = System.nanoTime() + SOON.toNanos();
        boolean holds;
        do {
            holds = script(browser, "return Boolean(" + condition + ")").equals(true);
        } while (!holds && System.nanoTime() < end);
        return holds;
    }

    /** Presses a key on the page. */
    static void press(ChromeDriver browser, String key) {
        script(browser, "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}))", key);
    }
}
