package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Position;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that programs do to whole files (R42). */
@Tag("R42")
final class DamagedFileTest {
    private static final String PERSON = "person.csv";
    private static final String NAMES = "id,firstname,email\n1,Łukasz,l@x.no\n2,Živa,z@x.no\n3,Ada,a@x.no\n";
    private static final String PLACES = "id,name,zip,country\n1,Acme AS,0150,NO\n2,Beta AS,0187,NO\n3,Gamma,7010,NO\n";
    private static final EntityType ORGANISATION = new EntityType("organisation");

    @TempDir
    private Path directory;

    @Test
    void questionMarksForLettersAreHeldAndNothingIsWrittenIntoTheFile() throws IOException {
        Desk desk = new Desk(directory).file(PERSON, NAMES);
        Position read = desk.people().next();
        byte[] damaged = NAMES.getBytes(Charset.forName("US-ASCII"));
        desk.reopen().file(PERSON, damaged);
        held(desk, EntityType.PERSON, read, "person.csv: 2 of 2 changed rows have question marks");
        assertThat(desk.connector().check().findings())
                .filteredOn(finding -> finding.level() == Check.Level.PROBLEM)
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("2 of 2 changed rows"));
        assertThatExceptionOfType(TalkException.class).isThrownBy(() -> desk.update("3", "firstname", "Zoë"));
        assertThat(Files.readAllBytes(desk.path(PERSON))).isEqualTo(damaged);

        desk.file(PERSON, NAMES.replace("Ada", "Åse"));
        assertThat(Desk.ids(desk.people(read))).as("after a repair and an edit").containsExactly("3");
    }

    @Test
    void lettersThatWereDecodedTwiceAreHeldAndTheirRepairIsNot() {
        Desk desk = new Desk(directory).file(PERSON, NAMES);
        Position read = desk.people().next();
        String twice = new String(NAMES.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        desk.reopen().file(PERSON, twice);
        held(desk, EntityType.PERSON, read, "have question marks or other signs instead of letters");

        deleteState(desk);
        desk.file(PERSON, NAMES.replace("Łukasz", "?ukasz"));
        Position damaged = desk.reopen().people().next();
        desk.reopen().file(PERSON, NAMES);
        assertThat(Desk.ids(desk.people(damaged))).as("a repair").containsExactly("1");
    }

    @Test
    void lostLeadingZerosAreHeldUntilTheStateIsDeleted() {
        Desk desk = new Desk(directory).file("organisation.csv", PLACES);
        Position read = desk.read(ORGANISATION, null).next();
        desk.reopen().file("organisation.csv", PLACES.replace(",01", ",1"));
        held(desk, ORGANISATION, read, "organisation.csv: 2 of 2 changed rows lost leading zeros");
        held(desk, ORGANISATION, null, "delete the directory " + desk.memory());

        deleteState(desk);
        assertThat(desk.reopen().read(ORGANISATION, null).changes()).hasSize(3);
    }

    @Test
    void anEditOfOneRowAmongManyIsAnEdit() {
        Desk desk = new Desk(directory).file("organisation.csv", PLACES);
        Position read = desk.read(ORGANISATION, null).next();
        desk.reopen().file("organisation.csv", PLACES.replace("0150", "150").replace("7010", "7011"));
        assertThat(Desk.ids(desk.read(ORGANISATION, read))).containsExactly("1", "3");
    }

    @Test
    @Tag("R18")
    void otherLineEndsInAllCellsAreNoChange() {
        String text = "id,name,address\n1,Acme,\"Gate 1\nOppg B\"\n2,Beta,\"Gate 2\nOppg B\"\n";
        Desk desk = new Desk(directory).file("organisation.csv", text);
        Position read = desk.read(ORGANISATION, null).next();
        for (String end : List.of("\r\n", "\r", "\n")) {
            desk.reopen().file("organisation.csv", text.replace("\n", end));
            assertThat(desk.read(ORGANISATION, read).changes()).isEmpty();
        }
    }

    @Test
    void idsThatWentToOtherRowsAreHeld() {
        Desk desk = new Desk(directory).file(PERSON, "id,firstname\n1,Ada\n2,Bo\n3,Cy\n4,Di\n");
        Position read = desk.people().next();
        desk.reopen().file(PERSON, "id,firstname\n1,Di\n2,Ada\n3,Bo\n4,Cy\n");
        held(desk, EntityType.PERSON, read, "4 of 4 changed rows have the ids of other rows");
        desk.file(PERSON, "id,firstname\n2,Bo\n4,Di\n1,Ada\n3,Cy\n");
        assertThat(desk.people(read).changes()).as("sorted as a whole").isEmpty();
    }

    @Test
    void idsThatAreAllOthersAreHeld() {
        Desk desk = new Desk(directory).file(PERSON, "id,firstname\na,Ada\nb,Bo\nc,Cy\n");
        Position read = desk.people().next();
        desk.reopen().file(PERSON, "id,firstname\nk,Ada\nl,Bo\nm,Cy\n");
        held(desk, EntityType.PERSON, read, "3 rows are there under another id than before");
    }

    @Test
    @Tag("R41")
    void anExportWithoutIdsGetsThemBackByItsContents() {
        Desk desk = new Desk(directory).file(PERSON, "id,firstname\na,Ada\nb,Bo\nc,Cy\n");
        Position read = desk.people().next();
        desk.reopen().file(PERSON, "firstname\nBo\nAda\nCy\nNew\n");
        assertThat(desk.people(read).changes()).hasSize(1);
        assertThat(desk.text(PERSON))
                .startsWith("id,firstname\nb,Bo\na,Ada\nc,Cy\n")
                .endsWith(",New\n");
    }

    private static void deleteState(Desk desk) {
        try (var files = Files.walk(desk.memory())) {
            files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void held(Desk desk, EntityType type, Position after, String words) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> desk.read(type, after))
                .withMessageContaining(words)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.LISTING_SUSPECT));
    }
}
