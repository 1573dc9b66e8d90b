package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.contract.PageSequence;
import io.sesam.talk.contract.ReadChecks;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The promises of a reader about later readings. Changed records are returned, and unchanged ones are not. */
final class ChangePromises {
    private static final int RECORDS = 11;

    private ChangePromises() {}

    static List<ConnectorPromise> all(ConnectorTrial trial, TypeSpec spec) {
        if (!trial.of(spec.type()).canRead()) {
            return List.of();
        }
        List<ConnectorPromise> promises = new ArrayList<>(List.of(
                new ConnectorPromise(
                        "nothing new gives an empty last page",
                        "Continue after the last record's own time and id, not before it.",
                        ChangePromises::findsNothingNew),
                new ConnectorPromise(
                        "the next run finds nothing new either",
                        "Return a position from every last page, the empty one included, that does not move back.",
                        ChangePromises::findsNothingNewLater),
                new ConnectorPromise(
                        "a new record is returned",
                        "Does the system's filter use the time of creation too? Is the position later than the record?",
                        ChangePromises::findsNew),
                new ConnectorPromise(
                        "a changed record is returned again, with its new value",
                        "Filter by the time of modification, inclusive; take it from the system, not from this machine.",
                        ChangePromises::findsChanged),
                new ConnectorPromise(
                        "a change made between two pages is not lost",
                        "End a listing with a position from before its first page, so that the next run reads the change.",
                        ChangePromises::losesNothingBetweenPages),
                new ConnectorPromise(
                        "a change made between two pages is not lost over a crash",
                        "The begin of the listing belongs into the position of every page.",
                        ChangePromises::losesNothingOverACrash),
                new ConnectorPromise(
                        "no record is left out when another is deleted between two pages",
                        "Page by id or cursor instead of an offset; or read a page again when the total shrinks.",
                        each -> leavesNoneOut(each, false)),
                new ConnectorPromise(
                        "no record is left out when another is deleted between two pages, over a crash",
                        "Page by id or cursor instead of an offset; or read a page again when the total shrinks.",
                        each -> leavesNoneOut(each, true)),
                new ConnectorPromise(
                        "a change is returned again when its position is read again",
                        "Answer from the system each time; remember no delivered changes.",
                        ChangePromises::repeatsChanges)));
        if (spec.deletes() != Deletes.NONE) {
            promises.add(new ConnectorPromise(
                    "a deleted record shows as the spec declares",
                    "Deletes.FEED: return Change.Deleted; ARCHIVED_LISTING: read the archive; ID_SWEEP: look-up says Missing.",
                    ChangePromises::showsDeletes));
        }
        return promises;
    }

    private static void findsNothingNew(ConnectorTrial trial) {
        trial.put(RECORDS);
        ReadChecks.hasNothingNew(trial.readAfter(trial.readAll()));
    }

    private static void findsNothingNewLater(ConnectorTrial trial) {
        trial.put(RECORDS);
        PageSequence first = trial.readAll();
        trial.reopen();
        PageSequence second = trial.readAfter(first);
        ReadChecks.hasNothingNew(second);
        trial.reopen();
        ReadChecks.hasNothingNew(trial.readAfter(second));
    }

    private static void findsNew(ConnectorTrial trial) {
        trial.put(RECORDS);
        PageSequence before = trial.readAll();
        Fields record = trial.sample();
        String id = trial.world().put(record);
        RecordSnapshot read = trial.readAfter(before).records().get(id);
        assertThat(read).as("the new record").isNotNull();
        ValueComparison.asWasPut(
                trial.spec(), record, Optional.ofNullable(read).orElseThrow().fields());
    }

    private static void findsChanged(ConnectorTrial trial) {
        Set<String> ids = trial.put(RECORDS).keySet();
        PageSequence before = trial.readAll();
        String id = ids.iterator().next();
        Fields changes = change(trial);
        trial.world().change(id, changes);
        PageSequence after = trial.readAfter(before);
        seesChange(trial, id, changes, after);
        if (after.end() instanceof Position.Token) {
            assertThat(after.changes()).as("changes, when one record changed").hasSize(1);
        }
    }

    static void seesChange(ConnectorTrial trial, String id, Fields changes, PageSequence pageSequence) {
        RecordSnapshot read = pageSequence.records().get(id);
        assertThat(read).as("the changed record").isNotNull();
        String property = property(trial);
        assertThat(Optional.ofNullable(read).orElseThrow().fields().get(property))
                .as("its new %s", property)
                .isEqualTo(changes.get(property));
    }

    private static void losesNothingBetweenPages(ConnectorTrial trial) {
        trial.put(RECORDS);
        Page first = Pages.page(trial.reader(), null, 4);
        assertThat(first.changes()).as("the first page of %d records", RECORDS).isNotEmpty();
        String id = first.changes().get(0).id();
        Fields changes = change(trial);
        trial.world().change(id, changes);
        String late = trial.world().put(trial.sample());
        PageSequence rest = Pages.of(trial.reader(), first.next(), 4);
        PageSequence next = trial.readAfter(rest);
        seesChange(trial, id, changes, next.records().containsKey(id) ? next : rest);
        Set<String> seen = new HashSet<>(rest.records().keySet());
        seen.addAll(next.records().keySet());
        assertThat(seen).as("what was read after the first page").contains(late);
    }

    private static void losesNothingOverACrash(ConnectorTrial trial) {
        trial.put(RECORDS);
        Page first = Pages.page(trial.reader(), null, 4);
        assertThat(first.changes()).as("the first page of %d records", RECORDS).isNotEmpty();
        String id = first.changes().get(0).id();
        Fields changes = change(trial);
        trial.world().change(id, changes);
        trial.reopen();
        PageSequence rest = Pages.of(trial.reader(), first.next(), 4);
        trial.reopen();
        PageSequence next = trial.readAfter(rest);
        seesChange(trial, id, changes, next.records().containsKey(id) ? next : rest);
    }

    /** Deletes a record between two pages. Later records then move up; a reader that counts must not skip one. */
    private static void leavesNoneOut(ConnectorTrial trial, boolean crash) {
        Set<String> ids = new HashSet<>(trial.put(RECORDS).keySet());
        Page first = Pages.page(trial.reader(), null, 4);
        Set<String> seen = new HashSet<>();
        first.changes().forEach(change -> seen.add(change.id()));
        String id = first.changes().get(0).id();
        trial.world().delete(trial.type(), id);
        if (crash) {
            trial.reopen();
        }
        PageSequence rest = Pages.of(trial.reader(), first.next(), 4);
        rest.changes().forEach(change -> seen.add(change.id()));
        trial.readAfter(rest).changes().forEach(change -> seen.add(change.id()));
        ids.remove(id);
        assertThat(seen).as("what was read in all").containsAll(ids);
    }

    private static void repeatsChanges(ConnectorTrial trial) {
        Set<String> ids = trial.put(RECORDS).keySet();
        PageSequence before = trial.readAll();
        String id = ids.iterator().next();
        Fields changes = change(trial);
        trial.world().change(id, changes);
        for (int time = 0; time < 3; time++) {
            seesChange(trial, id, changes, trial.readAfter(before));
            seesChange(trial, id, changes, trial.readAfter(before));
            trial.reopen();
        }
    }

    private static void showsDeletes(ConnectorTrial trial) {
        Set<String> ids = trial.put(RECORDS).keySet();
        PageSequence before = trial.readAll();
        String id = ids.iterator().next();
        trial.world().delete(trial.type(), id);
        PageSequence after = trial.readAfter(before);
        switch (trial.spec().deletes()) {
            case FEED -> assertThat(after.gone()).as("ids reported as deleted").containsExactly(id);
            case ARCHIVED_LISTING ->
                assertThat(allGone(after, trial.readAll()))
                        .as("ids reported as deleted")
                        .contains(id);
            case ID_SWEEP -> {
                assertThat(trial.readAll().records()).as("a complete listing").doesNotContainKey(id);
                assertThat(trial.lookup().byId(List.of(id)).get(id))
                        .as("its lookup")
                        .isEqualTo(new Lookup.Found.Missing());
            }
            case NONE -> throw new AssertionError("a system that does not show deletions has no such test");
        }
    }

    private static List<String> allGone(PageSequence one, PageSequence other) {
        List<String> gone = new ArrayList<>(one.gone());
        gone.addAll(other.gone());
        return gone;
    }

    /** Returns another value for one property. */
    static Fields change(ConnectorTrial trial) {
        String property = property(trial);
        return Fields.builder(trial.spec().schema())
                .set(property, trial.sample().get(property))
                .build();
    }

    /** Returns a property that identifies records and is editable. */
    static String property(ConnectorTrial trial) {
        List<String> names = trial.spec().fields().stream()
                .filter(FieldSpec::isReadable)
                .map(FieldSpec::name)
                .toList();
        return names.stream()
                .filter(List.of("email", "name")::contains)
                .findFirst()
                .orElse(names.get(0));
    }
}
