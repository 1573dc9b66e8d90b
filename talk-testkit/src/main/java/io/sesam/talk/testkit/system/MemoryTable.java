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
 * The records of one type in a {@link MemorySystem}. Seen and edited as by its users.
 *
 * <p>Values are normalised as their fields declare; {@link #makes} adds an undeclared normalisation.
 */
public final class MemoryTable {
    private final MemoryRows table;
    private final MemoryWrites writes;
    private Function<Operation, Optional<Outcome>> intercept = operation -> Optional.empty();
    private @Nullable Function<ReadRequest, Page> pages;
    private final Set<String> hidden = new HashSet<>();
    private boolean mergesHidden;
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

    /** Replaces the facts of the type, as after an upgrade. Its properties must stay the same. */
    public synchronized void becomes(TypeSpec other) {
        if (!other.schema().equals(table.spec.schema())) {
            throw new IllegalArgumentException("the properties of " + table.spec.type() + " must stay the same");
        }
        table.spec = other;
    }

    /** Returns the current facts of the type. */
    public synchronized TypeSpec spec() {
        return table.spec;
    }

    /** Adds an undeclared normalisation, such as truncation. */
    public synchronized MemoryTable makes(String property, UnaryOperator<String> ofText) {
        table.normalisations.put(property, ofText);
        return this;
    }

    /** Makes outcomes omit the written record. */
    public synchronized MemoryTable keepsQuietAfterWrites() {
        writes.returnsRecord = false;
        return this;
    }

    /** Makes records omit modification and creation times. */
    public synchronized MemoryTable keepsNoTimes() {
        table.keepsTimes = false;
        return this;
    }

    /** Makes writes succeed but their responses get lost, or not. */
    public synchronized MemoryTable losesReplies(boolean loses) {
        losesReplies = loses;
        return this;
    }

    /** Stores operation ids, searchable after a lag. */
    public synchronized MemoryTable keepsOperations(Duration lag) {
        operationLag = lag;
        return this;
    }

    /** Allows look-ups by these properties, after a lag from creation. */
    public synchronized MemoryTable findsBy(Duration lag, String... properties) {
        keyLag = lag;
        keys = List.of(properties);
        return this;
    }

    /** Allows permanent deletion of records. */
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

    /** Replaces the answers to readings; {@code null} ends that. */
    public synchronized MemoryTable answeringReads(@Nullable Function<ReadRequest, Page> answer) {
        pages = answer;
        return this;
    }

    /** Makes the next incremental reading fail with a lost position. */
    public synchronized void losesPositionOnce() {
        positionLost = true;
    }

    /** Answers look-ups of merged records as missing; listings still tell the merge. */
    public synchronized MemoryTable looksUpNoMerges() {
        mergesHidden = true;
        return this;
    }

    /** Hides a record from listings; look-ups still find it. */
    public synchronized void hidesFromListings(String id) {
        hidden.add(id);
    }

    /** Replaces outcomes of operations where an answer is given. Nothing is written then. */
    public synchronized MemoryTable answering(Function<Operation, Optional<Outcome>> answer) {
        intercept = answer;
        return this;
    }

    /** Adds a record as a user: property, text, property, text. Returns its id. */
    public synchronized String add(String... propertiesAndTexts) {
        String id = table.newId();
        put(id, propertiesAndTexts);
        return id;
    }

    /** Sets properties of a record as a user. Creates it if missing; a {@code null} text is left unknown. */
    public synchronized void put(String id, @Nullable String... propertiesAndTexts) {
        MemoryRows.Row old = table.rows.get(id);
        Fields.Builder fields = old == null ? Fields.builder(table.spec.schema()) : old.fields().toBuilder();
        for (int i = 0; i < propertiesAndTexts.length; i += 2) {
            String property = String.valueOf(propertiesAndTexts[i]);
            fields.text(property, table.made(property, propertiesAndTexts[i + 1]));
        }
        table.store(id, fields.build(), old);
    }

    /** Deletes a record as a user. */
    public synchronized void delete(String id) {
        table.delete(id);
    }

    /** Merges one record into another as a user. */
    public synchronized void merge(String loser, String survivor) {
        table.mergedInto.put(loser, survivor);
        table.delete(loser);
    }

    /** Hides all records without deleting them. Running the result shows them again. */
    public synchronized Runnable hideAll() {
        TreeMap<String, MemoryRows.Row> hidden = new TreeMap<>(table.rows);
        table.rows.clear();
        return () -> restore(hidden);
    }

    private synchronized void restore(Map<String, MemoryRows.Row> hidden) {
        table.rows.putAll(hidden);
    }

    /** Returns the ids of all records, in order. */
    public synchronized List<String> ids() {
        return List.copyOf(table.rows.keySet());
    }

    /** Returns the text of a property. "" for blank, {@code null} for unknown. */
    public synchronized @Nullable String text(String id, String property) {
        MemoryRows.Row row = table.rows.get(id);
        if (row == null) {
            throw new IllegalArgumentException("no record " + id);
        }
        return row.fields().originalText(table.spec.schema().index(property)).orElse(null);
    }

    /** Returns the ids of records with a text. */
    public synchronized List<String> find(String property, String text) {
        return table.rows.keySet().stream()
                .filter(id -> text.equals(text(id, property)))
                .toList();
    }

    /** Returns a page: everything by id, then changes by time and id. */
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
            String survivor = mergesHidden ? null : table.mergedInto.get(id);
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
