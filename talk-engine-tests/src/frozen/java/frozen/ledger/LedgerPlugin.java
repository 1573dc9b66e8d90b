package frozen.ledger;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Eraser;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A two-way connector of the time of SPI 0.1, kept as a jar. Its records are files of a directory. */
public final class LedgerPlugin implements ConnectorPlugin {
    private static final Setting<Path> DIRECTORY =
            Setting.path("directory").required().describedAs("The directory of the records.");
    private static final Setting<Secret> KEY = Setting.secret("key").required();
    private static final Setting<Integer> PAGE = Setting.number("page").orElse(2);
    private static final Setting<Boolean> ARCHIVES = Setting.flag("archives").orElse(true);

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("ledger", "Records in files.", List.of(DIRECTORY, KEY, PAGE, ARCHIVES));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        if (!settings.get(KEY).reveal().equals("open sesame")) {
            throw new io.sesam.talk.error.TalkException(
                    io.sesam.talk.error.ErrorCode.CONFIGURATION, "the key does not fit");
        }
        Map<EntityType, LedgerTable> tables = new LinkedHashMap<>();
        for (EntityType type : List.of(EntityType.PERSON, EntityType.ORGANISATION)) {
            context.schema(type).ifPresent(schema -> tables.put(
                    type,
                    new LedgerTable(
                            settings.get(DIRECTORY),
                            schema,
                            context,
                            settings.get(PAGE),
                            settings.get(ARCHIVES))));
        }
        return new Ledger(settings.get(DIRECTORY), tables);
    }

    private record Ledger(Path directory, Map<EntityType, LedgerTable> tables) implements Connector {
        @Override
        public Check check() {
            return Files.isDirectory(directory) ? Check.fine() : Check.problem("no directory " + directory);
        }

        @Override
        public List<TypeSpec> types() {
            return tables.values().stream().map(LedgerTable::spec).toList();
        }

        @Override
        public Optional<Reader> reader(EntityType type) {
            return Optional.ofNullable(tables.get(type)).map(table -> table::read);
        }

        @Override
        public Optional<Lookup> lookup(EntityType type) {
            return Optional.ofNullable(tables.get(type)).map(LedgerLookup::new);
        }

        @Override
        public Optional<Writer> writer(EntityType type) {
            return Optional.ofNullable(tables.get(type)).map(table -> table::write);
        }

        @Override
        public Optional<Eraser> eraser(EntityType type) {
            return Optional.ofNullable(tables.get(type)).map(table -> table::erase);
        }

        @Override
        public void close() {}
    }
}
