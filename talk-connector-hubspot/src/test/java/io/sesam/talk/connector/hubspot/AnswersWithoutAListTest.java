package io.sesam.talk.connector.hubspot;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.spi.Lookup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of answers with status 200 that lack what was asked for, and of pages that are short. */
@Tag("R39")
final class AnswersWithoutAListTest {
    private final Portal portal = new Portal();

    @AfterEach
    void close() {
        portal.close();
    }

    private void fill(int companies) {
        for (int i = 0; i < companies; i++) {
            portal.hubspot.create("companies", Map.of("name", "Company " + i));
        }
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void noListIsNoEmptyListWhateverTheStatus() {
        fill(3);
        portal.read(ORGANISATION);
        portal.clock.advance(Duration.ofHours(3));
        for (SimFault fault : List.of(
                new SimFault.Answer(200, "{}"),
                new SimFault.Answer(200, "{\"status\":\"error\",\"message\":\"down\"}"),
                new SimFault.Lacking("results"))) {
            portal.hubspot.server().failAlways(request -> true, fault);
            assertFails(ErrorCode.UNREADABLE, () -> portal.read(ORGANISATION));
            try (Portal fresh = new Portal()) {
                fresh.hubspot.server().failAlways(request -> true, fault);
                assertFails(ErrorCode.UNREADABLE, () -> fresh.read(ORGANISATION));
            }
            Lookup lookup = portal.connector().lookup(ORGANISATION).orElseThrow();
            assertFails(ErrorCode.UNREADABLE, () -> lookup.byId(List.of("101")));
            portal.hubspot.server().forgive();
        }
        portal.hubspot
                .server()
                .failAlways(
                        request -> request.parameter("archived").equals(Optional.of("true")),
                        new SimFault.Answer(200, "{}"));
        assertFails(ErrorCode.UNREADABLE, () -> portal.read(ORGANISATION));
    }

    @Test
    void shortPagesLoseNoRecordAndNoChange() {
        fill(250);
        portal.hubspot.paging().shorten(97);
        assertThat(portal.read(ORGANISATION)).hasSize(250);
        portal.clock.advance(Duration.ofHours(1));
        portal.hubspot.touchAll("companies");
        portal.clock.advance(Duration.ofHours(1));
        assertThat(portal.read(ORGANISATION)).hasSize(250);
    }

    @Test
    void aRingOfPagesIsFound() {
        fill(250);
        portal.hubspot.paging().ring();
        assertFails(ErrorCode.CURSOR_STUCK, () -> portal.read(ORGANISATION));
        assertThat(portal.hubspot.server().requests()).hasSizeLessThan(20);
    }
}
