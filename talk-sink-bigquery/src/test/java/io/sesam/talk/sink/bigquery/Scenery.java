package io.sesam.talk.sink.bigquery;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Sink;
import io.sesam.talk.spi.SinkBatch;
import io.sesam.talk.spi.SinkChange;
import io.sesam.talk.spi.SinkMark;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** What the tests of this sink have in common. */
final class Scenery {
    private Scenery() {}

    static Lent lent(Schema... schemas) {
        return Lent.of(
                new SystemName("analytics"),
                Clock.systemUTC(),
                new Random(1),
                Arrays.stream(schemas).collect(Collectors.toMap(Schema::type, schema -> schema)));
    }

    static Lent lent() {
        return lent(Person.SCHEMA, Organisation.SCHEMA);
    }

    static SinkChange person(String id, String firstname, long sequence) {
        return person(id, firstname, Instant.EPOCH, sequence);
    }

    static SinkChange person(String id, String firstname, Instant time, long sequence) {
        Fields fields = Person.of(firstname, "", "").toFields();
        SourceRecord[] members = {SourceRecord.of(RecordRef.of("crm", EntityType.PERSON, id), fields, time)};
        String[] rules = {"newest", "newest", "newest", "newest"};
        return SinkChange.upserted(GoldenRecord.over(null, fields, members, new int[] {0, 0, 0, -1}, rules), sequence);
    }

    static SinkBatch batch(SinkChange... changes) {
        return new SinkBatch(List.of(changes), mark(changes[changes.length - 1].sequence()));
    }

    static SinkMark mark(long sequence) {
        return new SinkMark("ours", sequence);
    }

    /** Tables with these golden records in the file; closed again. */
    static void fill(BigQueryPlace place, SinkChange... changes) {
        try (Sink sink = place.open(lent())) {
            sink.prepare();
            rebuild(sink, changes);
        }
    }

    static void rebuild(Sink sink, SinkChange... changes) {
        try (Sink.Rebuild rebuild = sink.rebuild()) {
            rebuild.add(new SinkBatch(List.of(changes), mark(changes.length)));
            rebuild.finish(mark(changes.length));
        }
    }
}
