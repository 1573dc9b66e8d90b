package io.sesam.talk.cli;

import io.sesam.talk.TalkBuilder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code store}. */
final class StoreSettings {
    private static final String MEMORY = "memory";

    private final TalkBuilder builder;
    private final Path directory;
    private Optional<Path> file = Optional.empty();
    private boolean forgetful = true;

    StoreSettings(TalkBuilder builder, Path directory) {
        this.builder = builder;
        this.directory = directory;
    }

    /** The file of a store that has one; by its setting {@code path}. */
    Optional<Path> file() {
        return file;
    }

    boolean isForgetful() {
        return forgetful;
    }

    void read(ConfigSection store) {
        if (store.keys().isEmpty()) {
            return;
        }
        Optional<String> kind = store.required("kind", "memory, or the name of a store, such as sqlite or postgresql");
        forgetful = kind.filter(MEMORY::equals).isPresent();
        if (forgetful) {
            store.knowing("kind");
        } else if (kind.isPresent()) {
            builder.store(kind.get(), store.without("kind"));
            file = store.has("path") ? store.text("path").flatMap(this::resolved) : Optional.empty();
        }
    }

    private Optional<Path> resolved(String path) {
        try {
            return Optional.of(directory.resolve(path).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty(); // the plugin refuses it
        }
    }
}
