package io.sesam.talk.query;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import java.time.Instant;
import java.util.Optional;

/**
 * A search for golden records of a type.
 *
 * <p>Immutable: each method returns another query. Conditions are combined, a record must meet all of them.
 */
@Experimental
public final class RecordQuery {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 500;

    private final EntityType type;
    private final String text;
    private final Optional<SystemName> in;
    private final Optional<SystemName> missingIn;
    private final boolean parked;
    private final boolean duplicates;
    private final Optional<Instant> changedSince;
    private final int limit;
    private final Optional<String> after;

    private RecordQuery(Draft draft) {
        this.type = draft.type;
        this.text = draft.text;
        this.in = draft.in;
        this.missingIn = draft.missingIn;
        this.parked = draft.parked;
        this.duplicates = draft.duplicates;
        this.changedSince = draft.changedSince;
        this.limit = draft.limit;
        this.after = draft.after;
    }

    private static final class Draft {
        final EntityType type;
        String text = "";
        Optional<SystemName> in = Optional.empty();
        Optional<SystemName> missingIn = Optional.empty();
        boolean parked;
        boolean duplicates;
        Optional<Instant> changedSince = Optional.empty();
        int limit = DEFAULT_LIMIT;
        Optional<String> after = Optional.empty();

        Draft(EntityType type) {
            this.type = type;
        }
    }

    private Draft draft() {
        Draft draft = new Draft(type);
        draft.text = text;
        draft.in = in;
        draft.missingIn = missingIn;
        draft.parked = parked;
        draft.duplicates = duplicates;
        draft.changedSince = changedSince;
        draft.limit = limit;
        draft.after = after;
        return draft;
    }

    /** All golden records of a type. */
    public static RecordQuery of(String type) {
        return new RecordQuery(new Draft(new EntityType(type)));
    }

    /**
     * Finds by words, in any order: each begins a word of a name or an e-mail address.
     *
     * <p>Case and accents do not count. The whole text also finds the golden record with that id, those with a system's record
     * of that id, and those with that match key in any of their records. A blank text finds all.
     */
    public RecordQuery text(String words) {
        Draft draft = draft();
        draft.text = words;
        return new RecordQuery(draft);
    }

    /** Finds those with a record in a system or an enricher. */
    public RecordQuery in(String system) {
        Draft draft = draft();
        draft.in = Optional.of(new SystemName(system));
        return new RecordQuery(draft);
    }

    /** Finds those without a record in a system. */
    public RecordQuery missingIn(String system) {
        Draft draft = draft();
        draft.missingIn = Optional.of(new SystemName(system));
        return new RecordQuery(draft);
    }

    /** Finds those with a parked write or record (R22), the longest parked first. */
    public RecordQuery parked() {
        Draft draft = draft();
        draft.parked = true;
        return new RecordQuery(draft);
    }

    /** Finds those with several records of one system (R11). */
    public RecordQuery duplicates() {
        Draft draft = draft();
        draft.duplicates = true;
        return new RecordQuery(draft);
    }

    /**
     * Finds those that changed since a time, in the order of their last change.
     *
     * <p>As precise as the runs: what changed after the last run that had ended by that time.
     */
    public RecordQuery changedSince(Instant time) {
        Draft draft = draft();
        draft.changedSince = Optional.of(time);
        return new RecordQuery(draft);
    }

    /** Sets the size of a page, from 1 to 500; 50 without it. */
    public RecordQuery limit(int records) {
        if (records < 1 || records > MOST) {
            throw new IllegalArgumentException("a page has 1 to " + MOST + " records: " + records);
        }
        Draft draft = draft();
        draft.limit = records;
        return new RecordQuery(draft);
    }

    /** Continues after a page: {@link RecordPage#next()} of a query with the same conditions. */
    public RecordQuery after(String position) {
        Draft draft = draft();
        draft.after = Optional.of(position);
        return new RecordQuery(draft);
    }

    /** The type that is searched. */
    public EntityType type() {
        return type;
    }

    /** The words to find; blank for all. */
    public String text() {
        return text;
    }

    /** The system that must hold a record. */
    public Optional<SystemName> in() {
        return in;
    }

    /** The system that must hold no record. */
    public Optional<SystemName> missingIn() {
        return missingIn;
    }

    /** Whether something must be parked. */
    public boolean isParked() {
        return parked;
    }

    /** Whether one system must hold several records. */
    public boolean isDuplicates() {
        return duplicates;
    }

    /** The time since which it must have changed. */
    public Optional<Instant> changedSince() {
        return changedSince;
    }

    /** The size of a page. */
    public int limit() {
        return limit;
    }

    /** The position to continue after. */
    public Optional<String> after() {
        return after;
    }

    /** Names the conditions, without the text, which may be personal. */
    @Override
    public String toString() {
        return type
                + (text.isBlank() ? "" : " with words")
                + in.map(system -> " in " + system).orElse("")
                + missingIn.map(system -> " missing in " + system).orElse("")
                + (parked ? " parked" : "")
                + (duplicates ? " with duplicates" : "")
                + changedSince.map(time -> " changed since " + time).orElse("");
    }
}
