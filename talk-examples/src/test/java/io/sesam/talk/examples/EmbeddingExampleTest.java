package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

        assertThat(run())
                .contains("2 of type person", "crm person: 1 new, 1 changed", "accounting person: 0 new, 0 changed");
        assertThat(Files.readString(directory.resolve("crm/person.csv")))
                .contains("1,Anna,Berg,anna@one.example\n")
                .contains(",Bo,Lie,bo@one.example\n");

        assertThat(run())
                .as("nothing was written")
                .containsExactlyInAnyOrder("2 of type person", "0 of type organisation", "0 of type product");
    }

    private List<String> run() {
        List<String> said = new ArrayList<>();
        EmbeddingExample.run(directory, said::add);
        return said;
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
