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
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.Survivorship;
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

/** Sample data for a sink's own tests. */
public final class SinkSamples {
    private SinkSamples() {}

    /** Returns a plugin context with these types. */
    public static PluginContext context(Schema... schemas) {
        return PluginContext.of(
                new SystemName("analytics"),
                Clock.systemUTC(),
                new Random(1),
                Arrays.stream(schemas).collect(Collectors.toMap(Schema::type, schema -> schema)));
    }

    /** Returns a plugin context with persons and organisations. */
    public static PluginContext context() {
        return context(Person.SCHEMA, Organisation.SCHEMA);
    }

    /** Returns a person that only the system {@code crm} has. */
    public static SinkChange person(String id, String firstname, long sequence) {
        return person(id, firstname, Instant.EPOCH, sequence);
    }

    /** Returns the same person with a change time. */
    public static SinkChange person(String id, String firstname, Instant time, long sequence) {
        Fields fields = Person.of(firstname, "", "").toFields();
        SourceRecord member = SourceRecord.of(RecordRef.of("crm", EntityType.PERSON, id), fields, time);
        return SinkChange.upserted(merged(member), sequence);
    }

    /** Merges persons by the default rules. */
    public static GoldenRecord merged(SourceRecord... persons) {
        return Survivorship.newest(Person.SCHEMA, List.of())
                .merge(Arrays.stream(persons).map(Normalizer::normalize).toArray(SourceRecord[]::new));
    }

    /** Returns a batch with the last change as mark. */
    public static SinkBatch batch(SinkChange... changes) {
        return new SinkBatch(List.of(changes), mark(changes[changes.length - 1].sequence()));
    }

    /** Returns a mark of these samples' history. */
    public static SinkMark mark(long sequence) {
        return new SinkMark("ours", sequence);
    }

    /** Creates tables with golden records, and closes the sink. */
    public static void fill(SinkPlace place, SinkChange... changes) {
        try (Sink sink = place.open(context())) {
            sink.prepare();
            rebuild(sink, changes);
        }
    }

    /** Rebuilds the tables; the mark is the number of records. */
    public static void rebuild(Sink sink, SinkChange... changes) {
        try (Sink.Rebuild rebuild = sink.rebuild()) {
            rebuild.add(new SinkBatch(List.of(changes), mark(changes.length)));
            rebuild.finish(mark(changes.length));
        }
    }
}
