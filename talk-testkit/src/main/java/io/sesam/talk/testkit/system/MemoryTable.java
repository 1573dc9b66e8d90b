package io.sesam.talk.testkit.system;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
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
    private final MemoryRows table;
    private final MemoryWrites writes;
    private Function<Operation, Optional<Outcome>> intercept = operation -> Optional.empty();
    private @Nullable Function<ReadRequest, Page> pages;
    private final Set<String> hidden = new HashSet<>();
    private boolean positionLost;
    private boolean losesReplies;
    private boolean erases;
    private @Nullable Duration operationLag;
    private @Nullable Duration keyLag;
    private List<String> keys = List.of();

    MemoryTable(TypeSpec spec, Clock clock) {
        this.table = new MemoryRows(spec, clock);
        this.writes = new MemoryWrites(table);
    }

    /** From now on other facts are true of the type here, as after an upgrade; its properties stay the same. */
    public synchronized void becomes(TypeSpec other) {
        if (!other.schema().equals(table.spec.schema())) {
            throw new IllegalArgumentException("the properties of " + table.spec.type() + " stay the same here");
        }
        table.spec = other;
    }

    /** What is true of the type here. */
    public synchronized TypeSpec spec() {
        return table.spec;
    }

    /** The system makes something of a field that no fact declares, such as cutting it. */
    public synchronized MemoryTable makes(String property, UnaryOperator<String> ofText) {
        table.making.put(property, ofText);
        return this;
    }

    /** The system does not show what it made of a write. */
    public synchronized MemoryTable keepsQuietAfterWrites() {
        writes.tellsAfter = false;
        return this;
    }

    /** The system does not tell when records were modified or created. */
    public synchronized MemoryTable keepsNoTimes() {
        table.keepsTimes = false;
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
        if (!table.rows.containsKey(id)) {
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

    synchronized Map<String, RecordSnapshot> madeBy(Collection<String> operations, Duration lag) {
        Map<String, RecordSnapshot> found = new HashMap<>();
        for (String operation : operations) {
            MemoryRows.Row row = table.rows.get(writes.madeBy.getOrDefault(operation, ""));
            if (row != null && isVisible(row, lag)) {
                found.put(operation, table.shown(row));
            }
        }
        return found;
    }

    synchronized List<RecordSnapshot> holding(String property, String value, Duration lag) {
        return find(property, value).stream()
                .map(id -> Objects.requireNonNull(table.rows.get(id)))
                .filter(row -> isVisible(row, lag))
                .map(table::shown)
                .toList();
    }

    private boolean isVisible(MemoryRows.Row row, Duration lag) {
        return !row.created().plus(lag).isAfter(table.clock.instant());
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
        String id = table.newId();
        put(id, propertiesAndTexts);
        return id;
    }

    /** A person sets properties of a record, making it when it is not there; a {@code null} text is left unknown. */
    public synchronized void put(String id, @Nullable String... propertiesAndTexts) {
        MemoryRows.Row old = table.rows.get(id);
        Fields.Builder fields = old == null ? Fields.builder(table.spec.schema()) : old.fields().toBuilder();
        for (int i = 0; i < propertiesAndTexts.length; i += 2) {
            String property = String.valueOf(propertiesAndTexts[i]);
            fields.say(property, table.made(property, propertiesAndTexts[i + 1]));
        }
        table.store(id, fields.build(), old);
    }

    /** A person deletes a record. */
    public synchronized void delete(String id) {
        table.delete(id);
    }

    /** A person merges one record into another, which stays. */
    public synchronized void merge(String loser, String survivor) {
        table.mergedInto.put(loser, survivor);
        table.delete(loser);
    }

    /** All records are gone from sight without having been deleted; the answer brings them back when it is run. */
    public synchronized Runnable hideAll() {
        TreeMap<String, MemoryRows.Row> hidden = new TreeMap<>(table.rows);
        table.rows.clear();
        return () -> restore(hidden);
    }

    private synchronized void restore(Map<String, MemoryRows.Row> hidden) {
        table.rows.putAll(hidden);
    }

    /** The ids of all records, in order. */
    public synchronized List<String> ids() {
        return List.copyOf(table.rows.keySet());
    }

    /** What a record shows of a property; "" for blank, {@code null} for unknown. */
    public synchronized @Nullable String text(String id, String property) {
        MemoryRows.Row row = table.rows.get(id);
        if (row == null) {
            throw new IllegalArgumentException("no record " + id);
        }
        return row.fields().said(table.spec.schema().index(property)).orElse(null);
    }

    /** The ids of the records that show a text. */
    public synchronized List<String> find(String property, String text) {
        return table.rows.keySet().stream()
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
        return new MemoryPages(table, hidden).next(request);
    }

    synchronized Map<String, Lookup.Found> lookup(Collection<String> ids) {
        Map<String, Lookup.Found> found = new LinkedHashMap<>();
        for (String id : ids) {
            MemoryRows.Row row = table.rows.get(id);
            String survivor = table.mergedInto.get(id);
            found.put(
                    id,
                    row != null
                            ? new Lookup.Found.Present(table.shown(row))
                            : survivor != null ? new Lookup.Found.Merged(survivor) : new Lookup.Found.Missing());
        }
        return found;
    }

    synchronized Map<String, Outcome> write(List<Operation> operations) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Operation operation : operations) {
            Outcome outcome = intercept.apply(operation).orElseGet(() -> writes.write(operation));
            outcomes.put(operation.id(), losesReplies ? new Outcome.Unknown("no answer came") : outcome);
        }
        return outcomes;
    }
}
