package io.sesam.talk.tests.frozen;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.Plugins;
import io.sesam.talk.Talk;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A connector that was compiled against SPI 0.1 works with this version, as a jar of that time.
 *
 * <p>Its source is in {@code src/frozen}; {@code src/frozen/build} made the jar. A failure here means that connectors of others break
 * as well. Change the SPI, not the jar.
 */
final class FrozenConnectorTest {
    private static final String JAR = "/frozen/ledger-connector-spi-0.1.jar";
    private static final SystemName LEDGER = new SystemName("ledger");

    private final TestClock clock = TestClock.create();
    private final Random random = new Random(11);
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    private Path directory;

    private URLClassLoader jar;
    private MemorySystem crm;
    private MemoryTable people;

    @BeforeEach
    void load() throws IOException {
        URL file = Objects.requireNonNull(FrozenConnectorTest.class.getResource(JAR), JAR);
        jar = new URLClassLoader(new URL[] {file}, before);
        Thread.currentThread().setContextClassLoader(jar);
        crm = MemorySystem.at(clock);
        people = crm.holds(TypeSpec.of(
                        Person.SCHEMA,
                        Person.SCHEMA.properties().stream()
                                .map(property -> FieldSpec.of(property.name()))
                                .toList())
                .inserts()
                .updates()
                .archives()
                .deletes(Deletes.FEED)
                .build());
    }

    @AfterEach
    void unload() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        jar.close();
    }

    @Test
    void itIsFoundByItsNameAndComesFromTheJar() {
        assertThat(Plugins.installed())
                .filteredOn(plugin -> plugin.spec().name().equals("ledger"))
                .singleElement()
                .satisfies(plugin -> assertThat(plugin.spec().settings()).hasSize(4));
        assertThatThrownBy(() -> Class.forName("frozen.ledger.LedgerPlugin", false, before))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void itsSettingsAreCheckedAndItsRefusalIsTold() {
        assertThatThrownBy(() ->
                        talk(Map.of("directory", directory, "key", "wrong")).close())
                .isInstanceOf(TalkException.class)
                .hasMessageContaining("the key does not fit");
        assertThatThrownBy(() -> talk(Map.of("directory", directory, "key", "open sesame", "pages", 3))
                        .close())
                .isInstanceOf(TalkException.class)
                .hasMessageContaining("pages");
    }

    @Test
    void itReadsWritesAndErasesThroughWholeSyncs() throws IOException {
        for (String name : List.of("Ada", "Bo", "Cy")) {
            people.add("firstname", name, "lastname", "Crm", "email", name.toLowerCase(Locale.ROOT) + "@x.example");
        }
        ledger("L1", "firstname", "Ada", "lastname", "", "email", "ada@x.example");
        ledger("L2", "firstname", "Dee", "lastname", "Ledger", "email", "dee@x.example");
        ledger("L3", "firstname", "Eve", "lastname", "Ledger", "email", "eve@x.example");

        try (Talk talk = talk(Map.of("directory", directory, "key", "open sesame"))) {
            assertThat(talk.check().get(LEDGER).isFine()).isTrue();
            SyncReport first = sync(talk);
            assertThat(first.writes())
                    .as("two inserts and a name here, two inserts there")
                    .isEqualTo(5);
            assertThat(files()).containsExactly("L1", "L2", "L3", "L4", "L5");
            assertThat(text("L1", "lastname")).isEqualTo("Crm");
            assertThat(people.ids()).hasSize(5);
            assertThat(sync(talk).writes()).as("its own writes are no changes").isZero();

            ledger("L2", "firstname", "Dee", "lastname", "Changed", "email", "dee@x.example");
            assertThat(sync(talk).writes()).isOne();
            String dee = people.find("email", "dee@x.example").get(0);
            assertThat(people.text(dee, "lastname")).isEqualTo("Changed");

            people.put(dee, "lastname", "Again");
            assertThat(sync(talk).writes()).isOne();
            assertThat(text("L2", "lastname")).isEqualTo("Again");

            talk.stewardship().erase(RecordRef.of("ledger", PERSON, "L3"));
            sync(talk);
            assertThat(files()).doesNotContain("L3");
        }
    }

    private SyncReport sync(Talk talk) {
        clock.advance(Duration.ofMinutes(1));
        SyncReport report = talk.sync();
        clock.advance(Duration.ofMinutes(1));
        assertThat(report.paused()).isEmpty();
        return report;
    }

    private Talk talk(Map<String, ?> settings) {
        return Talk.builder()
                .clock(clock)
                .random(random)
                .store(MemoryStore.create())
                .connect("ledger", "ledger", settings)
                .connect("crm", crm, Map.of())
                .trust("crm", "ledger")
                .build();
    }

    private void ledger(String id, String... propertiesAndTexts) throws IOException {
        Properties texts = new Properties();
        for (int i = 0; i < propertiesAndTexts.length; i += 2) {
            texts.setProperty(propertiesAndTexts[i], propertiesAndTexts[i + 1]);
        }
        texts.setProperty("#created", clock.instant().toString());
        texts.setProperty("#modified", clock.instant().toString());
        Path file = directory.resolve("person").resolve(id + ".properties");
        Files.createDirectories(file.getParent());
        try (var out = Files.newBufferedWriter(file)) {
            texts.store(out, null);
        }
    }

    private String text(String id, String property) throws IOException {
        Properties texts = new Properties();
        try (var in = Files.newBufferedReader(directory.resolve("person").resolve(id + ".properties"))) {
            texts.load(in);
        }
        return texts.getProperty(property);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("person"))) {
            return files.map(file -> file.getFileName().toString().replace(".properties", ""))
                    .sorted()
                    .toList();
        }
    }
}
