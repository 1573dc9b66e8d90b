package io.sesam.talk.sync;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Reading;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads one type of one system, from where the last run ended, page by page (R23, R25, R28). */
final class SystemReading {
    private final Connection connection;
    private final TypeSpec spec;
    private final Ledger ledger;
    private final Run run;
    private final Collection<SystemName> targets;
    private final Run.Meter progress;
    private final ReadFields fields;
    private boolean resumed;
    private long named;

    /**
     * A reading.
     *
     * @param targets the systems that changed golden records are to be compared with
     */
    SystemReading(Connection connection, TypeSpec spec, Run run, Collection<SystemName> targets) {
        this.connection = connection;
        this.spec = spec;
        this.run = run;
        this.ledger = run.ledger();
        this.targets = targets;
        this.progress =
                run.meter(Progress.Stage.READING, connection.name(), spec.type().name());
        this.fields = new ReadFields(ledger.store(), connection.name(), spec);
    }

    void read(Reader reader) {
        Reading reading = begin();
        boolean takenUp = resumed;
        readOn(reader, reading);
        Reading read = ledger.store().reading(connection.name(), spec.type()).orElseThrow();
        if (takenUp) {
            // the end of a listing that was begun in an earlier run does not show what is new at its beginning
            readOn(reader, isStale(read) ? anew(read) : read);
        }
    }

    private void readOn(Reader reader, Reading from) {
        Reading reading = from;
        Position position = reading.position();
        if (position != null && reading.listed()) {
            position = position.rewoundBy(spec.indexLag());
        }
        boolean more = true;
        while (more) {
            run.cancellation().check();
            Page page;
            try {
                page = page(reader, position);
            } catch (TalkException e) {
                if (e.code() != ErrorCode.POSITION_LOST || position == null) {
                    throw e;
                }
                reading = anew(reading);
                position = null;
                continue;
            }
            if (page.hasMore() && page.next().equals(position)) {
                throw new TalkException(
                        ErrorCode.CURSOR_STUCK,
                        describe() + " returned the position it was given and says that more follows; going on would"
                                + " loop for ever. Please report this to the author of the connector.");
            }
            checkLength(page.next());
            reading = take(page, reading);
            position = page.next();
            more = page.hasMore();
        }
    }

    /** Reads again what the system has said something about by itself (R29); a first listing reads it anyway. */
    void readAgain(List<String> hinted) {
        Optional<Reading> reading = ledger.store().reading(connection.name(), spec.type());
        Optional<Lookup> lookup = connection.connector().lookup(spec.type());
        if (reading.isEmpty() || lookup.isEmpty()) {
            return;
        }
        Rereading rereading = new Rereading(spec, lookup.get(), run, targets);
        for (int from = 0; from < hinted.size(); from += spec.readLimit()) {
            run.cancellation().check();
            List<String> page = hinted.subList(from, Math.min(hinted.size(), from + spec.readLimit()));
            int read = rereading.read(page, reading.get(), false);
            run.tally().read(connection.name(), spec.type(), read);
            progress.advance(read, OptionalLong.empty());
        }
    }

    /** Where the last run ended; a listing that was broken off goes on under its old number. */
    private Reading begin() {
        EntityType type = spec.type();
        Reading known = ledger.store().reading(connection.name(), type).orElse(null);
        Instant now = run.started();
        if (known == null) {
            return new Reading(connection.name(), type, null, 1, false, null, now);
        }
        boolean lacksFields = fields.areMore();
        resumed = !known.listed() && known.position() != null && !lacksFields;
        return known.position() == null || isStale(known) || lacksFields
                ? new Reading(
                        connection.name(), type, null, known.listing() + 1, false, known.completed(), known.onboarded())
                : known;
    }

    /** Whether what is gone can only show by listing everything, and that was done too long ago. */
    private boolean isStale(Reading known) {
        return known.listed()
                && spec.relistEvery().isPresent()
                && ledger.store()
                        .state(StateKey.listed(connection.name(), spec.type()))
                        .map(listed -> !listed.time()
                                .plus(spec.relistEvery().get())
                                .isAfter(run.started()))
                        .orElse(true);
    }

    private StateKey<EngineState.Moment> begun() {
        return StateKey.listingBegun(connection.name(), spec.type());
    }

    /** The system no longer knows the position: everything is listed again. */
    private Reading anew(Reading reading) {
        resumed = false;
        named = 0;
        return new Reading(
                reading.system(),
                reading.type(),
                null,
                reading.listing() + 1,
                false,
                reading.completed(),
                reading.onboarded());
    }

    private Page page(Reader reader, @Nullable Position after) {
        int limit = spec.readLimit();
        ReadRequest request = after == null
                ? ReadRequest.fromStart(run.started(), limit)
                : ReadRequest.after(after, run.started(), limit);
        return run.read(() -> reader.read(request));
    }

    private Reading take(Page page, Reading reading) {
        boolean listing = !reading.listed();
        named += page.changes().size();
        boolean completes = listing && !page.hasMore();
        if (completes) {
            refuseEmptyListing();
        }
        Reading next = at(reading, page.next(), reading.listed());
        ledger.alone(() -> {
            Commit commit = new Commit();
            PageTaking taking = new PageTaking(ledger, spec, reading, listing);
            taking.take(page.changes());
            taking.note(commit);
            fields.note(reading, commit);
            if (!next.equals(reading)) {
                commit.put(next);
            }
            if (listing && reading.position() == null && spec.relistEvery().isPresent()) {
                commit.put(begun(), new EngineState.Moment(run.started()));
            }
            ledger.remember(spec.type(), taking.changed(), taking.links(), targets, commit);
        });
        run.tally().read(connection.name(), spec.type(), page.changes().size());
        progress.advance(page.changes().size(), page.total());
        return completes ? complete(next) : next;
    }

    /** A listing counts as complete only when what it lacks has been looked into: a crash before leaves it open. */
    private Reading complete(Reading reading) {
        if (spec.deletes() != Deletes.NONE) {
            new Sweep(connection, spec, run, targets).sweep(reading);
        }
        Reading complete = at(reading, reading.position(), true);
        ledger.alone(() -> {
            Commit commit = new Commit().put(complete);
            if (spec.relistEvery().isPresent()) {
                commit.put(
                        StateKey.listed(connection.name(), spec.type()),
                        ledger.store().state(begun()).orElse(new EngineState.Moment(run.started())));
            }
            ledger.commit(commit);
        });
        return complete;
    }

    private Reading at(Reading reading, @Nullable Position position, boolean listed) {
        boolean first = listed && reading.completed() == null;
        return new Reading(
                reading.system(),
                reading.type(),
                position,
                reading.listing(),
                listed,
                first ? ledger.now() : reading.completed(),
                reading.onboarded());
    }

    /** An empty listing of a system that had records is a failure, not a deletion (R25). */
    private void refuseEmptyListing() {
        long had = ledger.store().liveRecords(connection.name(), spec.type());
        if (named == 0 && !resumed && had > 0) {
            throw new TalkException(
                    ErrorCode.LISTING_SUSPECT,
                    describe() + " came back empty, but had " + had + " records before; nothing was deleted. If they"
                            + " are really gone, delete them one by one over there or connect the system under a new"
                            + " name.");
        }
    }

    private void checkLength(Position position) {
        if (position.text().length() > Position.MAX_LENGTH) {
            throw new TalkException(
                    ErrorCode.BUG,
                    describe() + " returned a position of " + position.text().length() + " characters; "
                            + Position.MAX_LENGTH + " fit");
        }
    }

    private String describe() {
        return "the reader of " + connection.name() + "/" + spec.type();
    }
}
