package io.sesam.talk.spi;

import io.sesam.talk.model.Experimental;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Native libraries that a database driver unpacks into the temporary directory.
 *
 * <p>A driver unpacks its library at every start and leaves it to the end of the process, so a killed process leaves it for
 * ever. On Linux, a loaded library needs its file no more: it is removed at once. Elsewhere each start removes those that
 * earlier ones left: macOS keeps a removed file for as long as it is loaded, and Windows refuses to remove such a file. A
 * host that loads the library from a place of its own, such as with {@code org.sqlite.lib.path}, has no such file.
 */
@Experimental
public final class UnpackedLibraries {
    private static final Path PROCESSES = Path.of("/proc");
    /** No driver takes longer between the last byte of a library and its loading. */
    private static final Duration LOADING = Duration.ofSeconds(10);

    private UnpackedLibraries() {}

    /**
     * Removes the library that this process has loaded, and those that killed processes of this user left.
     *
     * @param name the file names that the driver makes, as a whole
     */
    public static void remove(Pattern name) {
        Path directory = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        try {
            if (!Files.isReadable(PROCESSES.resolve("self/maps"))) {
                removeOld(directory, name, Instant.now().minus(LOADING));
                return;
            }
            for (Path library : mapped("self")) {
                if (name.matcher(String.valueOf(library.getFileName())).matches()) {
                    delete(library);
                }
            }
            removeLeft(directory, name);
        } catch (IOException | UncheckedIOException e) {
            // What cannot be listed or removed stays, as it would without this class.
        }
    }

    private static void delete(Path library) throws IOException {
        Files.deleteIfExists(library);
        Files.deleteIfExists(library.resolveSibling(library.getFileName() + ".lck"));
    }

    /** Removes libraries that are older than a time, wherever the system permits. */
    static void removeOld(Path directory, Pattern name, Instant time) throws IOException {
        for (Path library : found(directory, name)) {
            try {
                if (Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(library).toInstant().isBefore(time)) {
                    delete(library);
                }
            } catch (IOException e) {
                // A process uses it, or it belongs to another user.
            }
        }
    }

    private static Set<Path> found(Path directory, Pattern name) throws IOException {
        Set<Path> found = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                directory,
                file -> name.matcher(String.valueOf(file.getFileName())).matches())) {
            files.forEach(found::add);
        }
        return found;
    }

    /** Removes libraries that no process uses. A file that is being written is newer, and is left alone. */
    private static void removeLeft(Path directory, Pattern name) throws IOException {
        Set<Path> left = found(directory, name);
        if (!left.isEmpty()) {
            left.removeAll(mappedByAny());
            Instant old = Instant.now().minus(LOADING);
            for (Path library : left) {
                boolean isOurs = Files.getOwner(library, LinkOption.NOFOLLOW_LINKS)
                        .equals(Files.getOwner(PROCESSES.resolve("self/maps")));
                if (isOurs && Files.getLastModifiedTime(library).toInstant().isBefore(old)) {
                    delete(library);
                }
            }
        }
    }

    /** The files that readable processes have mapped: all those of this user. */
    private static Set<Path> mappedByAny() throws IOException {
        Set<Path> mapped = new HashSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                try {
                    mapped.addAll(mapped(String.valueOf(process.getFileName())));
                } catch (IOException | UncheckedIOException e) {
                    // It has ended, or belongs to another user, who has files of their own.
                }
            }
        }
        return mapped;
    }

    private static Set<Path> mapped(String process) throws IOException {
        Set<Path> files = new HashSet<>();
        try (Stream<String> lines =
                Files.lines(PROCESSES.resolve(process).resolve("maps"), StandardCharsets.ISO_8859_1)) {
            lines.map(line -> line.indexOf('/') < 0 ? "" : line.substring(line.indexOf('/')))
                    .filter(path -> !path.isEmpty() && !path.endsWith(" (deleted)"))
                    .distinct()
                    .forEach(path -> files.add(Path.of(path)));
        }
        return files;
    }
}
