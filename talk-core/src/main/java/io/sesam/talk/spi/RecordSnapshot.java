package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Schema;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The present state of a record in its system.
 *
 * <p>Properties missing in the system's answer stay unknown; the engine keeps their last seen values.
 */
public final class RecordSnapshot implements Change {
    private final String id;
    private final Fields fields;
    private final @Nullable Instant modified;
    private final @Nullable Instant created;
    private final @Nullable String version;
    private final Map<String, Instant> times;
    private final boolean unreadableTime;
    private final @Nullable Map<String, List<String>> matchValues;

    private RecordSnapshot(
            String id,
            Fields fields,
            @Nullable Instant modified,
            @Nullable Instant created,
            @Nullable String version,
            Map<String, Instant> times,
            boolean unreadableTime,
            @Nullable Map<String, List<String>> matchValues) {
        this.id = id;
        this.fields = fields;
        this.modified = modified;
        this.created = created;
        this.version = version;
        this.times = times;
        this.unreadableTime = unreadableTime;
        this.matchValues = matchValues;
    }

    /** Creates a snapshot without times. */
    public static RecordSnapshot of(String id, Fields fields) {
        return new RecordSnapshot(id, fields, null, null, null, Map.of(), false, null);
    }

    /** Sets the modification time. */
    public RecordSnapshot modified(Instant time) {
        return new RecordSnapshot(id, fields, time, created, version, times, unreadableTime, matchValues);
    }

    /** Sets the creation time. */
    public RecordSnapshot created(Instant time) {
        return new RecordSnapshot(id, fields, modified, time, version, times, unreadableTime, matchValues);
    }

    /** Sets the system's precondition for writing, such as an ETag or a row version. */
    public RecordSnapshot version(String precondition) {
        return new RecordSnapshot(id, fields, modified, created, precondition, times, unreadableTime, matchValues);
    }

    /** Sets the system's times of single properties. */
    public RecordSnapshot times(Map<String, Instant> byProperty) {
        return new RecordSnapshot(
                id, fields, modified, created, version, Map.copyOf(byProperty), unreadableTime, matchValues);
    }

    /** Notes that a time could not be read. It counts as unknown, and the sync's report counts the record. */
    public RecordSnapshot withUnreadableTime() {
        return new RecordSnapshot(id, fields, modified, created, version, times, true, matchValues);
    }

    /**
     * Sets further values by which the record matches, by property, such as a person's second e-mail addresses (R5).
     * They are compared like the property's value and written nowhere. An empty map says that there are none; without
     * a call, those last seen stay.
     */
    @Experimental
    public RecordSnapshot matchValues(Map<String, List<String>> byProperty) {
        Map<String, List<String>> copy = new HashMap<>();
        byProperty.forEach((property, values) -> {
            if (!values.isEmpty()) {
                copy.put(property, List.copyOf(values));
            }
        });
        return new RecordSnapshot(id, fields, modified, created, version, times, unreadableTime, Map.copyOf(copy));
    }

    /** Replaces one property; {@code null} is unknown. */
    public RecordSnapshot with(int index, @Nullable Object slot) {
        return new RecordSnapshot(
                id,
                fields.toBuilder().slot(index, slot).build(),
                modified,
                created,
                version,
                times,
                unreadableTime,
                matchValues);
    }

    /** Makes the reference to a type unknown. */
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

    /** Returns the system's values, unchanged. */
    public Fields fields() {
        return fields;
    }

    /** Returns the modification time, if the system has one. */
    public Optional<Instant> modified() {
        return Optional.ofNullable(modified);
    }

    /** Returns the creation time, if the system has one. */
    public Optional<Instant> created() {
        return Optional.ofNullable(created);
    }

    /** Returns the precondition for writing, if the system has one. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** Returns the times of single properties. Empty where the system has none. */
    public Map<String, Instant> times() {
        return times;
    }

    /** Reports whether a time of the record could not be read. */
    public boolean hasUnreadableTime() {
        return unreadableTime;
    }

    /** Returns the further values by which the record matches; empty when the system's answer does not say. */
    @Experimental
    public Optional<Map<String, List<String>>> matchValues() {
        return Optional.ofNullable(matchValues);
    }

    /** Returns the id only: values may be personal. */
    @Override
    public String toString() {
        return id;
    }
}
