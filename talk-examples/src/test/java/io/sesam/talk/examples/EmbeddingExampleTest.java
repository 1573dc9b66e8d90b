package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.result.SyncReport.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example of the README. */
final class EmbeddingExampleTest {
    @TempDir
    private Path directory;

    @Test
    @Tag("R17")
    @Tag("R18")
    void twoDirectoriesAreKeptTheSameAndTheSecondRunHasNothingToDo() throws IOException {
        write("crm/person.csv", "id,firstname,lastname,email\n1,Anna,,anna@one.example\n");
        write(
                "accounting/person.csv",
                "id,firstname,lastname,email\n7,Anna,Berg,ANNA@one.example\n8,Bo,Lie,bo@one.example\n");

        SyncReport first = EmbeddingExample.sync(directory);

        assertThat(first.golden().get(EntityType.PERSON).total()).isEqualTo(2);
        assertThat(written(first, "crm")).isEqualTo("1 new, 1 changed");
        assertThat(written(first, "accounting")).isEqualTo("0 new, 0 changed");
        assertThat(Files.readString(directory.resolve("crm/person.csv")))
                .contains("1,Anna,Berg,anna@one.example\n")
                .contains(",Bo,Lie,bo@one.example\n");

        SyncReport second = EmbeddingExample.sync(directory);

        assertThat(second.writes()).isZero();
        assertThat(second.golden().get(EntityType.PERSON).total()).isEqualTo(2);
        assertThat(second.text()).contains("person");
    }

    private static String written(SyncReport report, String system) {
        Written written = report.written().get(new SystemName(system)).get(EntityType.PERSON);
        return written.inserted() + " new, " + written.updated() + " changed";
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
