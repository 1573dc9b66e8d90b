package io.sesam.talk.tests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One browser for all classes that ask for it: starting one takes seconds. It ends with the last test of the process. */
final class SharedBrowser implements BeforeAllCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(SharedBrowser.class);
    private static Browser current;

    /** A browser with its profile. */
    private record Session(Browser browser, Path profile) implements AutoCloseable {
        static Session open() {
            try {
                Path profile = Files.createTempDirectory("talk-browser");
                return new Session(Browser.open(profile), profile);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            browser.close();
            List<Path> files;
            try (Stream<Path> all = Files.walk(profile)) {
                files = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        current = context.getRoot()
                .getStore(HERE)
                .computeIfAbsent(Session.class, session -> Session.open(), Session.class)
                .browser();
    }

    /** The browser; only within a class with this extension. */
    static Browser browser() {
        return current;
    }
}
