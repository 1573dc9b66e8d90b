package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.disk.FileErrors;
import io.sesam.talk.connector.csv.settings.CsvSettings;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteCost;
import io.sesam.talk.spi.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A connector for a directory of CSV files. */
final class CsvConnector implements Connector {
    private static final int READ_LIMIT = 1000;
    private static final int LEAST_WRITES = 5000;
    private static final int MOST_WRITES = 20_000;
    /** Each batch of writes replaces the file once: a batch is as large as the file makes worth while. */
    private static final int BYTES_FOR_EACH_WRITE = 4096;

    private final CsvSettings settings;
    private final PluginContext context;
    private final Map<EntityType, CsvFile> sheets = new TreeMap<>();
    private final Map<EntityType, Reader> readers = new TreeMap<>();

    CsvConnector(CsvSettings settings, PluginContext context) {
        this.settings = settings;
        this.context = context;
        context.schemas().forEach((type, schema) -> sheets.put(type, new CsvFile(settings, schema, context)));
    }

    @Override
    public Check check() {
        List<CsvFile> expected = expected();
        return expected.isEmpty()
                ? Check.problem(DirectoryCheck.nothingIn(settings.directory(), sheets.values()))
                : new DirectoryCheck(expected).check();
    }

    @Override
    public List<TypeSpec> types() {
        List<CsvFile> expected = expected();
        if (expected.isEmpty()) {
            throw FileErrors.unreadable(DirectoryCheck.nothingIn(settings.directory(), sheets.values()));
        }
        return expected.stream().map(CsvConnector::spec).toList();
    }

    private List<CsvFile> expected() {
        return sheets.values().stream().filter(CsvFile::isExpected).toList();
    }

    /**
     * Returns the spec of a type. An unreadable file has no fields here; reading it reports the error, and the other
     * types continue.
     */
    private static TypeSpec spec(CsvFile file) {
        Schema schema = file.layout().schema();
        TypeSpec.Builder spec;
        try {
            spec = TypeSpec.of(schema, file.header().fields())
                    .inserts()
                    .updates()
                    .archives();
        } catch (TalkException e) {
            spec = TypeSpec.of(schema);
        }
        return spec.deletes(Deletes.FEED)
                .readLimit(READ_LIMIT)
                .writeLimit(writeLimit(file.size()))
                .writeCost(WriteCost.none())
                .build();
    }

    static int writeLimit(long bytes) {
        return (int) Math.max(LEAST_WRITES, Math.min(MOST_WRITES, bytes / BYTES_FOR_EACH_WRITE));
    }

    @Override
    public Optional<Reader> reader(EntityType type) {
        return sheet(type).map(file -> readers.computeIfAbsent(type, unused -> new CsvReader(file)));
    }

    @Override
    public Optional<Lookup> lookup(EntityType type) {
        return sheet(type).map(CsvLookup::new);
    }

    @Override
    public Optional<Writer> writer(EntityType type) {
        return sheet(type).filter(CsvFile::exists).map(file -> new CsvWriter(file, context));
    }

    private Optional<CsvFile> sheet(EntityType type) {
        return Optional.ofNullable(sheets.get(type)).filter(CsvFile::isExpected);
    }

    @Override
    public void close() {
        sheets.values().forEach(CsvFile::close);
        readers.clear();
    }
}
