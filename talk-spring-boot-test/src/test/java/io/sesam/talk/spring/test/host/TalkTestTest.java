package io.sesam.talk.spring.test.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.simulators.SimFreshteam;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.simulators.SimWave;
import io.sesam.talk.spring.test.TalkTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An application with a database that is not there, tested with simulated systems. */
@Tag("slow")
@TalkTest(
        properties = {
            "talk.store.kind=postgresql",
            "talk.schedule.delay=1ms",
            "talk.connections.hub.connector=hubspot",
            "talk.connections.hub.settings.access-token=${NOT_SET_IN_TESTS}",
            "talk.connections.bills.connector=wave",
            "talk.connections.staff.connector=freshteam",
            "talk.connections.staff.settings.domain=real",
            "talk.connections.sheet.connector=csv"
        })
final class TalkTestTest {
    @TempDir
    static Path directory;

    @Autowired
    private Talk talk;

    @Autowired
    private SimHubSpot hub;

    @Autowired
    private SimWave bills;

    @Autowired
    private SimFreshteam staff;

    @Autowired
    private ApplicationContext context;

    @DynamicPropertySource
    static void sheet(DynamicPropertyRegistry registry) {
        registry.add("talk.connections.sheet.settings.directory", directory::toString);
    }

    @Test
    void syncsTheSimulatedSystemsWithAStoreInMemory() throws Exception {
        Files.writeString(directory.resolve("person.csv"), "id,firstname,lastname,email\n");
        hub.create("contacts", Map.of("firstname", "Ada", "lastname", "Byron", "email", "ada@x.example"));

        SyncReport report = talk.sync();

        assertThat(report.paused()).isEmpty();
        assertThat(Files.readString(directory.resolve("person.csv"))).contains("ada@x.example");
        assertThat(bills.server().requests()).isNotEmpty();
        assertThat(staff.server().requests()).isNotEmpty();
        assertThat(context.containsBean("talkSchedule")).isFalse();
        assertThat(context.getBeansOfType(HostTrust.class)).hasSize(1);
        assertThat(context.getBeansOfType(HostPart.class)).isEmpty();
    }
}
