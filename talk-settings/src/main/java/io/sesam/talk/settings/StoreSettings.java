package io.sesam.talk.settings;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.settings.tree.ConfigSection;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code store}. */
final class StoreSettings {
    private static final String MEMORY = "memory";

    private final TalkBuilder builder;
    private final Path directory;
    private final PluginKeys plugins;
    private Optional<Path> file = Optional.empty();
    private boolean forgetful = true;

    StoreSettings(TalkBuilder builder, Path directory, PluginKeys plugins) {
        this.plugins = plugins;
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
            Map<String, @Nullable Object> settings = store.forPlugin(plugins.keys("store", kind.get()));
            settings.remove("kind");
            plugins.host().store(builder, kind.get(), settings);
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
