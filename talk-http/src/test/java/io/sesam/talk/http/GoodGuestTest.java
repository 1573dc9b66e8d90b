package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.simulators.SimFault;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that cancelled and closed APIs leave nothing behind. */
@Tag("R36")
final class GoodGuestTest {
    private static final ApiCall WRITE = ApiCall.post("/things").json(JsonValues.object());

    private final Desk desk = Desk.fine();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void closingEndsCallsUnderWayWithinAMoment() throws Exception {
        desk.server.fail(new SimFault.Silence(true, Duration.ofMinutes(30)));
        HttpApi api = desk.api(builder -> builder.deadlines(Desk.PATIENT));
        AtomicReference<WriteReply> reply = new AtomicReference<>();
        Thread thread = new Thread(() -> reply.set(api.write(WRITE)));
        thread.start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !desk.server.requests().isEmpty());
        api.close();
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(reply.get()).isInstanceOf(WriteReply.Unknown.class);
    }

    @Test
    void nothingIsSentAfterClosing() {
        HttpApi api = desk.api();
        api.write(WRITE);
        api.close();
        api.close();
        assertThatThrownBy(() -> api.read(ApiCall.get("/things"))).isInstanceOf(TalkException.class);
        assertThat(api.write(WRITE)).isInstanceOf(WriteReply.Later.class);
        assertThat(desk.server.requests()).hasSize(1);
    }

    /** Before JDK 21, java.net.http ends its thread when the client is garbage collected. */
    @Test
    void itsThreadsEndAlsoWhenTheClosedApiIsStillHeld() {
        Set<Thread> before = ours();
        HttpApi api = desk.api();
        api.write(WRITE);
        assertThat(ours()).hasSizeGreaterThan(before.size());
        api.close();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            Set<Thread> left = ours();
            left.removeAll(before);
            return left.isEmpty();
        });
        assertThat(api).hasToString("Desk");
    }

    private static Set<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive()
                        && (thread.getName().startsWith("talk-http")
                                || thread.getName().startsWith("HttpClient")))
                .collect(Collectors.toSet());
    }

    @Test
    void whoIsInterruptedBeforeSendingHasSentNothing() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> desk.api().write(WRITE))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(desk.server.requests()).isEmpty();
    }

    @Test
    void whoIsInterruptedWhileWaitingForTheQuotaHasSentNothing() {
        HttpApi api = desk.api(
                builder -> builder.quotas(Quotas.of("interrupted").window(Quotas.GENERAL, 1, Duration.ofMinutes(1))));
        api.write(WRITE);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> api.write(WRITE))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(desk.server.requests()).hasSize(1);
    }
}
