package io.sesam.talk.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The main source files of this project's modules. */
final class Sources {
    private Sources() {}

    /** The files of one module and their text. */
    static Map<Path, String> of(String module) {
        Map<Path, String> sources = new TreeMap<>();
        try (Stream<Path> files =
                Files.walk(root().resolve(module).resolve("src").resolve("main").resolve("java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> sources.put(file, text(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    /** The files of all modules and their text. */
    static Map<Path, String> ofAllModules() {
        Map<Path, String> sources = new TreeMap<>();
        try (Stream<Path> modules = Files.list(root())) {
            modules.filter(module -> Files.isDirectory(
                            module.resolve("src").resolve("main").resolve("java")))
                    .forEach(module -> sources.putAll(of(module.getFileName().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("talk-core")) && Files.isDirectory(at.resolve("talk-bom"))) {
                return at;
            }
        }
        throw new AssertionError("not started inside the project");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
