package io.sesam.talk.tests.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A real browser without a window. */
final class Browser implements AutoCloseable {
    private static final List<Path> BROWSERS = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts a browser; the test is skipped, in words, where there is none. */
    static Browser open(Path profile) {
        Path browser = BROWSERS.stream().filter(Files::isExecutable).findFirst().orElse(null);
        if (browser == null || !Files.isExecutable(DRIVER)) {
            return Assumptions.abort("no browser is installed here: packages chromium and chromium-driver");
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--user-data-dir=" + profile,
                "--window-size=1200,900");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(DRIVER.toString()))
                .withSilent(true)
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    /** Clicks what a CSS selector finds. */
    void click(String selector) {
        element(selector).click();
    }

    /** Does something that leads to another page, and waits until that page is there. */
    void follow(Runnable action) {
        driver.executeScript("document.documentElement.dataset.left = 'yes'");
        action.run();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isAnotherPage()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no other page came:\n" + text());
            }
            pause();
        }
    }

    private boolean isAnotherPage() {
        try {
            return Boolean.TRUE.equals(driver.executeScript(
                    "return !document.documentElement.dataset.left && document.readyState === 'complete'"));
        } catch (WebDriverException e) {
            return false; // it is just coming
        }
    }

    /** The element that a CSS selector finds; waits for it. */
    WebElement element(String selector) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return driver.findElement(By.cssSelector(selector));
            } catch (WebDriverException e) { // there is none yet, or another page is just coming
                if (System.nanoTime() > end) {
                    throw new AssertionError("no " + selector + " on " + driver.getCurrentUrl() + ":\n" + text(), e);
                }
                pause();
            }
        }
    }

    /** Waits until the page shows a text. */
    void awaitText(String wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!text().contains(wanted)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the page never showed \"" + wanted + "\":\n" + text());
            }
            pause();
        }
    }

    /** The text of the page as a person sees it. The browser makes it at once; the driver takes seconds for a long table. */
    String text() {
        try {
            return String.valueOf(driver.executeScript("return document.body.innerText"));
        } catch (WebDriverException e) {
            return "";
        }
    }

    /** The texts of all elements that a CSS selector finds now. */
    @SuppressWarnings("unchecked")
    List<String> texts(String selector) {
        return (List<String>) driver.executeScript(
                "return Array.from(document.querySelectorAll(arguments[0])).map(function (e) { return e.innerText; })",
                selector);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sets the width of the page, and light or dark. */
    void look(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.manage().window().setSize(new Dimension(Math.max(500, width), height));
    }

    /** Serious and critical findings of the accessibility check, one line each. */
    List<String> accessibilityFindings() {
        return accessibilityFindings("{ resultTypes: ['violations'] }");
    }

    /** Serious and critical findings about colours: what else there is to find does not depend on light and dark. */
    List<String> contrastFindings() {
        return accessibilityFindings("{ resultTypes: ['violations'], runOnly: ['color-contrast'] }");
    }

    @SuppressWarnings("unchecked")
    private List<String> accessibilityFindings(String options) {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<String>) driver.executeAsyncScript("""
                var done = arguments[arguments.length - 1];
                axe.run(OPTIONS).then(function (result) {
                  done(result.violations.filter(function (v) { return v.impact === 'serious' || v.impact === 'critical'; })
                    .map(function (v) { return v.id + ': ' + v.help + ' ' + v.nodes.map(function (n) { return n.html; }).slice(0, 3).join(' | '); }));
                });
                """.replace("OPTIONS", options));
    }

    /** What the browser complained about, such as a script that the policy of the page forbids. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Keeps a picture of the page where {@code talk.screenshots} names a directory. */
    void picture(String name) throws IOException {
        String directory = System.getProperty("talk.screenshots", "");
        if (!directory.isEmpty()) {
            Files.createDirectories(Path.of(directory));
            Files.write(Path.of(directory, name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
