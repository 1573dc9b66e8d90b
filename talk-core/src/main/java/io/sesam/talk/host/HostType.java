package io.sesam.talk.host;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteCost;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A type of the host's records, with the functions that read and write them. Immutable.
 *
 * <p>Without {@link #inserts}, {@link #updates} or {@link #archives} the type is read-only.
 */
@Experimental
public final class HostType {
    /** Lists the records that changed. */
    @FunctionalInterface
    public interface Changes {
        /**
         * Lists the records that changed after a place, in the order of modification and then id. In SQL: {@code where modified > ? or
         * modified = ? and id > ? order by modified, id limit ?}.
         *
         * @param since the time of the place; {@link Instant#EPOCH} for all records
         * @param afterId the id of the place; empty before all ids
         * @param limit the greatest number of records to return
         * @return records with {@link RecordSnapshot#modified(Instant) their time of modification}; fewer than the limit only at the end
         */
        List<RecordSnapshot> after(Instant since, String afterId, int limit);
    }

    /** Finds records by id. */
    @FunctionalInterface
    public interface Find {
        /** Returns the present records with these ids. An id that is left out counts as deleted. */
        List<RecordSnapshot> byId(Collection<String> ids);
    }

    /** Inserts a record. */
    @FunctionalInterface
    public interface Insert {
        /**
         * Inserts a record in one transaction, and returns it as it is now.
         *
         * @param fields unknown ones are left to the host
         * @throws HostRefusalException when the host does not accept these values
         */
        RecordSnapshot insert(Fields fields);
    }

    /** Updates a record. */
    @FunctionalInterface
    public interface Update {
        /**
         * Sets the known fields of a record in one transaction, and returns it as it is now. Blank clears, unknown leaves alone.
         *
         * @throws HostRefusalException when the host does not accept these values
         */
        RecordSnapshot update(String id, Fields fields);
    }

    /** Archives or deletes a record. */
    @FunctionalInterface
    public interface Archive {
        /**
         * Archives a record, so that neither {@link Changes} nor {@link Find} returns it.
         *
         * @throws HostRefusalException when the host keeps this record
         */
        void archive(String id);
    }

    private final Schema schema;
    private final List<FieldSpec> fields;
    private final Duration lag;
    final Changes changes;
    final Find find;
    final Optional<Insert> insert;
    final Optional<Update> update;
    final Optional<Archive> archive;

    private HostType(
            Schema schema,
            List<FieldSpec> fields,
            Duration lag,
            Changes changes,
            Find find,
            Optional<Insert> insert,
            Optional<Update> update,
            Optional<Archive> archive) {
        this.schema = schema;
        this.fields = List.copyOf(fields);
        this.lag = lag;
        this.changes = changes;
        this.find = find;
        this.insert = insert;
        this.update = update;
        this.archive = archive;
    }

    /**
     * Creates a type that is read by two functions.
     *
     * @param fields the properties that the host has, and which of them are required
     */
    public static HostType of(Schema schema, List<FieldSpec> fields, Changes changes, Find find) {
        return new HostType(
                schema,
                fields,
                Duration.ofMinutes(1),
                changes,
                find,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Permits inserts. */
    public HostType inserts(Insert function) {
        return new HostType(schema, fields, lag, changes, find, Optional.of(function), update, archive);
    }

    /** Permits updates. */
    public HostType updates(Update function) {
        return new HostType(schema, fields, lag, changes, find, insert, Optional.of(function), archive);
    }

    /** Permits archiving. */
    public HostType archives(Archive function) {
        return new HostType(schema, fields, lag, changes, find, insert, update, Optional.of(function));
    }

    /**
     * Sets how long a change may be invisible after its time of modification, as the longest transaction takes. Each run reads so much
     * again. A minute without it. Zero is for records whose times are unique and visible at once.
     */
    public HostType lag(Duration longestTransaction) {
        return new HostType(schema, fields, longestTransaction, changes, find, insert, update, archive);
    }

    EntityType type() {
        return schema.type();
    }

    TypeSpec spec() {
        TypeSpec.Builder spec = TypeSpec.of(schema, fields)
                .deletes(Deletes.ID_SWEEP)
                .relistEvery(Duration.ofDays(1))
                .indexLag(lag)
                .writeCost(WriteCost.none());
        insert.ifPresent(function -> spec.inserts());
        update.ifPresent(function -> spec.updates());
        archive.ifPresent(function -> spec.archives());
        return spec.build();
    }
}
