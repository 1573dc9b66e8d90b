package io.sesam.talk.connector.csv;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A directory of CSV files. */
final class CsvConnector implements Connector {
    private static final int READ_LIMIT = 1000;
    private static final int WRITE_LIMIT = 5000;

    private final CsvSettings settings;
    private final Lent lent;
    private final Map<EntityType, Sheet> sheets = new TreeMap<>();
    private final Map<EntityType, Reader> readers = new TreeMap<>();

    CsvConnector(CsvSettings settings, Lent lent) {
        this.settings = settings;
        this.lent = lent;
        lent.schemas().forEach((type, schema) -> sheets.put(type, new Sheet(settings, schema, lent)));
    }

    @Override
    public Check check() {
        List<Sheet> expected = expected();
        return expected.isEmpty()
                ? Check.problem(Inspection.nothingIn(settings.directory(), sheets.values()))
                : new Inspection(expected).check();
    }

    @Override
    public List<TypeSpec> types() {
        List<Sheet> expected = expected();
        if (expected.isEmpty()) {
            throw Trouble.unreadable(Inspection.nothingIn(settings.directory(), sheets.values()));
        }
        return expected.stream().map(CsvConnector::spec).toList();
    }

    private List<Sheet> expected() {
        return sheets.values().stream().filter(Sheet::isExpected).toList();
    }

    /** A file that cannot be understood has no fields here; reading it says why, and the other types go on. */
    private static TypeSpec spec(Sheet sheet) {
        Schema schema = sheet.layout().schema();
        TypeSpec.Builder spec;
        try {
            spec = TypeSpec.of(
                            schema,
                            TableScan.header(sheet.layout(), sheet.image()).fields())
                    .inserts()
                    .updates()
                    .archives();
        } catch (TalkException e) {
            spec = TypeSpec.of(schema);
        }
        return spec.deletes(Deletes.FEED)
                .readLimit(READ_LIMIT)
                .writeLimit(WRITE_LIMIT)
                .build();
    }

    @Override
    public Optional<Reader> reader(EntityType type) {
        return sheet(type).map(sheet -> readers.computeIfAbsent(type, unused -> new CsvReader(sheet)));
    }

    @Override
    public Optional<Lookup> lookup(EntityType type) {
        return sheet(type).map(CsvLookup::new);
    }

    @Override
    public Optional<Writer> writer(EntityType type) {
        return sheet(type).filter(Sheet::exists).map(sheet -> new CsvWriter(sheet, lent));
    }

    private Optional<Sheet> sheet(EntityType type) {
        return Optional.ofNullable(sheets.get(type)).filter(Sheet::isExpected);
    }

    @Override
    public void close() {
        sheets.values().forEach(Sheet::close);
        readers.clear();
    }
}
