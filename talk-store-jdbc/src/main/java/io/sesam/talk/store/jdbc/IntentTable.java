package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.Intent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code intent_batches} and {@code intents}.
 *
 * <p>Writes are sent in batches, and almost every intent is closed a moment later. The intents of a batch are therefore
 * one row, which is deleted as a whole; an intent whose batch is closed without it gets a row of its own in {@code
 * intents}. All open intents are kept in memory, because a store has one owner. Used while the database is locked.
 */
final class IntentTable {
    static final String ALL = "select operation, system, type, kind, golden, origin_system, origin_type,"
            + " origin_id, record_id, since, fields, unknown from intents";
    static final String ALL_BATCHES = "select number, system, type, intents from intent_batches order by number";
    private static final String PUT = """
            insert into intents (operation, system, type, kind, golden, origin_system, origin_type, origin_id,
                record_id, since, fields, unknown)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (operation) do update set
                system = excluded.system, type = excluded.type, kind = excluded.kind, golden = excluded.golden,
                origin_system = excluded.origin_system, origin_type = excluded.origin_type,
                origin_id = excluded.origin_id, record_id = excluded.record_id, since = excluded.since,
                fields = excluded.fields, unknown = excluded.unknown""";
    private static final String PUT_BATCH =
            "insert into intent_batches (number, system, type, intents) values (?, ?, ?, ?)";
    private static final String CLOSE = "delete from intents where operation = ?";
    private static final String CLOSE_BATCH = "delete from intent_batches where number = ?";

    /** The values of the column {@code unknown}; older stores have the first two. */
    private static final int SENT = 0;

    private static final int UNKNOWN = 1;
    private static final int NOTED = 2;

    /** The intents of a row: fewer are stored singly, more as several rows. */
    private static final int LEAST_IN_BATCH = 2;

    private static final int MOST_IN_BATCH = 1000;

    /** How many texts describe an intent of a batch. */
    private static final int WIDTH = 10;

    /** The number of an intent that has a row of its own. */
    private static final long ALONE = 0;

    private static final Comparator<Intent> BY_AGE =
            Comparator.comparing(Intent::since).thenComparing(Intent::operation);

    private final StoreDatabase database;
    private final Schemas schemas;
    private final FieldsCodec fields;

    private final Map<String, Entry> open = new LinkedHashMap<>();
    private final Map<GoldenId, List<Entry>> byGolden = new HashMap<>();
    private final Map<Long, Set<String>> batches = new HashMap<>();
    private long lastBatch;
    private boolean loaded;

    /** An open intent with the number of its batch. */
    private record Entry(Intent intent, long batch) {}

    private record Target(SystemName system, EntityType type) {}

    IntentTable(StoreDatabase database, Schemas schemas, FieldsCodec fields) {
        this.database = database;
        this.schemas = schemas;
        this.fields = fields;
    }

    /** Forgets what is in memory, because the outcome of a commit is not known. */
    void clear() {
        open.clear();
        byGolden.clear();
        batches.clear();
        lastBatch = ALONE;
        loaded = false;
    }

    List<Intent> find(SystemName system, EntityType type, Collection<GoldenId> goldens) throws SQLException {
        load();
        if (open.isEmpty()) {
            return List.of();
        }
        List<Intent> found = new ArrayList<>();
        for (GoldenId golden : new HashSet<>(goldens)) {
            for (Entry entry : byGolden.getOrDefault(golden, List.of())) {
                if (isOf(entry.intent(), system, type)) {
                    found.add(entry.intent());
                }
            }
        }
        return found;
    }

    List<Intent> of(SystemName system, EntityType type) throws SQLException {
        load();
        return sorted(open.values().stream().map(Entry::intent).filter(intent -> isOf(intent, system, type)));
    }

    List<Intent> all() throws SQLException {
        load();
        return sorted(open.values().stream().map(Entry::intent));
    }

    private static boolean isOf(Intent intent, SystemName system, EntityType type) {
        return intent.system().equals(system) && intent.type().equals(type);
    }

    private static List<Intent> sorted(Stream<Intent> intents) {
        return intents.sorted(BY_AGE).toList();
    }

    void forget(Collection<GoldenId> goldens) throws SQLException {
        load();
        Set<String> closed = new HashSet<>();
        for (GoldenId golden : goldens) {
            byGolden.getOrDefault(golden, List.of())
                    .forEach(entry -> closed.add(entry.intent().operation()));
        }
        change(closed, List.of());
    }

    /** Applies closed and new intents. An intent that is in both was recorded again. */
    void change(Collection<String> closed, Collection<Intent> noted) throws SQLException {
        if (closed.isEmpty() && noted.isEmpty()) {
            return;
        }
        load();
        close(closed, noted);
        Map<Target, List<Intent>> byTarget = new LinkedHashMap<>();
        for (Intent intent : noted) {
            schemas.check(intent.fields().schema());
            byTarget.computeIfAbsent(new Target(intent.system(), intent.type()), first -> new ArrayList<>())
                    .add(intent);
        }
        List<Intent> single = new ArrayList<>();
        for (Map.Entry<Target, List<Intent>> target : byTarget.entrySet()) {
            List<Intent> intents = target.getValue();
            for (int done = 0; done < intents.size(); done += MOST_IN_BATCH) {
                List<Intent> part = intents.subList(done, Math.min(intents.size(), done + MOST_IN_BATCH));
                if (part.size() < LEAST_IN_BATCH) {
                    single.addAll(part);
                } else {
                    putBatch(target.getKey(), part);
                }
            }
        }
        putEach(single);
    }

    /** Removes closed intents, and those that are recorded again. What else is in their batches is stored singly. */
    private void close(Collection<String> closed, Collection<Intent> again) throws SQLException {
        List<String> rows = new ArrayList<>();
        Set<Long> opened = new HashSet<>();
        Stream.concat(closed.stream(), again.stream().map(Intent::operation)).forEach(operation -> {
            Entry entry = remove(operation);
            if (entry != null && entry.batch() == ALONE) {
                rows.add(operation);
            } else if (entry != null) {
                opened.add(entry.batch());
            }
        });
        database.each(CLOSE, rows, Binder::text);
        database.each(CLOSE_BATCH, opened, Binder::number);
        List<Intent> left = new ArrayList<>();
        for (long batch : opened) {
            for (String operation : List.copyOf(batches.getOrDefault(batch, Set.of()))) {
                Entry entry = remove(operation);
                if (entry != null) {
                    left.add(entry.intent());
                }
            }
            batches.remove(batch);
        }
        putEach(left);
    }

    private void putEach(List<Intent> intents) throws SQLException {
        database.each(PUT, intents, this::fill);
        intents.forEach(intent -> keep(intent, ALONE));
    }

    private void putBatch(Target target, List<Intent> intents) throws SQLException {
        long number = lastBatch + 1;
        FlatJsonWriter writer = new FlatJsonWriter();
        for (Intent intent : intents) {
            writer.element(intent.operation());
            writer.element(kind(intent));
            writer.element(intent.golden().value());
            writer.element(intent.origin().system().value());
            writer.element(intent.origin().type().name());
            writer.element(intent.origin().id());
            writer.element(Objects.requireNonNullElse(intent.recordId(), ""));
            writer.element(ColumnTimes.write(intent.since()));
            writer.element(fields.write(intent.fields()));
            writer.element(String.valueOf(progress(intent)));
        }
        String texts = writer.list();
        database.each(
                PUT_BATCH,
                List.of(target),
                (binder, one) -> binder.number(number)
                        .text(one.system().value())
                        .text(one.type().name())
                        .text(texts));
        lastBatch = number;
        intents.forEach(intent -> keep(intent, number));
    }

    private void keep(Intent intent, long batch) {
        Entry entry = new Entry(intent, batch);
        open.put(intent.operation(), entry);
        byGolden.computeIfAbsent(intent.golden(), first -> new ArrayList<>(1)).add(entry);
        if (batch != ALONE) {
            batches.computeIfAbsent(batch, first -> new HashSet<>()).add(intent.operation());
        }
    }

    private @Nullable Entry remove(String operation) {
        Entry entry = open.remove(operation);
        if (entry != null) {
            byGolden.computeIfPresent(entry.intent().golden(), (golden, entries) -> {
                entries.remove(entry);
                return entries.isEmpty() ? null : entries;
            });
            batches.getOrDefault(entry.batch(), new HashSet<>()).remove(operation);
        }
        return entry;
    }

    private void load() throws SQLException {
        if (!loaded) {
            clear();
            database.list(ALL, StoreDatabase.Filler.NOTHING, this::read).forEach(intent -> keep(intent, ALONE));
            database.list(ALL_BATCHES, StoreDatabase.Filler.NOTHING, this::readBatch)
                    .forEach(entries -> entries.forEach(entry -> keep(entry.intent(), entry.batch())));
            loaded = true;
        }
    }

    private Intent read(ResultRow row) throws SQLException {
        String operation = row.text();
        Target target = new Target(row.system(), row.type());
        String kind = row.text();
        GoldenId golden = row.golden();
        RecordRef origin = new RecordRef(row.system(), row.type(), row.text());
        String record = row.optionalText();
        return intent(target, operation, kind, golden, origin, record, row.instant(), row.text(), row.number());
    }

    private List<Entry> readBatch(ResultRow row) throws SQLException {
        long number = row.number();
        lastBatch = Math.max(lastBatch, number);
        Target target = new Target(row.system(), row.type());
        List<String> texts = FlatJson.readList(row.text());
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i + WIDTH <= texts.size(); i += WIDTH) {
            RecordRef origin =
                    new RecordRef(new SystemName(texts.get(i + 3)), new EntityType(texts.get(i + 4)), texts.get(i + 5));
            String record = texts.get(i + 6);
            Intent intent = intent(
                    target,
                    texts.get(i),
                    texts.get(i + 1),
                    new GoldenId(texts.get(i + 2)),
                    origin,
                    record.isEmpty() ? null : record,
                    ColumnTimes.read(texts.get(i + 7)),
                    texts.get(i + 8),
                    Long.parseLong(texts.get(i + 9)));
            entries.add(new Entry(intent, number));
        }
        return entries;
    }

    private Intent intent(
            Target target,
            String operation,
            String kind,
            GoldenId golden,
            RecordRef origin,
            @Nullable String record,
            Instant since,
            String values,
            long progress) {
        String[] words = kind.split(" ", -1);
        return Intent.builder()
                .operation(operation)
                .system(target.system())
                .type(target.type())
                .kind(Operation.Kind.valueOf(words[0]))
                .golden(golden)
                .origin(origin)
                .recordId(record)
                .since(since)
                .fields(fields.read(schemas.of(target.type()), values))
                .purpose(words.length == 1 ? Intent.Purpose.SYNC : Intent.Purpose.valueOf(words[1]))
                .unknown(progress == UNKNOWN)
                .sent(progress != NOTED)
                .build();
    }

    private static int progress(Intent intent) {
        return intent.unknown() ? UNKNOWN : intent.sent() ? SENT : NOTED;
    }

    /** Encodes the kind, with the purpose if unusual. The column is older than the other purposes. */
    private static String kind(Intent intent) {
        String kind = intent.kind().name();
        return intent.purpose() == Intent.Purpose.SYNC
                ? kind
                : kind + " " + intent.purpose().name();
    }

    private void fill(Binder binder, Intent intent) throws SQLException {
        binder.text(intent.operation())
                .text(intent.system().value())
                .text(intent.type().name())
                .text(kind(intent))
                .text(intent.golden().value())
                .text(intent.origin().system().value())
                .text(intent.origin().type().name())
                .text(intent.origin().id())
                .text(intent.recordId())
                .instant(intent.since())
                .text(fields.write(intent.fields()))
                .number(progress(intent));
    }
}
