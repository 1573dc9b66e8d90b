package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is true of one type over there: its fields, what can be done with it, and how it behaves. Facts, not code. */
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
    private final @Nullable Duration relistEvery;
    private final @Nullable EntityType sameRecordAs;

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
        this.relistEvery = builder.relistEvery;
        this.sameRecordAs = builder.sameRecordAs;
    }

    /** A type with these fields, of which nothing else is known yet: it cannot be written. */
    public static Builder of(Schema schema, FieldSpec... fields) {
        return new Builder(schema, List.of(fields));
    }

    /** A type with these fields, of which nothing else is known yet: it cannot be written. */
    public static Builder of(Schema schema, List<FieldSpec> fields) {
        return new Builder(schema, fields);
    }

    /** Which type. */
    public EntityType type() {
        return schema.type();
    }

    /** The properties of the host's type; the system may hold fewer. */
    public Schema schema() {
        return schema;
    }

    /** The field that holds a property, if the system has one. */
    public Optional<FieldSpec> field(String property) {
        return Optional.ofNullable(fields.get(property));
    }

    /** All fields, in the order of the schema. */
    public List<FieldSpec> fields() {
        return schema.properties().stream()
                .flatMap(property -> field(property.name()).stream())
                .toList();
    }

    /** Whether records can be made. */
    public boolean inserts() {
        return inserts;
    }

    /** Whether fields of a record can be changed. */
    public boolean updates() {
        return updates;
    }

    /** Whether records can be archived. */
    public boolean archives() {
        return archives;
    }

    /** How it shows that a record is gone. */
    public Deletes deletes() {
        return deletes;
    }

    /** How long after a change a reading may still miss it; reading goes back by as much (R28). */
    public Duration indexLag() {
        return indexLag;
    }

    /** The greatest number of records in a page. */
    public int readLimit() {
        return readLimit;
    }

    /** The greatest number of operations in one call of the writer. */
    public int writeLimit() {
        return writeLimit;
    }

    /**
     * How long a complete listing is good for: when it is older, the next run lists everything again, because only that
     * shows what is gone. Empty when reading on shows all.
     */
    public Optional<Duration> relistEvery() {
        return Optional.ofNullable(relistEvery);
    }

    /**
     * The type whose record of the same id is the same record over there, as a customer is a company and its contact. The
     * writer of either takes batches that hold operations of both, and one record may then be named twice, once for each;
     * such a batch has up to twice as many operations as {@link #writeLimit()}.
     */
    public Optional<EntityType> sameRecordAs() {
        return Optional.ofNullable(sameRecordAs);
    }

    /** A type in the making. */
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
        private @Nullable Duration relistEvery;
        private @Nullable EntityType sameRecordAs;

        private Builder(Schema schema, List<FieldSpec> fields) {
            this.schema = schema;
            for (FieldSpec field : fields) {
                schema.index(field.name());
                if (this.fields.put(field.name(), field) != null) {
                    throw new IllegalArgumentException("the field " + field + " is declared twice");
                }
            }
        }

        /** Records can be made. */
        public Builder inserts() {
            inserts = true;
            return this;
        }

        /** Fields of a record can be changed. */
        public Builder updates() {
            updates = true;
            return this;
        }

        /** Records can be archived. */
        public Builder archives() {
            archives = true;
            return this;
        }

        /** How it shows that a record is gone. */
        public Builder deletes(Deletes how) {
            deletes = how;
            return this;
        }

        /** How long after a change a reading may still miss it. */
        public Builder indexLag(Duration lag) {
            indexLag = lag;
            return this;
        }

        /** The greatest number of records in a page. */
        public Builder readLimit(int limit) {
            readLimit = limit;
            return this;
        }

        /** The greatest number of operations in one call of the writer. */
        public Builder writeLimit(int limit) {
            writeLimit = limit;
            return this;
        }

        /** Everything is listed again when the last complete listing is older than this. */
        public Builder relistEvery(Duration age) {
            relistEvery = age;
            return this;
        }

        /** A record of another type with the same id is the same record over there; to be said of both types. */
        public Builder sameRecordAs(EntityType other) {
            sameRecordAs = other;
            return this;
        }

        /** The facts. */
        public TypeSpec build() {
            return new TypeSpec(this);
        }
    }
}
