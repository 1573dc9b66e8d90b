package io.sesam.talk.testkit.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Sample data of the store contract. */
final class StoreSamples {
    static final SystemName CRM = new SystemName("crm");
    static final SystemName PAYROLL = new SystemName("pay-roll_2");
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    static final Schema PERSON = Person.SCHEMA.with(
            Property.text("nickname"),
            Property.reference("employer", EntityType.ORGANISATION),
            Property.text("street").inUnit("home"));
    static final Schema ORGANISATION = Organisation.SCHEMA;
    static final Schema MACHINE = Schema.of(new EntityType("machine"), Property.text("serial"));
    static final Map<EntityType, Schema> SCHEMAS =
            Map.of(PERSON.type(), PERSON, ORGANISATION.type(), ORGANISATION, MACHINE.type(), MACHINE);

    private StoreSamples() {}

    static RecordRef ref(String id) {
        return new RecordRef(CRM, EntityType.PERSON, id);
    }

    static List<RecordRef> refs(int count) {
        return IntStream.range(0, count).mapToObj(i -> ref("r" + i)).toList();
    }

    static Fields named(String firstname) {
        return Fields.builder(PERSON).text("firstname", firstname).build();
    }

    static Fields nothing(RecordRef ref) {
        Schema schema = SCHEMAS.get(ref.type());
        return Fields.unknown(schema == null ? PERSON : schema);
    }

    static SourceRecord record(RecordRef ref) {
        return SourceRecord.remembered(ref, nothing(ref), 1_000_000, 2_000_000, 3_000_000, null);
    }

    static SourceRecord record(Fields rawValues) {
        RecordRef ref = new RecordRef(CRM, rawValues.schema().type(), "1");
        return SourceRecord.remembered(ref, rawValues, 1_000_000, 2_000_000, 3_000_000, null);
    }

    static StoredRecord live(SourceRecord record, MatchKey... keys) {
        return new StoredRecord(record, StoredRecord.Status.LIVE, null, Set.of(keys), false, null, 1);
    }

    static StoredRecord live(RecordRef ref, MatchKey... keys) {
        return live(record(ref), keys);
    }

    static StoredRecord gone(RecordRef ref, MatchKey... keys) {
        return new StoredRecord(record(ref), StoredRecord.Status.GONE, null, Set.of(keys), false, null, 1);
    }

    static StoredRecord member(RecordRef ref, GoldenId golden) {
        return live(ref).inGolden(golden);
    }

    static StoredRecord versioned(StoredRecord record, String version) {
        return new StoredRecord(
                record.record(),
                record.status(),
                record.golden(),
                record.keys(),
                record.parked(),
                version,
                record.listing());
    }

    static MatchKey email(String value) {
        return new MatchKey("email", value);
    }

    static GoldenId golden(String name) {
        return GoldenId.foundedBy(ref(name));
    }

    static StoredGolden golden(String name, long sequence) {
        return golden(golden(name), named(name), sequence, false);
    }

    static StoredGolden golden(GoldenId id, Fields values, long sequence, boolean removed) {
        return new StoredGolden(id, values, 1, sequence, removed);
    }

    static StateKey<EngineState.IssuedToken> token(String name) {
        return StateKey.token(name);
    }

    static EngineState.IssuedToken issued(String text) {
        return new EngineState.IssuedToken(text);
    }

    /** Returns the exact texts of all fields. Two spellings of a country are equal as values, but different texts. */
    static List<String> letters(Fields fields) {
        List<String> letters = new ArrayList<>();
        for (int i = 0; i < fields.schema().size(); i++) {
            letters.add(fields.originalText(i).orElse("(unknown)"));
        }
        return letters;
    }
}
