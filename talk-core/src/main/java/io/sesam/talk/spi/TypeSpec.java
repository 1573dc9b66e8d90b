package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts about one type in a system. These are its fields, the permitted writes and its behaviour. */
public final class TypeSpec {
    private final Schema schema;
    private final Map<String, FieldSpec> fields;
    private final boolean inserts;
    private final boolean updates;
    private final boolean archives;
    private final Deletes deletes;
    private final Duration indexLag;
    private final int readLimit;
    private final int writeLimit;
    private final WriteCost writeCost;
    private final @Nullable Duration relistEvery;
    private final @Nullable EntityType sameRecordAs;
    private final List<String> slot;
    private final List<String> notes;

    private TypeSpec(Builder builder) {
        this.schema = builder.schema;
        this.fields = Map.copyOf(builder.fields);
        this.inserts = builder.inserts;
        this.updates = builder.updates;
        this.archives = builder.archives;
        this.deletes = builder.deletes;
        this.indexLag = builder.indexLag;
        this.readLimit = builder.readLimit;
        this.writeLimit = builder.writeLimit;
        this.writeCost = builder.writeCost;
        this.relistEvery = builder.relistEvery;
        this.sameRecordAs = builder.sameRecordAs;
        this.slot = List.copyOf(builder.slot);
        this.notes = List.of();
    }

    private TypeSpec(TypeSpec other, Map<String, FieldSpec> fields, List<String> notes) {
        this.schema = other.schema;
        this.fields = Map.copyOf(fields);
        this.inserts = other.inserts;
        this.updates = other.updates;
        this.archives = other.archives;
        this.deletes = other.deletes;
        this.indexLag = other.indexLag;
        this.readLimit = other.readLimit;
        this.writeLimit = other.writeLimit;
        this.writeCost = other.writeCost;
        this.relistEvery = other.relistEvery;
        this.sameRecordAs = other.sameRecordAs;
        this.slot = other.slot;
        this.notes = List.copyOf(notes);
    }

    /** Starts a type with fields. Without further facts it is read-only. */
    public static Builder of(Schema schema, FieldSpec... fields) {
        return new Builder(schema, List.of(fields));
    }

    /** Starts a type with a list of fields. Without further facts it is read-only. */
    public static Builder of(Schema schema, List<FieldSpec> fields) {
        return new Builder(schema, fields);
    }

    /** Returns the type described. */
    public EntityType type() {
        return schema.type();
    }

    /** Returns the host's schema of the type. The system may hold fewer properties. */
    public Schema schema() {
        return schema;
    }

    /** Returns the field of a property, if the system has one. */
    public Optional<FieldSpec> field(String property) {
        return Optional.ofNullable(fields.get(property));
    }

    /** Returns all fields, in schema order. */
    public List<FieldSpec> fields() {
        return schema.properties().stream()
                .flatMap(property -> field(property.name()).stream())
                .toList();
    }

    /** Checks whether records can be inserted. */
    public boolean inserts() {
        return inserts;
    }

    /** Checks whether records can be updated. */
    public boolean updates() {
        return updates;
    }

    /** Checks whether records can be archived. */
    public boolean archives() {
        return archives;
    }

    /** Returns the way the system reports deletions. */
    public Deletes deletes() {
        return deletes;
    }

    /** Returns how long reading may miss a change. Incremental reading goes back by as much (R28). */
    public Duration indexLag() {
        return indexLag;
    }

    /** Returns the greatest number of records per page. */
    public int readLimit() {
        return readLimit;
    }

    /** Returns the greatest number of operations per batch. */
    public int writeLimit() {
        return writeLimit;
    }

    /** Returns the number of calls that a batch takes. */
    public WriteCost writeCost() {
        return writeCost;
    }

    /**
     * Returns the greatest age of a complete listing. When it is older, the next run lists everything again,
     * because only that shows deletions. Empty when incremental reading shows them.
     */
    public Optional<Duration> relistEvery() {
        return Optional.ofNullable(relistEvery);
    }

    /**
     * Returns the type that shares its records with this one. A record of that type with the same id is the same
     * record in the system, as a customer is a company and its contact. The writer of either type takes batches
     * with operations of both; one record may then occur twice, once per type, and a batch has up to twice {@link
     * #writeLimit()} operations.
     */
    public Optional<EntityType> sameRecordAs() {
        return Optional.ofNullable(sameRecordAs);
    }

    /**
     * Returns the properties that identify the occupant of a slot. A slot is a record that belongs to another one and
     * shows different persons in turn, as the contact of a customer. When all these values change at once, it has a new
     * occupant. Empty for a record of its own.
     */
    @Experimental
    public List<String> slot() {
        return slot;
    }

    /** Returns what a person should know about the type, such as fields that the system lacks. For the report of a run. */
    @Experimental
    public List<String> notes() {
        return notes;
    }

    /**
     * Returns a copy without a field that the system lacks at present. The other fields are read and written as before.
     *
     * @param property the name of the property; a type without this field is returned as it is
     * @param note says what is missing and what to do
     */
    @Experimental
    public TypeSpec lacking(String property, String note) {
        if (!fields.containsKey(property)) {
            return this;
        }
        Map<String, FieldSpec> present = new LinkedHashMap<>(fields);
        present.remove(property);
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new TypeSpec(this, present, more);
    }

    /** A builder of {@link TypeSpec}. */
    public static final class Builder {
        private final Schema schema;
        private final Map<String, FieldSpec> fields = new LinkedHashMap<>();
        private boolean inserts;
        private boolean updates;
        private boolean archives;
        private Deletes deletes = Deletes.NONE;
        private Duration indexLag = Duration.ZERO;
        private int readLimit = 500;
        private int writeLimit = 100;
        private WriteCost writeCost = WriteCost.perBatch();
        private @Nullable Duration relistEvery;
        private @Nullable EntityType sameRecordAs;
        private List<String> slot = List.of();

        private Builder(Schema schema, List<FieldSpec> fields) {
            this.schema = schema;
            for (FieldSpec field : fields) {
                schema.index(field.name());
                if (this.fields.put(field.name(), field) != null) {
                    throw new IllegalArgumentException("the field " + field + " is declared twice");
                }
            }
        }

        /** Permits inserts of records. */
        public Builder inserts() {
            inserts = true;
            return this;
        }

        /** Permits updates of records. */
        public Builder updates() {
            updates = true;
            return this;
        }

        /** Permits archiving of records. */
        public Builder archives() {
            archives = true;
            return this;
        }

        /** Sets the way the system reports deletions. */
        public Builder deletes(Deletes how) {
            deletes = how;
            return this;
        }

        /** Sets how long reading may miss a change. */
        public Builder indexLag(Duration lag) {
            indexLag = lag;
            return this;
        }

        /** Sets the greatest number of records per page. */
        public Builder readLimit(int limit) {
            readLimit = limit;
            return this;
        }

        /** Sets the greatest number of operations per batch. */
        public Builder writeLimit(int limit) {
            writeLimit = limit;
            return this;
        }

        /** Sets the number of calls that a batch takes. Without it, a batch counts as one call. */
        public Builder writeCost(WriteCost cost) {
            writeCost = cost;
            return this;
        }

        /** Sets the greatest age of a complete listing. */
        public Builder relistEvery(Duration age) {
            relistEvery = age;
            return this;
        }

        /** Declares that another type shares its records. Declare it on both types. */
        public Builder sameRecordAs(EntityType other) {
            sameRecordAs = other;
            return this;
        }

        /** Declares that a record is a slot of another one, with the properties that identify its occupant. */
        @Experimental
        public Builder slot(String... identifying) {
            for (String property : identifying) {
                schema.index(property);
            }
            slot = List.of(identifying);
            return this;
        }

        /** Builds the facts. */
        public TypeSpec build() {
            return new TypeSpec(this);
        }
    }
}
