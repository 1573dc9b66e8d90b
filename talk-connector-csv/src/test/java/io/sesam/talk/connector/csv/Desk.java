package io.sesam.talk.connector.csv;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A test directory with files and a connector. */
final class Desk implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-05-17T10:00:00Z");

    private final Path directory;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Map<EntityType, Schema> schemas = Stream.of(Person.SCHEMA, Organisation.SCHEMA, Product.SCHEMA)
            .collect(Collectors.toMap(Schema::type, schema -> schema));
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private Connector connector;
    private int operations;

    Desk(Path directory) {
        this.directory = directory;
        settings.put("directory", directory.toString());
    }

    Desk with(String setting, Object value) {
        settings.put(setting, value);
        return this;
    }

    Desk with(Schema schema) {
        schemas.put(schema.type(), schema);
        return this;
    }

    Desk with(Clock other) {
        clock = other;
        return this;
    }

    Desk file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Desk file(String name, byte[] bytes) {
        try {
            Files.write(path(name), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    Path memory() {
        return directory.resolve(".talk/desk");
    }

    String text(String name) {
        return text(name, StandardCharsets.UTF_8);
    }

    String text(String name, Charset charset) {
        try {
            return new String(Files.readAllBytes(path(name)), charset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Connector connector() {
        if (connector == null) {
            connector = another();
        }
        return connector;
    }

    /** Opens another connector on the same directory. Its random source always has the same seed. */
    Connector another() {
        List<String> problems = new ArrayList<>();
        Settings read = Settings.read(
                "desk", Path.of(""), settings, new CsvPlugin().spec().settings(), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return new CsvPlugin()
                .open(read, PluginContext.of(new SystemName("desk"), clock, new SplittableRandom(7), schemas));
    }

    /** Continues as the next run does. */
    Desk reopen() {
        close();
        connector = null;
        return this;
    }

    /** Continues as after a crash, without closing anything. */
    Desk crash() {
        connector = null;
        return this;
    }

    Page page(EntityType type, Position after, int limit) {
        ReadRequest request = after == null ? ReadRequest.fromStart(NOW, limit) : ReadRequest.after(after, NOW, limit);
        return connector().reader(type).orElseThrow().read(request);
    }

    /** Reads all changes after a position in one page. */
    Page read(EntityType type, Position after) {
        return page(type, after, 1_000_000);
    }

    Page people(Position after) {
        return read(EntityType.PERSON, after);
    }

    Page people() {
        return people(null);
    }

    /** Returns the only person. */
    RecordSnapshot person() {
        return (RecordSnapshot) people().changes().get(0);
    }

    Outcome write(Operation operation) {
        return connector()
                .writer(operation.type())
                .orElseThrow()
                .write(List.of(operation))
                .get(operation.id());
    }

    Outcome update(String id, Fields changes, Fields basedOn) {
        return write(Operation.update("operation" + ++operations, id, changes, basedOn, null));
    }

    /** Updates a person, whatever its state. */
    Outcome update(String id, String property, String text) {
        return update(id, person(property, text), Fields.unknown(Person.SCHEMA));
    }

    Outcome insert(Fields record) {
        return write(Operation.insert("operation" + ++operations, record));
    }

    Outcome archive(String id) {
        return write(Operation.archive("operation" + ++operations, id, Fields.unknown(Person.SCHEMA), null));
    }

    static Fields person(String property, String text) {
        return Fields.builder(Person.SCHEMA).text(property, text).build();
    }

    static List<String> ids(Page page) {
        return page.changes().stream().map(Change::id).toList();
    }

    @Override
    public void close() {
        if (connector != null) {
            connector.close();
        }
    }
}
