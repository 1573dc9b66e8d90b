package io.sesam.talk.cli.plugins;

import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of jars with plugins.
 *
 * <p>All jars share one class loader above the application's: what Talk has itself comes from Talk. Until it is closed, the plugins
 * are found by the thread that opened it and by the threads that this one makes.
 */
public final class PluginDirectory implements AutoCloseable {
    private final URLClassLoader loader;
    private final ClassLoader before;

    private PluginDirectory(URLClassLoader loader) {
        this.loader = loader;
        this.before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
    }

    /**
     * Opens a directory whose plugins all fit.
     *
     * @param where what named the directory, for messages
     * @throws TalkException CONFIGURATION with all problems: no directory, nothing in it, or jars that do not fit
     */
    public static PluginDirectory open(String where, Path directory) {
        List<Path> jars = jars(where, directory);
        ClassLoader application = PluginDirectory.class.getClassLoader();
        URLClassLoader loader = new URLClassLoader("plugins", urls(jars), application);
        PluginDirectory opened = new PluginDirectory(loader);
        try {
            List<String> problems = new PluginJars(jars, loader, application).problems();
            if (!problems.isEmpty()) {
                throw TalkException.configuration(problems.stream()
                        .map(problem -> where + " " + directory + ": " + problem)
                        .toList());
            }
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private static List<Path> jars(String where, Path directory) {
        if (!Files.isDirectory(directory)) {
            throw TalkException.configuration(List.of(where + " " + directory + ": "
                    + (Files.exists(directory)
                            ? "is no directory; name the directory that the jars are in"
                            : "there is no such directory")));
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw TalkException.configuration(List.of(
                        where + " " + directory + ": there is no .jar file in it; put the jars of the plugins there"));
            }
            return jars;
        } catch (IOException e) {
            throw TalkException.configuration(List.of(where + " " + directory + ": cannot be read ("
                    + e.getClass().getSimpleName() + "); check its permissions"));
        }
    }

    private static URL[] urls(List<Path> jars) {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            try {
                urls.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException("a file has no address: " + jar, e);
            }
        }
        return urls.toArray(URL[]::new);
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
        try {
            loader.close();
        } catch (IOException e) {
            throw new IllegalStateException("the jars of plugins cannot be closed", e);
        }
    }
}
