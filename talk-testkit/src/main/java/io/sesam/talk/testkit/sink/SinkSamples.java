package io.sesam.talk.testkit.sink;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Small things for the tests that a sink has of its own: a golden record, a batch, tables that are filled already. */
public final class SinkSamples {
    private SinkSamples() {}

    /** What a sink is lent of a host with these types. */
    public static PluginContext lent(Schema... schemas) {
        return PluginContext.of(
                new SystemName("analytics"),
                Clock.systemUTC(),
                new Random(1),
                Arrays.stream(schemas).collect(Collectors.toMap(Schema::type, schema -> schema)));
    }

    /** What a sink is lent of a host with people and organisations. */
    public static PluginContext lent() {
        return lent(Person.SCHEMA, Organisation.SCHEMA);
    }

    /** A person that the system {@code crm} alone knows, under an id. */
    public static SinkChange person(String id, String firstname, long sequence) {
        return person(id, firstname, Instant.EPOCH, sequence);
    }

    /** The same, said at a time. */
    public static SinkChange person(String id, String firstname, Instant time, long sequence) {
        Fields fields = Person.of(firstname, "", "").toFields();
        SourceRecord[] members = {SourceRecord.of(RecordRef.of("crm", EntityType.PERSON, id), fields, time)};
        String[] rules = {"newest", "newest", "newest", "newest"};
        return SinkChange.upserted(GoldenRecord.over(null, fields, members, new int[] {0, 0, 0, -1}, rules), sequence);
    }

    /** A batch whose mark is the last of its changes. */
    public static SinkBatch batch(SinkChange... changes) {
        return new SinkBatch(List.of(changes), mark(changes[changes.length - 1].sequence()));
    }

    /** A mark of the one history that these samples are of. */
    public static SinkMark mark(long sequence) {
        return new SinkMark("ours", sequence);
    }

    /** Makes tables with golden records in a place, and closes the sink again. */
    public static void fill(SinkPlace place, SinkChange... changes) {
        try (Sink sink = place.open(lent())) {
            sink.prepare();
            rebuild(sink, changes);
        }
    }

    /** Fills the tables with golden records, all others gone; the mark is their number. */
    public static void rebuild(Sink sink, SinkChange... changes) {
        try (Sink.Rebuild rebuild = sink.rebuild()) {
            rebuild.add(new SinkBatch(List.of(changes), mark(changes.length)));
            rebuild.finish(mark(changes.length));
        }
    }
}
