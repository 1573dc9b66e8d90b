package frozen.ledger;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteCost;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The records of one type. */
final class LedgerTable {
    private static final String SUFFIX = ".properties";
    private static final Comparator<LedgerRecord> ORDER =
            Comparator.comparing(LedgerRecord::modified).thenComparing(LedgerRecord::id);

    private final Path directory;
    private final Schema schema;
    private final PluginContext context;
    private final int page;
    private final boolean archives;

    LedgerTable(Path directory, Schema schema, PluginContext context, int page, boolean archives) {
        this.directory = directory.resolve(schema.type().name());
        this.schema = schema;
        this.context = context;
        this.page = page;
        this.archives = archives;
    }

    Schema schema() {
        return schema;
    }

    TypeSpec spec() {
        List<FieldSpec> fields = schema.properties().stream()
                .map(Property::name)
                .map(name -> name.equals("email")
                        ? FieldSpec.of(name)
                                .normalises(FieldSpec.Normalisation.LOWER_CASE, FieldSpec.Normalisation.TRIM)
                        : name.equals("lastname") ? FieldSpec.of(name).maxLength(200) : FieldSpec.of(name))
                .toList();
        TypeSpec.Builder spec = TypeSpec.of(schema, fields)
                .inserts()
                .updates()
                .deletes(Deletes.FEED)
                .indexLag(Duration.ZERO)
                .readLimit(page)
                .writeLimit(2)
                .writeCost(WriteCost.perBatch())
                .relistEvery(Duration.ofDays(30));
        return (archives ? spec.archives() : spec).build();
    }

    Page read(ReadRequest request) {
        context.calls().read();
        Position.Keyset from = request.after()
                .map(position -> (Position.Keyset) position)
                .orElse(new Position.Keyset(Instant.EPOCH, ""));
        Instant now = context.clock().instant();
        List<LedgerRecord> left = records().stream()
                .filter(record -> record.modified().isAfter(from.time())
                        || record.modified().equals(from.time())
                                && record.id().compareTo(from.id()) >= 0)
                .sorted(ORDER)
                .toList();
        List<Change> changes = left.stream()
                .limit(request.limit())
                .map(record -> record.change(schema))
                .toList();
        if (left.size() > request.limit()) {
            LedgerRecord next = left.get(request.limit());
            return Page.more(changes, new Position.Keyset(next.modified(), next.id())).ofTotal(left.size());
        }
        return Page.last(changes, new Position.Keyset(now, ""));
    }

    Map<String, Outcome> write(List<Operation> operations) {
        context.calls().write();
        Map<String, Outcome> outcomes = new HashMap<>();
        for (Operation operation : operations) {
            outcomes.put(operation.id(), write(operation));
        }
        return outcomes;
    }

    private Outcome write(Operation operation) {
        Instant now = context.clock().instant();
        if (operation.kind() == Operation.Kind.INSERT) {
            Properties texts = new Properties();
            texts.setProperty(LedgerRecord.CREATED, now.toString());
            texts.setProperty(LedgerRecord.OPERATION, operation.id());
            return Outcome.applied(
                    store("L" + (records().size() + 1), texts, operation.fields(), now).snapshot(schema));
        }
        Optional<LedgerRecord> known = record(operation.existingId()).filter(record -> !record.isGone());
        if (known.isEmpty()) {
            return new Outcome.Conflict(Optional.empty());
        }
        LedgerRecord record = known.get();
        if (operation.version().isPresent()
                && !operation.version().get().equals(record.text(LedgerRecord.MODIFIED))) {
            return new Outcome.Conflict(Optional.of(record.snapshot(schema)));
        }
        if (operation.kind() == Operation.Kind.ARCHIVE) {
            record.texts().setProperty(LedgerRecord.GONE, "true");
        }
        LedgerRecord after = store(record.id(), record.texts(), operation.fields(), now);
        return after.isGone() ? Outcome.applied(after.id()) : Outcome.applied(after.snapshot(schema));
    }

    Map<String, Outcome> erase(Collection<String> ids) {
        Map<String, Outcome> outcomes = new HashMap<>();
        for (String id : ids) {
            try {
                boolean deleted = Files.deleteIfExists(directory.resolve(id + SUFFIX));
                outcomes.put(id, deleted ? Outcome.applied(id) : new Outcome.NoChange(id));
            } catch (IOException e) {
                outcomes.put(id, new Outcome.Rejected("cannot delete " + id));
            }
        }
        return outcomes;
    }

    Optional<LedgerRecord> record(String id) {
        Path file = directory.resolve(id + SUFFIX);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties texts = new Properties();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            texts.load(in);
        } catch (IOException e) {
            throw new TalkException(ErrorCode.UNREADABLE, "cannot read " + file, e);
        }
        return Optional.of(new LedgerRecord(id, texts));
    }

    List<LedgerRecord> records() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<LedgerRecord> records = new ArrayList<>();
            files.sorted()
                    .map(file -> file.getFileName().toString().replace(SUFFIX, ""))
                    .forEach(id -> record(id).ifPresent(records::add));
            return records;
        } catch (IOException e) {
            throw new TalkException(ErrorCode.UNREADABLE, "cannot list " + directory, e);
        }
    }

    private LedgerRecord store(String id, Properties texts, Fields fields, Instant now) {
        for (int i = 0; i < schema.size(); i++) {
            String name = schema.property(i).name();
            fields.said(i)
                    .map(text -> spec().field(name).flatMap(field -> field.render(text)).orElse(text))
                    .ifPresent(text -> texts.setProperty(name, text));
        }
        texts.setProperty(LedgerRecord.MODIFIED, now.toString());
        try {
            Files.createDirectories(directory);
            try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(id + SUFFIX))) {
                texts.store(out, null);
            }
        } catch (IOException e) {
            throw new TalkException(ErrorCode.UNREADABLE, "cannot write " + id, e);
        }
        return new LedgerRecord(id, texts);
    }
}
