package io.sesam.talk.engine.recover;

import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Search for the record of an in-doubt insert. Most certain first: by operation id, among records read since, by
 * match key.
 *
 * <p>A missing record counts as proof only after the system's index lag and the longest duration of a slow call. The
 * host's clock, by which the insert was noted, is not compared with the system's creation times: a record counts as
 * older than the insert when it is older than a record that was known before the insert.
 */
final class InDoubtSearch {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final int PAGE = 500;

    private final SystemName system;
    private final TypeSpec spec;
    private final TypePolicy policy;
    private final InsertMatcher insertMatcher;
    private final Optional<Lookup> lookup;
    private final RunContext run;
    private final Store store;
    private final Map<String, RecordSnapshot> byOperation = new HashMap<>();
    private final Map<String, StoredRecord> readSince = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();
    private final InDoubtWaits waits;
    private Optional<Instant> createdBefore = Optional.empty();

    /** The result of a search: a record, proof of absence, or neither. */
    record Result(Optional<RecordSnapshot> record, boolean isAbsent) {
        static final Result UNKNOWN = new Result(Optional.empty(), false);
        static final Result ABSENT = new Result(Optional.empty(), true);

        static Result of(RecordSnapshot record) {
            return new Result(Optional.of(record), false);
        }
    }

    InDoubtSearch(
            SystemName system,
            TypeSpec spec,
            TypePolicy policy,
            InsertMatcher insertMatcher,
            Optional<Lookup> lookup,
            InDoubtWaits waits,
            RunContext run) {
        this.waits = waits;
        this.system = system;
        this.spec = spec;
        this.policy = policy;
        this.insertMatcher = insertMatcher;
        this.lookup = lookup;
        this.run = run;
        this.store = run.state().store();
    }

    /** Looks all inserts up by operation id, where possible. Otherwise reads recent records. */
    void begin(List<Intent> inserts) {
        Optional<Instant> first = inserts.stream().map(Intent::since).min(Instant::compareTo);
        Optional<Lookup.ByOperation> operations = lookup.flatMap(Lookup::byOperation);
        first.ifPresent(this::lookThrough);
        if (first.isPresent() && operations.isPresent()) {
            Instant since = earliestCreation(first.get());
            for (int from = 0; from < inserts.size(); from += spec.readLimit()) {
                run.cancellation().check();
                List<String> ids = inserts.subList(from, Math.min(inserts.size(), from + spec.readLimit())).stream()
                        .map(Intent::operation)
                        .toList();
                byOperation.putAll(run.read(() -> operations.get().find(ids, since)));
            }
        }
    }

    /** Collects the records that were first seen since a time, and notes the latest creation of the others. */
    private void lookThrough(Instant since) {
        long latest = SourceRecord.NEVER;
        String after = null;
        List<StoredRecord> page = store.recordsAfter(system, spec.type(), after, PAGE);
        while (!page.isEmpty()) {
            run.cancellation().check();
            for (StoredRecord record : page) {
                if (!isSince(record, since)) {
                    latest = Math.max(latest, record.record().created());
                } else if (record.isLive()) {
                    readSince.put(record.ref().id(), record);
                }
            }
            after = page.get(page.size() - 1).ref().id();
            page = store.recordsAfter(system, spec.type(), after, PAGE);
        }
        createdBefore = latest == SourceRecord.NEVER ? Optional.empty() : Optional.of(SourceRecord.instant(latest));
    }

    private static boolean isSince(StoredRecord record, Instant since) {
        return record.record().firstSeen() >= SourceRecord.micros(since);
    }

    /** Returns a time of the system's own clock that is no later than an insert, as far as the store has one. */
    private Instant earliestCreation(Instant since) {
        Instant byHost = since.minus(CLOCKS_DIFFER);
        return createdBefore.filter(known -> known.isBefore(byHost)).orElse(byHost);
    }

    /** Checks whether a record has got a match key of the insert from a person, after it was first read without. */
    private boolean isEdited(SourceRecord record, Intent intent) {
        return policy.rules().rules().stream()
                .flatMap(rule -> rule.properties().stream())
                .map(spec.schema()::index)
                .anyMatch(index -> intent.fields().slot(index) != null
                        && !record.has(index, Stamps.ECHO)
                        && (record.has(index, Stamps.EDITED) || record.time(index) > record.firstSeen()));
    }

    private boolean isOlder(Instant created, Intent intent) {
        return created.isBefore(earliestCreation(intent.since()));
    }

    /** Finds the outcome of one insert. */
    Result find(Intent intent) {
        Optional<Lookup.ByOperation> operations = lookup.flatMap(Lookup::byOperation);
        if (operations.isPresent()) {
            Optional<RecordSnapshot> record =
                    Optional.ofNullable(byOperation.get(intent.operation())).or(() -> amongItsOwn(intent));
            return record.map(Result::of)
                    .orElseGet(() -> waits.isOver(intent, operations.get().lag()) ? Result.ABSENT : Result.UNKNOWN);
        }
        Optional<RecordSnapshot> read = amongRead(intent);
        if (read.isPresent()) {
            return Result.of(read.get());
        }
        Result byKey = byKey(intent);
        return byKey.equals(Result.UNKNOWN) && wouldHaveBeenRead(intent) ? Result.ABSENT : byKey;
    }

    /**
     * Searches the records that joined the golden record since the insert. Not every record keeps the operation id: a
     * person added as the contact of an existing customer is found by match key only, and is as old as that customer.
     */
    private Optional<RecordSnapshot> amongItsOwn(Intent intent) {
        return store.members(Set.of(intent.golden())).stream()
                .filter(member -> member.isLive()
                        && member.ref().system().equals(system)
                        && member.record().firstSeen() >= SourceRecord.micros(intent.since())
                        && !isEdited(member.record(), intent)
                        && insertMatcher.sharesKey(intent, member.record().rawValues())
                        && taken.add(member.ref().id()))
                .findFirst()
                .map(InDoubtSearch::shown);
    }

    private Optional<RecordSnapshot> amongRead(Intent intent) {
        return readSince.values().stream()
                .filter(record -> isSince(record, intent.since())
                        && !isOlder(record, intent)
                        && !isEdited(record.record(), intent)
                        && !taken.contains(record.ref().id()))
                .filter(record -> insertMatcher.isLike(intent, record.record().rawValues()))
                .findFirst()
                .map(record -> {
                    taken.add(record.ref().id());
                    return shown(record);
                });
    }

    private boolean isOlder(StoredRecord record, Intent intent) {
        long created = record.record().created();
        return created != SourceRecord.NEVER && isOlder(SourceRecord.instant(created), intent);
    }

    private static RecordSnapshot shown(StoredRecord stored) {
        SourceRecord record = stored.record();
        RecordSnapshot shown = RecordSnapshot.of(record.ref().id(), record.rawValues());
        if (record.modified() != SourceRecord.NEVER) {
            shown = shown.modified(SourceRecord.instant(record.modified()));
        }
        if (record.created() != SourceRecord.NEVER) {
            shown = shown.created(SourceRecord.instant(record.created()));
        }
        String version = stored.version();
        return version == null ? shown : shown.version(version);
    }

    /** Looks up by the first match key the system supports. A record that existed before does not count. */
    private Result byKey(Intent intent) {
        Optional<Lookup.ByKey> keys = lookup.flatMap(Lookup::byKey);
        Optional<String> property = keys.flatMap(known -> policy.rules().rules().stream()
                .map(MatchRule::properties)
                .filter(properties -> properties.size() == 1)
                .map(properties -> properties.get(0))
                .filter(name -> known.properties().contains(name)
                        && intent.fields().isKnown(spec.schema().index(name)))
                .findFirst());
        if (property.isEmpty()) {
            return Result.UNKNOWN;
        }
        for (String spelling : spellings(intent, property.get())) {
            Collection<RecordSnapshot> found = run.read(() -> keys.get().find(property.get(), spelling));
            Optional<RecordSnapshot> ours =
                    found.stream().filter(record -> isOurs(intent, record)).findFirst();
            if (ours.isPresent()) {
                taken.add(ours.get().id());
                return Result.of(ours.get());
            }
        }
        return waits.isOver(intent, keys.get().lag()) ? Result.ABSENT : Result.UNKNOWN;
    }

    /** Returns the written value and its known renderings. */
    private Set<String> spellings(Intent intent, String property) {
        Set<String> spellings = new LinkedHashSet<>();
        int index = spec.schema().index(property);
        spellings.add(String.valueOf(intent.fields().slot(index)));
        spec.field(property)
                .flatMap(field -> field.render(String.valueOf(intent.fields().slot(index))))
                .ifPresent(spellings::add);
        return spellings;
    }

    private boolean isOurs(Intent intent, RecordSnapshot record) {
        boolean old =
                record.created().filter(created -> isOlder(created, intent)).isPresent();
        boolean known = store.records(List.of(new RecordRef(system, spec.type(), record.id()))).stream()
                .anyMatch(stored -> !isSince(stored, intent.since()) || isEdited(stored.record(), intent));
        return !old && !known && !taken.contains(record.id());
    }

    /** Checks whether reading has come so far that the record would already belong to its cluster. */
    private boolean wouldHaveBeenRead(Intent intent) {
        return run.isRead(system, spec.type()) && waits.isOver(intent, spec.indexLag()) && keepsAKey(intent);
    }

    /** Checks whether the system returns a match property exactly as written. */
    private boolean keepsAKey(Intent intent) {
        return policy.rules().rules().stream()
                .filter(rule -> rule.key(intent.fields()) != null)
                .anyMatch(rule -> rule.properties().stream().allMatch(name -> isKept(intent, name)));
    }

    private boolean isKept(Intent intent, String property) {
        String text = String.valueOf(intent.fields().slot(spec.schema().index(property)));
        return spec.field(property)
                .filter(FieldSpec::isReadable)
                .flatMap(field -> field.render(text))
                .filter(rendered -> rendered.equalsIgnoreCase(text))
                .isPresent();
    }
}
