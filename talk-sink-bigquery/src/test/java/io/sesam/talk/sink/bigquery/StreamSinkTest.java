package io.sesam.talk.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.sink.bigquery.FakeWriteService.Trouble;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.testkit.sink.SinkSamples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of stream mode, beside the contract. */
@Tag("case-25")
final class StreamSinkTest {
    private SimBigQuery sim;
    private FakeWriteService writes;
    private BigQueryPlace place;
    private Sink sink;

    @BeforeEach
    void start() {
        sim = Sims.start();
        writes = new FakeWriteService(sim);
        place = new BigQueryPlace(sim, "analytics", settings());
        SinkSamples.fill(place, SinkSamples.person("1", "Ann", 1));
        sink = place.open(SinkSamples.context());
        assertThat(sink.prepare()).contains(SinkSamples.mark(1));
    }

    @AfterEach
    void stop() {
        sink.close();
        writes.close();
        sim.close();
    }

    @Test
    void tableHasAKeyAndAStalenessAndStays() {
        JsonNode table = sim.table(BigQueryPlace.PROJECT, "analytics", tables().get(0));
        assertThat(table.path("tableConstraints").path("primaryKey").path("columns"))
                .hasToString("[\"golden_id\"]");
        assertThat(table.path("maxStaleness").asText()).isEqualTo("0-0 0 0:0:900");
        assertThat(table.has("expirationTime")).isFalse();
        assertThat(sim.table(BigQueryPlace.PROJECT, "analytics", "person")
                        .path("type")
                        .asText())
                .isEqualTo("VIEW");
    }

    @Test
    void rebuildLeavesOneTable() {
        SinkSamples.rebuild(sink, SinkSamples.person("1", "Bea", 1));
        assertThat(tables()).hasSize(1);
        assertThat(people()).hasToString("[[Bea]]");
    }

    @Test
    void batchIsOneRequestAndItsMarkIsTheLastRow() {
        sink.apply(SinkSamples.batch(SinkSamples.person("2", "Bea", 2), SinkSamples.person("3", "Cid", 3)));
        assertThat(writes.requests()).containsExactly(3);
        assertThat(people()).hasToString("[[Ann], [Bea], [Cid]]");
        assertThat(sink.prepare()).contains(SinkSamples.mark(3));
    }

    @Test
    void rowsThatAreThereAlreadyAreASuccess() {
        writes.next(Trouble.OFFSET_ALREADY_EXISTS);
        apply();
        assertArrived();
    }

    @Test
    void gapIsToldAndFilledByTheNextRun() {
        writes.next(Trouble.OFFSET_OUT_OF_RANGE);
        assertFails(ErrorCode.UNREACHABLE, "rows of an earlier request are missing");
        apply();
        assertArrived();
    }

    @Test
    @Tag("R37")
    void refusedRowIsNamedByItsIdAndNothingOfItsRequestIsWritten() {
        writes.next(Trouble.ROW_ERROR);
        assertFails(ErrorCode.UNWRITABLE, SinkSamples.person("2", "Bea", 2).id().value(), "none of their request");
        assertThat(people()).hasToString("[[Ann]]");
    }

    @Test
    void brokenConnectionIsOpenedAnew() {
        writes.next(Trouble.BROKEN_BEFORE);
        writes.next(Trouble.BROKEN_AFTER);
        for (int i = 0; i < 4; i++) {
            try {
                apply();
            } catch (TalkException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE);
            }
        }
        assertArrived();
        assertThat(writes.connections()).isGreaterThan(1);
    }

    @Test
    void olderRowNeverReplacesANewerOne() {
        sink.apply(SinkSamples.batch(SinkSamples.person("2", "New", 300)));
        sink.apply(SinkSamples.batch(SinkSamples.person("2", "Old", 20)));
        assertThat(people())
                .as("0x12c is more than 0x14, though 1 sorts like 1")
                .hasToString("[[Ann], [New]]");
        assertThat(sink.prepare()).contains(SinkSamples.mark(300));
    }

    @Test
    void datasetOfTheOtherWayIsRefused() {
        SinkSamples.fill(new BigQueryPlace(sim, "merged"), SinkSamples.person("1", "Ann", 1));
        try (Sink other = new BigQueryPlace(sim, "merged", settings()).open(SinkSamples.context())) {
            assertThatThrownBy(other::prepare).hasMessageContaining("another mode");
        }
        try (Sink other = new BigQueryPlace(sim, "analytics").open(SinkSamples.context())) {
            assertThatThrownBy(other::prepare).hasMessageContaining("another mode");
        }
    }

    @Test
    void checkingIsFine() {
        assertThat(sink.check()).isEqualTo(Check.fine());
    }

    private Map<String, ?> settings() {
        return Map.of("mode", "stream", "writeUrl", writes.address(), "pause", "PT0.001S");
    }

    private void apply() {
        sink.apply(SinkSamples.batch(SinkSamples.person("2", "Bea", 2)));
    }

    private void assertArrived() {
        assertThat(people()).hasToString("[[Ann], [Bea]]");
        assertThat(sink.prepare()).contains(SinkSamples.mark(2));
    }

    private List<List<Object>> people() {
        return place.query("SELECT firstname FROM " + place.named("person") + " ORDER BY 1");
    }

    private List<String> tables() {
        return sim.tables(BigQueryPlace.PROJECT, "analytics").stream()
                .filter(name -> name.startsWith(BigQueryNames.STREAM))
                .toList();
    }

    private void assertFails(ErrorCode code, String... words) {
        assertThatThrownBy(this::apply).isInstanceOfSatisfying(TalkException.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.getMessage()).contains(words).doesNotContain("Bea");
        });
    }
}
