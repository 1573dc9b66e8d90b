package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as the system holds it now.
 *
 * <p>Properties that are not in what the system sent are left unknown; they keep what was last seen of them.
 */
public final class RecordSnapshot implements Change {
    private final String id;
    private final Fields fields;
    private final @Nullable Instant modified;
    private final @Nullable Instant created;
    private final @Nullable String version;
    private final Map<String, Instant> times;

    private RecordSnapshot(
            String id,
            Fields fields,
            @Nullable Instant modified,
            @Nullable Instant created,
            @Nullable String version,
            Map<String, Instant> times) {
        this.id = id;
        this.fields = fields;
        this.modified = modified;
        this.created = created;
        this.version = version;
        this.times = times;
    }

    /** A record of which no time is known. */
    public static RecordSnapshot of(String id, Fields fields) {
        return new RecordSnapshot(id, fields, null, null, null, Map.of());
    }

    /** The same, last modified at a time. */
    public RecordSnapshot modified(Instant time) {
        return new RecordSnapshot(id, fields, time, created, version, times);
    }

    /** The same, created at a time. */
    public RecordSnapshot created(Instant time) {
        return new RecordSnapshot(id, fields, modified, time, version, times);
    }

    /** The same, with what the system takes as a precondition for writing: an ETag, a row version. */
    public RecordSnapshot version(String precondition) {
        return new RecordSnapshot(id, fields, modified, created, precondition, times);
    }

    /** The same, with the system's own times of single properties. */
    public RecordSnapshot times(Map<String, Instant> byProperty) {
        return new RecordSnapshot(id, fields, modified, created, version, Map.copyOf(byProperty));
    }

    /** The same, saying something else of one property; {@code null} for nothing. */
    public RecordSnapshot with(int index, @Nullable Object slot) {
        return new RecordSnapshot(id, fields.toBuilder().slot(index, slot).build(), modified, created, version, times);
    }

    /** The same, not saying which record of a type it belongs to. */
    public RecordSnapshot withoutReferenceTo(EntityType target) {
        Schema schema = fields.schema();
        return schema.referenceTo(target)
                .map(property -> with(schema.index(property), null))
                .orElse(this);
    }

    @Override
    public String id() {
        return id;
    }

    /** What the system says, to the letter. */
    public Fields fields() {
        return fields;
    }

    /** When it was last modified, if the system tells. */
    public Optional<Instant> modified() {
        return Optional.ofNullable(modified);
    }

    /** When it was created, if the system tells. */
    public Optional<Instant> created() {
        return Optional.ofNullable(created);
    }

    /** What the system takes as a precondition for writing, if it does. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** The system's own times of single properties; empty where it keeps none. */
    public Map<String, Instant> times() {
        return times;
    }

    /** The id alone: the values are people's. */
    @Override
    public String toString() {
        return id;
    }
}
