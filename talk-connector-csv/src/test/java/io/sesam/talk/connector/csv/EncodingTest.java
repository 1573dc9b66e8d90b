package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Value;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encodings that are kept, guessed, and refused. */
@Tag("R42")
final class EncodingTest {
    private static final String FILE = "person.csv";
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String TWO = "id,firstname,lastname\n1,Sølvi,Bjørkås\n2,Jørgen,Ås\n";

    @TempDir
    private Path directory;

    @Test
    void aLineInAnotherEncodingRefusesTheFileWithLineAndByte() {
        Desk desk = new Desk(directory).file(FILE, TWO);
        Position read = desk.people().next();
        desk.reopen().file(FILE, joined(TWO.getBytes(StandardCharsets.UTF_8), "3,J\u00f8rn,Vik\n".getBytes(WINDOWS)));
        refuses(
                desk,
                read,
                "person.csv, line 4: byte 0xF8 at offset 58 does not fit UTF-8, as which the file was read");
        refuses(desk.crash(), null, "line 4: byte 0xF8");
        assertThat(problems(desk)).contains("line 4: byte 0xF8");
    }

    @Test
    void aFileWithLinesInTwoEncodingsIsRefusedAtFirstSight() {
        Desk desk = new Desk(directory)
                .file(FILE, joined(TWO.getBytes(StandardCharsets.UTF_8), "3,J\u00f8rn,Vik\n".getBytes(WINDOWS)));
        refuses(desk, null, "line 4: byte 0xF8 at offset 58 does not fit UTF-8, in which other lines");
    }

    @Test
    void aByteOrderMarkIsBelievedAndWhatDoesNotFitItIsNamed() {
        Desk desk = new Desk(directory)
                .file(
                        FILE,
                        joined(
                                "\uFEFFid,firstname\n".getBytes(StandardCharsets.UTF_8),
                                "1,\u00c5se\n".getBytes(WINDOWS)));
        refuses(desk, null, "line 2: byte 0xC5 at offset 18 does not fit UTF-8, which its first bytes name");
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1251, Анна, Иванова",
        "windows-1253, Ελένη, Παπαδοπούλου",
        "windows-1250, Łukasz, Zając",
        "Shift_JIS, 山田, 太郎",
        "KOI8-R, Анна, Иванова",
        "windows-1255, דוד, כהן",
        "ISO-8859-5, Пётр, Чехов"
    })
    void lettersThatMakeNoSenseAreNotGuessed(String encoding, String firstname, String lastname) {
        String text = "id,firstname,lastname\n1," + firstname + "," + lastname + "\n2,Ada,Holm\n";
        Desk desk = new Desk(directory).file(FILE, text.getBytes(Charset.forName(encoding)));
        refuses(desk, null, "its letters make no sense in Windows-1252; save it as \"CSV UTF-8\", or set encoding");
        desk = new Desk(directory).with("encoding", encoding);
        assertThat(desk.person().fields().text("firstname")).isEqualTo(Value.of(firstname));
    }

    @Test
    void aGuessIsToldByCheckAndByEachReading() {
        Desk desk = new Desk(directory).file(FILE, (TWO + "3,Zoë,O’Brien £5 m² ¿Qué?\n").getBytes(WINDOWS));
        assertThat(warnings(desk))
                .anyMatch(message -> message.contains("read and written as windows-1252, which is a guess"));
        Page first = desk.people();
        assertThat(first.changes()).hasSize(3);
        assertThat(first.notes()).singleElement().asString().contains("which is a guess");
        assertThat(desk.reopen().people(first.next()).notes()).isEqualTo(first.notes());
    }

    @Test
    void aGuessedEncodingIsKeptWhenTheLastLetterOutsideAsciiGoes() {
        Desk desk = new Desk(directory).file(FILE, TWO.getBytes(WINDOWS));
        desk.people();
        desk.reopen().file(FILE, "id,firstname,lastname\n1,Ola,Vik\n2,Max,Lie\n".getBytes(WINDOWS));
        desk.update("1", "firstname", "Åse");
        assertThat(desk.text(FILE, WINDOWS)).contains("1,Åse,Vik");
    }

    @Test
    void aFileThatIsSavedAsUtf8AfterwardsChangesNothing() {
        Desk desk = new Desk(directory).file(FILE, TWO.getBytes(WINDOWS));
        Position read = desk.people().next();
        desk.reopen().file(FILE, "\uFEFF" + TWO);
        assertThat(desk.people(read).changes()).isEmpty();
    }

    @Test
    void aFinalEndOfFileCharacterBelongsToNoRow() {
        for (String end : List.of("\n\u001a", "\u001a", "\r\n\u001a\u001a")) {
            Desk desk = new Desk(directory).file(FILE, "id,firstname,lastname\n1,Åse,Vik" + end);
            assertThat(desk.person().fields().text("lastname")).isEqualTo(Value.of("Vik"));
            assertThat(desk.people().notes()).isEmpty();
            desk.insert(Desk.person("firstname", "Zoë"));
            assertThat(desk.text(FILE))
                    .startsWith("id,firstname,lastname\n1,Åse,Vik")
                    .endsWith("\u001a");
            assertThat(desk.reopen().people().changes()).hasSize(2);
            desk.close();
        }
    }

    @Test
    @Tag("R4")
    void everyEncodingThatJavaWritesIsReadAndKeptToTheByte() {
        SortedMap<String, Charset> all = Charset.availableCharsets();
        int tried = 0;
        for (Charset charset : all.values()) {
            String text = "id,firstname,lastname\n1,Ada,Holm\n2,Bo,Lie\n";
            Desk desk = new Desk(directory.resolve(".")).with("encoding", charset.name());
            boolean supported = true;
            try {
                desk.connector();
            } catch (TalkException e) {
                assertThat(e).hasMessageContaining("encoding: Java cannot write it line by line");
                supported = false;
            }
            if (supported && new String(text.getBytes(charset), charset).equals(text)) {
                byte[] bytes = text.getBytes(charset);
                desk.file(FILE, bytes);
                try {
                    assertThat(desk.people().changes()).as(charset.name()).hasSize(2);
                    Outcome outcome = desk.update("2", "lastname", "Lo");
                    assertThat(outcome).as(charset.name()).isInstanceOf(Outcome.Applied.class);
                    assertThat(new String(bytes(desk), charset))
                            .as(charset.name())
                            .isEqualTo(text.replace("Lie", "Lo"));
                    tried++;
                } catch (TalkException e) {
                    assertThat(e).as(charset.name()).hasMessageContaining("save it as \"CSV UTF-8\"");
                }
            }
            desk.close();
            delete(desk);
        }
        assertThat(tried).isGreaterThan(100);
    }

    private static byte[] bytes(Desk desk) {
        return desk.text(FILE, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void delete(Desk desk) {
        try (var files = java.nio.file.Files.walk(desk.memory())) {
            files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (java.io.IOException e) {
            return; // nothing was remembered
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    private static String problems(Desk desk) {
        return messages(desk, Check.Level.PROBLEM).toString();
    }

    private static List<String> warnings(Desk desk) {
        return messages(desk, Check.Level.WARNING);
    }

    private static List<String> messages(Desk desk, Check.Level level) {
        return desk.connector().check().findings().stream()
                .filter(finding -> finding.level() == level)
                .map(Check.Finding::message)
                .toList();
    }

    private static void refuses(Desk desk, Position after, String words) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> desk.people(after))
                .withMessageContaining(words)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.UNREADABLE));
    }

    @Test
    void theSettingAcceptsOneEncodingForAllFiles() {
        Desk desk = new Desk(directory)
                .with("encoding", "windows-1250")
                .with("columns", Map.of("person", Map.of("firstname", "Imię")))
                .file(FILE, "id,Imię\n1,Łukasz\n".getBytes(Charset.forName("windows-1250")));
        assertThat(desk.person().fields().text("firstname")).isEqualTo(Value.of("Łukasz"));
    }
}
