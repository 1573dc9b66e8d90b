package io.sesam.talk.testkit.system;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Upserted;
import java.time.Clock;
import java.time.Duration;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The records of one type in a {@link MemorySystem}, as people over there see and edit them.
 *
 * <p>Fields that declare a normalisation apply it to whatever is put there; {@link #makes} adds one that nobody
 * declared.
 */
public final class MemoryTable {
    private final TypeSpec spec;
    private final Clock clock;
    private final TreeMap<String, Row> rows = new TreeMap<>();
    private final Map<String, String> mergedInto = new HashMap<>();
    private final Map<String, Instant> deleted = new TreeMap<>();
    private final Map<String, UnaryOperator<String>> making = new HashMap<>();
    private Function<Operation, Optional<Outcome>> intercept = operation -> Optional.empty();
    private @Nullable Function<ReadRequest, Page> pages;
    private final Set<String> hidden = new HashSet<>();
    private boolean positionLost;
    private boolean tellsAfter = true;
    private boolean keepsTimes = true;
    private boolean losesReplies;
    private boolean erases;
    private @Nullable Duration operationLag;
    private @Nullable Duration keyLag;
    private List<String> keys = List.of();
    private final Map<String, String> madeBy = new HashMap<>();
    private int nextId = 1;

    /** One record. */
    private record Row(String id, Fields fields, Instant modified, Instant created) {}

    MemoryTable(TypeSpec spec, Clock clock) {
        this.spec = spec;
        this.clock = clock;
    }

    /** What is true of the type here. */
    public TypeSpec spec() {
        return spec;
    }

    /** The system makes something of a field that no fact declares, such as cutting it. */
    public synchronized MemoryTable makes(String property, UnaryOperator<String> ofText) {
        making.put(property, ofText);
        return this;
    }

    /** The system does not show what it made of a write. */
    public synchronized MemoryTable keepsQuietAfterWrites() {
        tellsAfter = false;
        return this;
    }

    /** The system does not tell when records were modified or created. */
    public synchronized MemoryTable keepsNoTimes() {
        keepsTimes = false;
        return this;
    }

    /** From now on, writes are done and the answers lost, or not any more. */
    public synchronized MemoryTable losesReplies(boolean loses) {
        losesReplies = loses;
        return this;
    }

    /** Keeps which operation made a record, and can be asked for it when some time has passed. */
    public synchronized MemoryTable keepsOperations(Duration lag) {
        operationLag = lag;
        return this;
    }

    /** Records can be looked up by these properties, when some time has passed since they were made. */
    public synchronized MemoryTable findsBy(Duration lag, String... properties) {
        keyLag = lag;
        keys = List.of(properties);
        return this;
    }

    /** Records can be deleted for good. */
    public synchronized MemoryTable erases() {
        erases = true;
        return this;
    }

    synchronized boolean canErase() {
        return erases;
    }

    synchronized Outcome erase(String id) {
        if (!rows.containsKey(id)) {
            return new Outcome.NoChange(id);
        }
        delete(id);
        return Outcome.applied(id);
    }

    synchronized Optional<Duration> operationLag() {
        return Optional.ofNullable(operationLag);
    }

    synchronized Optional<Duration> keyLag() {
        return Optional.ofNullable(keyLag);
    }

    synchronized List<String> keys() {
        return keys;
    }

    synchronized Map<String, Upserted> madeBy(Collection<String> operations, Duration lag) {
        Map<String, Upserted> found = new HashMap<>();
        for (String operation : operations) {
            Row row = rows.get(madeBy.getOrDefault(operation, ""));
            if (row != null && isVisible(row, lag)) {
                found.put(operation, shown(row));
            }
        }
        return found;
    }

    synchronized List<Upserted> holding(String property, String value, Duration lag) {
        return find(property, value).stream()
                .map(id -> Objects.requireNonNull(rows.get(id)))
                .filter(row -> isVisible(row, lag))
                .map(this::shown)
                .toList();
    }

    private boolean isVisible(Row row, Duration lag) {
        return !row.created().plus(lag).isAfter(clock.instant());
    }

    /** Answers readings in place of the system; with {@code null}, the system answers itself again. */
    public synchronized MemoryTable answeringReads(@Nullable Function<ReadRequest, Page> answer) {
        pages = answer;
        return this;
    }

    /** The next reading that does not begin at the start fails, because its position is no longer known. */
    public synchronized void losesPositionOnce() {
        positionLost = true;
    }

    /** A record is left out of listings, though it is there when it is looked up. */
    public synchronized void hidesFromListings(String id) {
        hidden.add(id);
    }

    /** Answers in place of the system, where it gives an answer; nothing is done then. */
    public synchronized MemoryTable answering(Function<Operation, Optional<Outcome>> answer) {
        intercept = answer;
        return this;
    }

    /** A person adds a record: property, text, property, text; returns its id. */
    public synchronized String add(String... propertiesAndTexts) {
        String id = String.valueOf(nextId++);
        put(id, propertiesAndTexts);
        return id;
    }

    /** A person sets properties of a record, making it when it is not there; a {@code null} text is left unknown. */
    public synchronized void put(String id, @Nullable String... propertiesAndTexts) {
        Row old = rows.get(id);
        Fields.Builder fields = old == null ? Fields.builder(spec.schema()) : old.fields().toBuilder();
        for (int i = 0; i < propertiesAndTexts.length; i += 2) {
            String property = String.valueOf(propertiesAndTexts[i]);
            fields.say(property, made(property, propertiesAndTexts[i + 1]));
        }
        store(id, fields.build(), old);
    }

    /** A person deletes a record. */
    public synchronized void delete(String id) {
        rows.remove(id);
        deleted.put(id, clock.instant());
    }

    /** A person merges one record into another, which stays. */
    public synchronized void merge(String loser, String survivor) {
        rows.remove(loser);
        mergedInto.put(loser, survivor);
        deleted.put(loser, clock.instant());
    }

    /** All records are gone from sight without having been deleted; the answer brings them back when it is run. */
    public synchronized Runnable hideAll() {
        TreeMap<String, Row> hidden = new TreeMap<>(rows);
        rows.clear();
        return () -> restore(hidden);
    }

    private synchronized void restore(Map<String, Row> hidden) {
        rows.putAll(hidden);
    }

    /** The ids of all records, in order. */
    public synchronized List<String> ids() {
        return List.copyOf(rows.keySet());
    }

    /** What a record shows of a property; "" for blank, {@code null} for unknown. */
    public synchronized @Nullable String text(String id, String property) {
        Row row = rows.get(id);
        if (row == null) {
            throw new IllegalArgumentException("no record " + id);
        }
        return row.fields().said(spec.schema().index(property)).orElse(null);
    }

    /** The ids of the records that show a text. */
    public synchronized List<String> find(String property, String text) {
        return rows.keySet().stream()
                .filter(id -> text.equals(text(id, property)))
                .toList();
    }

    /** A page as the SPI promises it: everything by id, then what changed by time and id. */
    synchronized Page page(ReadRequest request) {
        if (pages != null) {
            return pages.apply(request);
        }
        if (positionLost && request.after().isPresent()) {
            positionLost = false;
            throw new TalkException(ErrorCode.POSITION_LOST, "the position is no longer known");
        }
        if (request.after().isEmpty() || request.after().get() instanceof Position.Token) {
            return listing(request);
        }
        return changes((Position.Keyset) request.after().get(), request);
    }

    private Page listing(ReadRequest request) {
        String after = request.after()
                .map(position -> ((Position.Token) position).value())
                .orElse("");
        List<Upserted> page = rows.tailMap(after, false).values().stream()
                .filter(row -> !hidden.contains(row.id()))
                .limit(request.limit())
                .map(this::shown)
                .toList();
        if (page.size() == request.limit()) {
            return Page.more(page, new Position.Token(page.get(page.size() - 1).id()))
                    .ofTotal(rows.size());
        }
        return Page.last(page, new Position.Keyset(request.until(), "")).ofTotal(rows.size());
    }

    private Page changes(Position.Keyset after, ReadRequest request) {
        record At(Instant time, String id, Change change) {}
        Comparator<At> order = Comparator.comparing(At::time).thenComparing(At::id);
        Instant visible = clock.instant().minus(spec.indexLag());
        List<At> all = new ArrayList<>();
        rows.values().forEach(row -> all.add(new At(row.modified(), row.id(), shown(row))));
        if (spec.deletes() == Deletes.FEED) {
            deleted.forEach((id, time) -> all.add(new At(time, id, gone(id))));
        }
        At from = new At(after.time(), after.id(), new Change.Deleted(""));
        List<At> wanted = all.stream()
                .filter(at -> order.compare(at, from) >= 0 && !at.time().isAfter(visible))
                .sorted(order)
                .limit(request.limit() + 1L)
                .toList();
        List<Change> page =
                wanted.stream().limit(request.limit()).map(At::change).toList();
        if (wanted.size() > request.limit()) {
            At next = wanted.get(request.limit());
            return Page.more(page, new Position.Keyset(next.time(), next.id()));
        }
        return Page.last(page, new Position.Keyset(request.until(), ""));
    }

    private Change gone(String id) {
        String survivor = mergedInto.get(id);
        return survivor == null ? new Change.Deleted(id) : new Change.MergedInto(id, survivor);
    }

    synchronized Map<String, Lookup.Found> lookup(Collection<String> ids) {
        Map<String, Lookup.Found> found = new LinkedHashMap<>();
        for (String id : ids) {
            Row row = rows.get(id);
            String survivor = mergedInto.get(id);
            found.put(
                    id,
                    row != null
                            ? new Lookup.Found.Present(shown(row))
                            : survivor != null ? new Lookup.Found.Merged(survivor) : new Lookup.Found.Missing());
        }
        return found;
    }

    synchronized Map<String, Outcome> write(List<Operation> operations) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Operation operation : operations) {
            Outcome outcome = intercept.apply(operation).orElseGet(() -> write(operation));
            outcomes.put(operation.id(), losesReplies ? new Outcome.Unknown("no answer came") : outcome);
        }
        return outcomes;
    }

    private Outcome write(Operation operation) {
        return switch (operation.kind()) {
            case INSERT -> insert(operation);
            case UPDATE -> update(operation);
            case ARCHIVE -> archive(operation);
        };
    }

    private Outcome insert(Operation operation) {
        for (FieldSpec field : spec.fields()) {
            if (field.isRequired() && !operation.fields().isKnown(spec.schema().index(field.name()))) {
                return new Outcome.Rejected(field.name() + " is required");
            }
        }
        String id = String.valueOf(nextId++);
        store(id, written(Fields.unknown(spec.schema()), operation.fields()), null);
        madeBy.put(operation.id(), id);
        return applied(id);
    }

    private Outcome update(Operation operation) {
        Row row = rows.get(operation.existingId());
        if (row == null) {
            return new Outcome.Conflict(Optional.empty());
        }
        if (!holdsStill(row, operation.basedOn())) {
            return new Outcome.Conflict(Optional.of(shown(row)));
        }
        store(row.id(), written(row.fields(), operation.fields()), row);
        return applied(row.id());
    }

    private Outcome archive(Operation operation) {
        delete(operation.existingId());
        return Outcome.applied(operation.existingId());
    }

    private Outcome applied(String id) {
        Row row = rows.get(id);
        return tellsAfter && row != null ? Outcome.applied(shown(row)) : Outcome.applied(id);
    }

    private boolean holdsStill(Row row, Fields basedOn) {
        Fields shown = shown(row).fields();
        for (int i = 0; i < spec.schema().size(); i++) {
            Object expected = basedOn.slot(i);
            if (expected != null && !expected.equals(shown.slot(i))) {
                return false;
            }
        }
        return true;
    }

    private Fields written(Fields old, Fields wanted) {
        Schema schema = spec.schema();
        Fields.Builder fields = old.toBuilder();
        for (int i = 0; i < schema.size(); i++) {
            Object slot = wanted.slot(i);
            if (slot != null) {
                String text = slot instanceof Reference reference ? reference.id() : slot.toString();
                text = slot == Blank.BLANK ? "" : text;
                fields.say(schema.property(i).name(), made(schema.property(i).name(), text));
            }
        }
        return fields.build();
    }

    private @Nullable String made(String property, @Nullable String text) {
        if (text == null) {
            return null;
        }
        String declared =
                spec.field(property).flatMap(field -> field.render(text)).orElse(text);
        return making.getOrDefault(property, UnaryOperator.identity()).apply(declared);
    }

    private void store(String id, Fields fields, @Nullable Row old) {
        Instant now = clock.instant();
        rows.put(id, new Row(id, fields, now, old == null ? now : old.created()));
        deleted.remove(id);
    }

    private Upserted shown(Row row) {
        Fields.Builder fields = row.fields().toBuilder();
        for (int i = 0; i < spec.schema().size(); i++) {
            boolean readable = spec.field(spec.schema().property(i).name())
                    .filter(FieldSpec::isReadable)
                    .isPresent();
            if (!readable) {
                fields.slot(i, null);
            }
        }
        Upserted record = Upserted.of(row.id(), fields.build());
        return keepsTimes ? record.modified(row.modified()).created(row.created()) : record;
    }
}
