package io.sesam.talk.contract;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.RecordSnapshot;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Checks of what a reader or a lookup answered. Each fails with a {@link BrokenPromiseException}, without values and ids. */
@Experimental
public final class ReadChecks {
    private ReadChecks() {}

    /**
     * Reading a position again gives the same or more.
     *
     * @param page number of the page that was read again, for the message; from 1
     */
    public static void repeats(Set<String> first, Set<String> again, int page) {
        long missing = first.stream().filter(id -> !again.contains(id)).count();
        BrokenPromiseException.unless(
                missing == 0,
                missing + " of " + first.size() + " records from page " + page + " on are missing when it"
                        + " is read again");
    }

    /** Times are the same in a second reading, for the records that are in both with the same values. */
    public static void keepsTimes(Map<String, RecordSnapshot> first, Map<String, RecordSnapshot> again) {
        again.forEach((id, now) -> {
            RecordSnapshot before = first.get(id);
            if (before != null && before.fields().equals(now.fields())) {
                BrokenPromiseException.unless(
                        before.modified().equals(now.modified()),
                        "the time of modification of an unchanged record is another one when it is read again");
                BrokenPromiseException.unless(
                        before.created().equals(now.created()),
                        "the time of creation of a record is another one when it is read again");
                BrokenPromiseException.unless(
                        before.times().equals(now.times()),
                        "the times of properties of an unchanged record are others when it is read again");
            }
        });
    }

    /**
     * Nothing new was read. A position in time is inclusive: records of exactly that time may be returned again.
     */
    public static void hasNothingNew(PageSequence after) {
        long changes = after.end() instanceof Position.Keyset keyset
                ? after.changes().stream()
                        .filter(change -> !(change instanceof RecordSnapshot record
                                && record.modified()
                                        .filter(keyset.time()::equals)
                                        .isPresent()))
                        .count()
                : after.changes().size();
        BrokenPromiseException.unless(changes == 0, changes + " changes, although nothing has changed");
    }

    /** A lookup without ids returns nothing. */
    public static void answersNothing(Lookup lookup) {
        BrokenPromiseException.unless(lookup.byId(Set.of()).isEmpty(), "a lookup without ids returns an answer");
    }

    /** A lookup by id answers every id, and no other. */
    public static void answersAll(Map<String, Lookup.Found> found, Collection<String> ids) {
        BrokenPromiseException.unless(
                found.keySet().containsAll(ids)
                        && found.size() == Set.copyOf(ids).size(),
                "a lookup of " + Set.copyOf(ids).size() + " ids has " + found.size() + " answers");
    }
}
