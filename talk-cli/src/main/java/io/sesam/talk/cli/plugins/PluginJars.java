package io.sesam.talk.cli.plugins;

import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.StorePlugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Checks of jars with plugins: each is what it says, was made for this Talk, and has a name of its own. */
final class PluginJars {
    private final List<Path> jars;
    private final ClassLoader loader;
    private final ClassLoader application;
    private final List<Kind<?>> kinds = List.of(
            new Kind<>("connector", ConnectorPlugin.class, ConnectorPlugin::spec),
            new Kind<>("enricher", EnricherPlugin.class, EnricherPlugin::spec),
            new Kind<>("sink", SinkPlugin.class, SinkPlugin::spec),
            new Kind<>("store", StorePlugin.class, StorePlugin::spec));
    private final Map<String, String> owners = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private int found;

    PluginJars(List<Path> jars, ClassLoader loader, ClassLoader application) {
        this.jars = jars;
        this.loader = loader;
        this.application = application;
    }

    /** A kind of plugin. */
    private record Kind<T>(String name, Class<T> service, Function<T, PluginSpec> spec) {
        String file() {
            return "META-INF/services/" + service.getName();
        }

        String specName(Object plugin) {
            return spec.apply(service.cast(plugin)).name();
        }
    }

    /** Lists what does not fit, each with the name of its jar. */
    List<String> problems() {
        kinds.forEach(this::addOwn);
        jars.forEach(this::check);
        if (problems.isEmpty() && found == 0) {
            problems.add("none of its " + jars.size() + " jars registers a connector, enricher, sink or store;"
                    + " a plugin's jar has a file such as " + kinds.get(0).file());
        }
        return problems;
    }

    /** Notes the names that the application's own plugins have. */
    private <T> void addOwn(Kind<T> kind) {
        for (T plugin : ServiceLoader.load(kind.service(), application)) {
            owners.put(kind.name() + " " + kind.specName(plugin), "Talk itself");
        }
    }

    private void check(Path file) {
        String name = file.getFileName().toString();
        try (JarFile jar = new JarFile(file.toFile())) {
            Optional<String> missing = new NeededClasses(loader).missing(jar);
            if (missing.isPresent()) {
                problems.add(name + ": " + missing.get());
                return;
            }
            for (Kind<?> kind : kinds) {
                JarEntry services = jar.getJarEntry(kind.file());
                if (services != null) {
                    for (String provider : providers(jar, services)) {
                        check(name, kind, provider);
                    }
                }
            }
        } catch (IOException e) {
            problems.add(name + ": is no jar that can be read (" + e.getClass().getSimpleName() + "); copy it again");
        }
    }

    private static List<String> providers(JarFile jar, JarEntry services) throws IOException {
        try (InputStream in = jar.getInputStream(services)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private void check(String jar, Kind<?> kind, String provider) {
        found++;
        try {
            Class<?> type = Class.forName(provider, false, loader);
            if (!kind.service().isAssignableFrom(type)) {
                problems.add(jar + ": " + kind.file() + " names " + provider + ", which is no "
                        + kind.service().getSimpleName() + "; correct the file");
                return;
            }
            String name =
                    kind.name() + " " + kind.specName(type.getConstructor().newInstance());
            String owner = owners.putIfAbsent(name, jar);
            if (owner != null && !owner.equals(jar)) {
                problems.add(jar + ": has the " + name + ", which " + owner + " has, too; remove one of them");
            }
        } catch (ClassNotFoundException e) {
            problems.add(jar + ": " + kind.file() + " names " + provider + ", which is in no jar; correct the file");
        } catch (NoSuchMethodException e) {
            problems.add(jar + ": " + provider + " has no public constructor without parameters; add one");
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            problems.add(jar + ": " + provider + " cannot be made ("
                    + cause.getClass().getSimpleName() + "); the jars that it needs have to be in the directory, too");
        }
    }
}
