package io.sesam.talk.console.web;

import io.sesam.talk.console.request.ConsoleResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Style sheet and scripts: a fixed list of files, by name. */
public final class AssetFiles {
    private static final String OWN = "io/sesam/talk/console/assets/";
    private static final String WEBJARS = "META-INF/resources/webjars/";

    private final Map<String, String> paths = new HashMap<>();

    public AssetFiles() {
        Properties versions = versions();
        String htmx = WEBJARS + "htmx.org/" + versions.getProperty("htmx") + "/dist/";
        String uplot = WEBJARS + "uplot/" + versions.getProperty("uplot") + "/dist/";
        paths.put("console.css", OWN + "console.css");
        paths.put("console.js", OWN + "console.js");
        paths.put("htmx.js", htmx + "htmx.min.js");
        paths.put("sse.js", WEBJARS + "htmx-ext-sse/" + versions.getProperty("htmx-sse") + "/sse.js");
        paths.put("uplot.js", uplot + "uPlot.iife.min.js");
        paths.put("uplot.css", uplot + "uPlot.min.css");
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try (InputStream in = AssetFiles.class.getResourceAsStream("/" + OWN + "webjars.properties")) {
            if (in == null) {
                throw new IllegalStateException("the console's jar is incomplete: webjars.properties is missing");
            }
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }

    /**
     * The file of a name.
     *
     * @throws PageNotFound when it is not in the list
     */
    public ConsoleResponse file(String name) {
        String type = name.endsWith(".css") ? "text/css" : "text/javascript";
        return ConsoleResponse.bytes(200, type + "; charset=utf-8", bytes(name))
                .with("Cache-Control", "private, max-age=3600");
    }

    /** The content of a file. */
    public String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String name) {
        String path = paths.get(name);
        if (path == null) {
            throw new PageNotFound();
        }
        // From META-INF of other modules and from an own package that is no code: neither is closed to a class loader.
        try (InputStream in = AssetFiles.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(
                        path + " is not on the class path; the console needs its runtime dependencies");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
