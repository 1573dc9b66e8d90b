package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Hint;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.testkit.system.MemoryTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A webhook only triggers reading (R29). */
final class WebhooksTest {
    private final World world = new World();
    private final MemoryTable crm = world.people("crm", facts -> facts.indexLag(Duration.ofDays(1)));
    private final MemoryTable erp = world.people("erp");

    @BeforeEach
    void settled() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Bob", "email", "bob@x.example");
        world.settle();
        world.system("crm").sends(WebhooksTest::understand);
    }

    /** Parses one id per line. The first line is the password. */
    private static List<Hint> understand(WebhookRequest request) {
        List<String> lines = Arrays.asList(request.text().split("\n", -1));
        if (!lines.get(0).equals("sesame")) {
            throw new TalkException(ErrorCode.ACCESS_REFUSED, "that is not from crm");
        }
        return lines.subList(1, lines.size()).stream()
                .map(id -> new Hint(PERSON, id))
                .toList();
    }

    private static WebhookRequest request(String... lines) {
        byte[] body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return WebhookRequest.of("POST", "https://host.example/hooks", Map.of(), body);
    }

    @Test
    @Tag("R29")
    void aHintMakesTheRecordReadAgainBeforeItsIndexShowsIt() {
        crm.put("1", "firstname", "Augusta");
        try (Talk talk = world.talk()) {
            talk.sync();
            assertThat(erp.find("firstname", "Augusta")).as("without a hint").isEmpty();
            assertThat(talk.receive("crm", request("sesame", "1", "1"))).isEqualTo(1);
            assertThat(talk.receive("crm", request("sesame", "1")))
                    .as("doubled")
                    .isZero();
            talk.sync();
            assertThat(erp.find("firstname", "Augusta")).as("with a hint").hasSize(1);
        }
    }

    /** A hint about another account's record leads to a look-up, and nothing follows. */
    @Test
    @Tag("R29")
    @Tag("acceptance-17")
    void aHintIsNeverAbsenceButTheSystemsAnswerIs() {
        try (Talk talk = world.talk()) {
            talk.receive("crm", request("sesame", "1"));
            talk.sync();
            assertThat(world.store.liveRecords(new SystemName("crm"), PERSON)).isEqualTo(2);
            crm.delete("1");
            talk.receive("crm", request("sesame", "1", "never heard of"));
            talk.sync();
            assertThat(world.store.liveRecords(new SystemName("crm"), PERSON)).isEqualTo(1);
        }
    }

    @Test
    @Tag("R29")
    @Tag("acceptance-16")
    void whetherWordComesBeforeAfterTwiceOrOutOfOrderTheRecordIsAsTheSystemHasIt() {
        try (Talk talk = world.talk()) {
            crm.put("1", "firstname", "First");
            talk.receive("crm", request("sesame", "1"));
            crm.put("1", "firstname", "Second");
            talk.receive("crm", request("sesame", "2", "1"));
            talk.sync();
            assertThat(erp.find("firstname", "Second")).hasSize(1);
            talk.receive("crm", request("sesame", "1"));
            talk.receive("crm", request("sesame", "1", "2"));
            world.system("erp").forgetCounts();
            assertThat(talk.sync().goldenChanges()).isZero();
            world.clock.advance(Duration.ofDays(2));
            assertThat(talk.sync().goldenChanges()).as("the scan comes after").isZero();
            assertThat(world.system("erp").writeCalls()).isZero();
            assertThat(erp.ids()).hasSize(2);
        }
    }

    @Test
    @Tag("R29")
    @Tag("acceptance-18")
    void whoIsNotTheSystemIsRefused() {
        try (Talk talk = world.talk()) {
            assertThatThrownBy(() -> talk.receive("crm", request("guess", "1"))).hasMessageContaining("not from crm");
            assertThatThrownBy(() -> talk.receive("erp", request("sesame", "1")))
                    .hasMessageContaining("not set up to send");
            assertThatThrownBy(() -> talk.receive("crn", request("sesame", "1")))
                    .hasMessageContaining("no connection \"crn\"");
        }
    }
}
