package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.result.SyncReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a property declared after everything was read. */
@Tag("R1")
final class DeclaredLaterTest {
    private static final Schema WITH_DESK = Person.SCHEMA.with(Property.text("desk"));

    @TempDir
    private Path directory;

    @BeforeEach
    void twoSpreadsheets() throws IOException {
        write("crm", "id,email,firstname,desk\n1,ada@x.example,Ada,A1\n2,bo@x.example,Bo,\n");
        write("erp", "id,email,firstname,desk\n7,ada@x.example,Ada,\n8,bo@x.example,Bo,B2\n");
    }

    private void write(String system, String csv) throws IOException {
        Path file = directory.resolve(system).resolve("person.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, csv);
    }

    private SyncReport sync(Schema schema) {
        try (Talk talk = Talk.builder()
                .baseDirectory(directory)
                .type(schema)
                .store("sqlite", Map.of("path", "talk.db"))
                .connect("crm", "csv", Map.of("directory", "crm"))
                .connect("erp", "csv", Map.of("directory", "erp"))
                .trust("crm", "erp")
                .build()) {
            return talk.sync();
        }
    }

    @Test
    void isReadFromEveryRecordAndTravels() throws IOException {
        sync(Person.SCHEMA);
        assertThat(sync(Person.SCHEMA).writes()).isZero();

        sync(WITH_DESK);
        sync(WITH_DESK);

        assertThat(Files.readString(directory.resolve("erp/person.csv"))).contains("7,ada@x.example,Ada,A1");
        assertThat(Files.readString(directory.resolve("crm/person.csv"))).contains("2,bo@x.example,Bo,B2");
        SyncReport quiet = sync(WITH_DESK);
        assertThat(quiet.writes()).isZero();
        assertThat(quiet.read().values())
                .as("read anew once, and not again")
                .allSatisfy(types -> assertThat(types.values()).allMatch(read -> read == 0));
    }

    @Test
    void isNoLongerWantedLaterAndNothingBreaks() {
        sync(WITH_DESK);
        SyncReport report = sync(Person.SCHEMA);
        assertThat(report.isClean()).isTrue();
        assertThat(report.writes()).isZero();
    }
}
