package io.sesam.talk.engine.read;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.engine.run.StateWriter;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.Progress;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.StateKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reader of one type, continuing page by page (R23, R25, R28). */
public final class TypeReader {
    private final Connection connection;
    private final TypeSpec spec;
    private final StateWriter state;
    private final RunContext run;
    private final Collection<SystemName> targets;
    private final ReferenceTargets referenceTargets;
    private final RespeltIds respeltIds;
    private final RunContext.Meter progress;
    private final FieldCoverage fields;
    private final Set<RecordRef> appeared = new HashSet<>();
    private boolean resumed;
    private long named;

    /**
     * Creates the reader of a type.
     *
     * @param referenceTargets reads the targets of changed references again
     * @param targets the systems that changed golden records are compared with
     */
    public TypeReader(
            Connection connection,
            TypeSpec spec,
            RunContext run,
            ReferenceTargets referenceTargets,
            Collection<SystemName> targets) {
        this.referenceTargets = referenceTargets;
        this.connection = connection;
        this.spec = spec;
        this.run = run;
        this.state = run.state();
        this.targets = targets;
        this.respeltIds =
                new RespeltIds(connection.name(), spec, connection.connector().lookup(spec.type()), run);
        this.progress =
                run.meter(Progress.Stage.READING, connection.name(), spec.type().name());
        this.fields = new FieldCoverage(state.store(), connection.name(), spec);
    }

    /** Reads from the stored position to the end. */
    public void read(Reader reader) {
        ReadState readState = begin();
        boolean takenUp = resumed;
        readOn(reader, readState);
        ReadState read = state.store().reading(connection.name(), spec.type()).orElseThrow();
        if (takenUp) {
            // The end of a listing begun in an earlier run does not show what was added before its position meanwhile.
            readOn(reader, isStale(read) ? anew(read) : read);
        }
    }

    private void readOn(Reader reader, ReadState from) {
        ReadState readState = from;
        Position position = readState.position();
        if (position != null && readState.listed()) {
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
                readState = anew(readState);
                position = null;
                continue;
            }
            if (page.hasMore() && page.next().equals(position)) {
                throw new TalkException(
                        ErrorCode.CURSOR_STUCK,
                        describe() + " returned the position it was given although more pages follow; continuing would"
                                + " loop for ever. Please report this to the author of the connector.");
            }
            checkLength(page.next());
            readState = take(page, readState);
            position = page.next();
            more = page.hasMore();
        }
    }

    /** Reads records again after webhook hints (R29). Not needed before the first listing. */
    public void readAgain(List<String> hinted) {
        Optional<ReadState> reading = state.store().reading(connection.name(), spec.type());
        Optional<Lookup> lookup = connection.connector().lookup(spec.type());
        if (reading.isEmpty() || lookup.isEmpty()) {
            return;
        }
        RecordRefresh recordRefresh = new RecordRefresh(spec, lookup.get(), run, targets, referenceTargets::readAgain);
        for (int from = 0; from < hinted.size(); from += spec.readLimit()) {
            run.cancellation().check();
            List<String> page = hinted.subList(from, Math.min(hinted.size(), from + spec.readLimit()));
            int read = recordRefresh.read(page, reading.get(), false);
            run.stats().read(connection.name(), spec.type(), read);
            progress.advance(read, OptionalLong.empty());
        }
    }

    /** Loads the stored position. An interrupted listing continues under its number. */
    private ReadState begin() {
        EntityType type = spec.type();
        ReadState known = state.store().reading(connection.name(), type).orElse(null);
        if (known == null) {
            return new ReadState(connection.name(), type, null, 1, false, null, run.observedStart());
        }
        boolean lacksFields = fields.areMore();
        resumed = !known.listed() && known.position() != null && !lacksFields;
        return known.position() == null || isStale(known) || lacksFields
                ? new ReadState(
                        connection.name(), type, null, known.listing() + 1, false, known.completed(), known.onboarded())
                : known;
    }

    /**
     * Checks whether deletions need a new listing because the last one is too old, or from the future because the
     * host's clock was ahead.
     */
    private boolean isStale(ReadState known) {
        return known.listed()
                && spec.relistEvery().isPresent()
                && state.store()
                        .state(StateKey.listed(connection.name(), spec.type()))
                        .map(listed ->
                                !listed.time().plus(spec.relistEvery().get()).isAfter(run.started())
                                        || listed.time().isAfter(run.started()))
                        .orElse(true);
    }

    private StateKey<EngineState.Moment> begun() {
        return StateKey.listingBegun(connection.name(), spec.type());
    }

    /** Begins a new listing, because the system no longer knows the position. */
    private ReadState anew(ReadState readState) {
        resumed = false;
        named = 0;
        return new ReadState(
                readState.system(),
                readState.type(),
                null,
                readState.listing() + 1,
                false,
                readState.completed(),
                readState.onboarded());
    }

    private Page page(Reader reader, @Nullable Position after) {
        int limit = spec.readLimit();
        ReadRequest request = after == null
                ? ReadRequest.fromStart(run.started(), limit)
                : ReadRequest.after(after, run.started(), limit);
        return run.read(() -> reader.read(request.reportingTo(progress::preparing)));
    }

    private ReadState take(Page page, ReadState readState) {
        boolean listing = !readState.listed();
        Map<String, String> respelt =
                listing && readState.completed() != null ? respeltIds.followed(page.changes()) : Map.of();
        named += page.changes().size();
        boolean completes = listing && !page.hasMore();
        if (completes) {
            refuseEmptyListing();
        }
        ReadState next = at(readState, page.next(), readState.listed());
        if (readState.completed() != null) {
            referenceTargets.readAgain(page.changes());
        }
        state.alone(() -> {
            Commit commit = new Commit();
            PageIngest taking = new PageIngest(state, spec, readState, listing);
            taking.take(page.changes(), respelt);
            if (listing && readState.completed() != null) {
                appeared.addAll(taking.appeared());
            }
            taking.note(commit);
            fields.note(readState, commit);
            if (!next.equals(readState)) {
                commit.put(next);
            }
            if (listing && readState.position() == null && spec.relistEvery().isPresent()) {
                commit.put(begun(), new EngineState.Moment(run.started()));
            }
            state.remember(spec.type(), taking.changed(), taking.links(), taking.unlinked(), targets, commit);
            run.stats().times(connection.name(), spec.type(), taking.unreadableTimes(), taking.futureTimes());
        });
        run.stats().read(connection.name(), spec.type(), page.changes().size());
        run.stats().notes(connection.name(), page.notes());
        progress.advance(page.changes().size(), page.total());
        return completes ? complete(next) : next;
    }

    /** Completes a listing after its missing records have been looked up. A crash before leaves it open. */
    private ReadState complete(ReadState readState) {
        if (spec.deletes() != Deletes.NONE) {
            new DeletionSweep(connection, spec, run, targets, referenceTargets, appeared).sweep(readState);
        }
        ReadState complete = at(readState, readState.position(), true);
        state.alone(() -> {
            Commit commit = new Commit().put(complete);
            if (spec.relistEvery().isPresent()) {
                commit.put(
                        StateKey.listed(connection.name(), spec.type()),
                        state.store().state(begun()).orElse(new EngineState.Moment(run.started())));
            }
            state.commit(commit);
        });
        return complete;
    }

    private ReadState at(ReadState readState, @Nullable Position position, boolean listed) {
        boolean first = listed && readState.completed() == null;
        return new ReadState(
                readState.system(),
                readState.type(),
                position,
                readState.listing(),
                listed,
                first ? state.now() : readState.completed(),
                readState.onboarded());
    }

    /** Refuses an empty listing of a system that had records (R25). */
    private void refuseEmptyListing() {
        long had = state.store().liveRecords(connection.name(), spec.type());
        if (named == 0 && !resumed && had > 0) {
            throw new TalkException(
                    ErrorCode.LISTING_SUSPECT,
                    describe() + " returned an empty listing, but had " + had
                            + " records before; nothing was deleted. If they"
                            + " really are gone, delete them one by one in that system, or connect it under a new"
                            + " name.");
        }
    }

    private void checkLength(Position position) {
        if (position.text().length() > Position.MAX_LENGTH) {
            throw new TalkException(
                    ErrorCode.BUG,
                    describe() + " returned a position of " + position.text().length() + " characters; at most "
                            + Position.MAX_LENGTH + " are allowed");
        }
    }

    private String describe() {
        return "The reader of " + connection.name() + "/" + spec.type();
    }
}
