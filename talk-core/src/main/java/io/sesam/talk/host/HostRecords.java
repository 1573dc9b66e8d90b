package io.sesam.talk.host;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The host's records of one type, read by its functions and checked. */
final class HostRecords {
    private final SystemName name;
    private final HostType type;

    HostRecords(SystemName name, HostType type) {
        this.name = name;
        this.type = type;
    }

    /** Lists what changed after a place. Every record has a time, and they come in its order. */
    List<RecordSnapshot> after(Instant since, String afterId, int limit) {
        List<RecordSnapshot> records = asked("the list of changes", () -> type.changes.after(since, afterId, limit));
        if (records.size() > limit) {
            throw wrong(
                    "returned " + records.size() + " records, more than the limit of " + limit + ". Limit the query.");
        }
        Instant last = since;
        for (RecordSnapshot record : records) {
            Instant modified = record.modified()
                    .orElseThrow(() -> wrong("returned a record without a time. Set RecordSnapshot.modified."));
            if (modified.isBefore(last) || modified.equals(since) && record.id().equals(afterId)) {
                throw wrong(
                        "returned records out of order or from before the place. Select those after it, and order them by"
                                + " modification and id.");
            }
            last = modified;
        }
        return records;
    }

    /** Finds records by id. */
    Map<String, Lookup.Found> byId(Collection<String> ids) {
        Map<String, Lookup.Found> found = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            ids.forEach(id -> found.put(id, new Lookup.Found.Missing()));
            asked("the search by id", () -> type.find.byId(ids))
                    .forEach(record -> found.replace(record.id(), new Lookup.Found.Present(record)));
        }
        return found;
    }

    /** Calls a reading function. Its exception may name values, so that only its class is named. */
    private <T> T asked(String what, Supplier<T> function) {
        try {
            return function.get();
        } catch (TalkException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new TalkException(
                    ErrorCode.UNREACHABLE,
                    name + ": " + what + " of " + type.type() + " failed with "
                            + e.getClass().getSimpleName() + ". Check the application's database and its log.");
        }
    }

    private TalkException wrong(String what) {
        return new TalkException(ErrorCode.UNREADABLE, name + ": the list of changes of " + type.type() + " " + what);
    }
}
