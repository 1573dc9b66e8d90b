package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.TypeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R25")
final class EmptiedFileTest {
    private static final String TWO = "id,email\n1,k@x.no\n2,o@x.no\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "id,email\n", "id,email\n\n,\n"})
    void isAFailureAndNotADeletion(String emptied) {
        Desk desk = desk();
        Position read = desk.people().next();
        desk.reopen().file("person.csv", emptied);
        suspects(desk, read, "person.csv has no rows, but had 2 at the last reading; restore it");
        suspects(desk, null, "If this is intended, connect the directory under another name");
        assertThat(desk.connector().check().isFine()).isFalse();
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() ->
                        desk.connector().lookup(EntityType.PERSON).orElseThrow().byId(List.of("1")))
                .withMessageContaining("has no rows");
    }

    @Test
    void isAFailureAlsoWhenTheFileIsGone() throws IOException {
        Desk desk = desk();
        Position read = desk.people().next();
        Files.delete(desk.path("person.csv"));
        assertThat(desk.reopen().connector().types())
                .as("the type is still expected")
                .extracting(TypeSpec::type)
                .contains(EntityType.PERSON);
        suspects(desk, read, "person.csv is missing, but existed at the last reading; restore it");
    }

    @Test
    void goesOnWhenTalkItselfArchivedTheLastRow() {
        Desk desk = desk();
        Position read = desk.people().next();
        desk.archive("1");
        desk.archive("2");
        assertThat(desk.reopen().people(read).changes()).isEmpty();
        desk.insert(Desk.person("email", "new@x.no"));
        assertThat(desk.text("person.csv")).startsWith("id,email\n").endsWith(",new@x.no\n");
    }

    @Test
    void aFileThatWasAlwaysEmptyIsFine() {
        Desk desk = new Desk(directory).file("person.csv", "id,email\n");
        Position read = desk.people().next();
        assertThat(desk.reopen().people(read).changes()).isEmpty();
    }

    private static void suspects(Desk desk, Position after, String words) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> desk.people(after))
                .withMessageContaining(words)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.LISTING_SUSPECT));
    }

    private Desk desk() {
        return new Desk(directory).file("person.csv", TWO);
    }
}
