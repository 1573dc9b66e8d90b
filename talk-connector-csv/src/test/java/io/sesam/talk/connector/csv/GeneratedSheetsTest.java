package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.connector.csv.cell.CellText;
import io.sesam.talk.connector.csv.cell.RawRow;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.RecordSnapshot;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated spreadsheets: encodings, dialects and damage. Nothing changes silently, and nothing but a TalkException is
 * thrown.
 *
 * <p>With {@code -Dtalk.fuzz.seconds=N}, the second test runs for N seconds, with {@code -Dtalk.fuzz.seed=N} from another
 * seed.
 */
@Tag("R4")
@Tag("R42")
final class GeneratedSheetsTest {
    private static final String FILE = "person.csv";
    private static final List<String> VALUES = List.of(
            "Ada",
            "Åse",
            "O'Brien",
            "5\" nail",
            "a,b;c",
            "two\nlines",
            "=1+1",
            "+47 22",
            "0150",
            "Zoë",
            "x|y",
            "tab\there",
            "Bjørk");
    private static final List<String> CHARSETS =
            List.of("UTF-8", "UTF-8 with mark", "UTF-16LE", "UTF-16BE", "windows-1252");
    private static final String[] COLUMNS = {"id", "firstname", "lastname", "email"};

    @TempDir
    private Path directory;

    /** A spreadsheet with what its rows mean. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sheet(byte[] bytes, Map<String, List<String>> rows) {}

    @Test
    void everyCellThatIsReadHasItsValueOrItsRowOrFileIsReported() throws IOException {
        int read = 0;
        int reported = 0;
        for (long seed = 0; seed < 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Sheet sheet = sheet(random);
            byte[] damaged = seed % 2 == 0 ? sheet.bytes() : damaged(sheet, random);
            Desk desk = clean().file(FILE, damaged);
            try {
                Page page = desk.people();
                boolean written = !page.notes().isEmpty();
                reported += written ? 1 : 0;
                for (Change change : page.changes()) {
                    List<String> right = sheet.rows().get(change.id());
                    assertThat(right).as("seed %d, id %s", seed, change.id()).isNotNull();
                    assertThat(values((RecordSnapshot) change))
                            .as("seed %d, id %s", seed, change.id())
                            .isEqualTo(right);
                    read++;
                }
                assertThat(written || page.changes().size() == sheet.rows().size())
                        .as("seed %d: a row that is missing is told", seed)
                        .isTrue();
            } catch (TalkException e) {
                assertThat(seed % 2).as("seed %d: %s", seed, e.getMessage()).isEqualTo(1);
                reported++;
            }
            desk.close();
        }
        assertThat(read).isGreaterThan(1000);
        assertThat(reported).isGreaterThan(50);
    }

    @Test
    void noBytesCauseAnythingButATalkException() throws IOException {
        int seconds = Integer.getInteger("talk.fuzz.seconds", 0);
        long seed = Long.getLong("talk.fuzz.seed", 1);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        int tried = 0;
        int refused = 0;
        while (tried < 300 || seconds > 0 && System.nanoTime() - end < 0) {
            SplittableRandom random = new SplittableRandom(seed++);
            byte[] bytes = sheet(random).bytes();
            for (int edit = random.nextInt(1, 12); edit > 0; edit--) {
                bytes = edited(bytes, random);
            }
            Desk desk = clean().file(FILE, bytes);
            try {
                Page page = desk.people();
                desk.connector().check();
                desk.update(
                        page.changes().isEmpty() ? "1" : page.changes().get(0).id(), "firstname", "Åse");
                desk.insert(Desk.person("email", "new" + seed + "@x.no"));
                desk.file(FILE, edited(bytes, random));
                desk.people(page.next());
            } catch (TalkException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + (seed - 1), e);
            }
            desk.close();
            tried++;
        }
        assertThat(tried - refused)
                .as("files that were read, of %d; the last seed is %d", tried, seed)
                .isPositive();
        if (seconds > 0) {
            Files.writeString(
                    Path.of("target", "fuzz.txt"), tried + " files, " + refused + " refused, last seed " + seed);
        }
    }

    private static List<String> values(RecordSnapshot record) {
        return Stream.of("firstname", "lastname", "email")
                .map(name -> record.fields()
                        .originalText(record.fields().schema().index(name))
                        .orElse(""))
                .map(CellText::withPlainLines)
                .toList();
    }

    /** Returns the bytes of a sheet, in any dialect and without damage. */
    static byte[] bytesOf(SplittableRandom random) {
        return sheet(random).bytes();
    }

    private static Sheet sheet(SplittableRandom random) {
        char delimiter = ",;\t|".charAt(random.nextInt(4));
        String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
        String charset = CHARSETS.get(random.nextInt(CHARSETS.size()));
        Map<String, List<String>> rows = new TreeMap<>();
        StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "sep=" + delimiter + end : "");
        line(text, Arrays.asList(COLUMNS), delimiter, random).append(end);
        int count = random.nextInt(1, 12);
        for (int row = 1; row <= count; row++) {
            List<String> cells = new ArrayList<>(List.of("k" + row));
            for (int i = 0; i < 2; i++) {
                cells.add(VALUES.get(random.nextInt(VALUES.size())).replace("\n", end));
            }
            cells.add("p" + row + "@x.no");
            rows.put(
                    "k" + row,
                    cells.subList(1, 4).stream().map(CellText::withPlainLines).toList());
            line(text, cells, delimiter, random).append(random.nextInt(8) == 0 ? end + end : end);
        }
        return new Sheet(bytes(text.toString(), charset), rows);
    }

    private static StringBuilder line(StringBuilder text, List<String> cells, char delimiter, SplittableRandom random) {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            boolean formula = i > 0
                    && random.nextInt(10) == 0
                    && !cell.startsWith("=")
                    && cell.matches("[\\w@. +]+")
                    && cell.contains("@");
            String content = formula ? "=\"" + cell + '"' : cell;
            boolean quotes = random.nextInt(3) == 0 || formula;
            text.append(i == 0 ? "" : String.valueOf(delimiter))
                    .append(quotes && i > 0 && random.nextInt(4) == 0 ? " " : "")
                    .append(RawRow.cell(content, quotes, delimiter));
        }
        return text;
    }

    private static byte[] bytes(String text, String charset) {
        return switch (charset) {
            case "UTF-8 with mark" -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
            case "UTF-16LE", "UTF-16BE" -> ("\uFEFF" + text).getBytes(Charset.forName(charset));
            default -> text.getBytes(Charset.forName(charset));
        };
    }

    /** Damages rows in ways that a reader can notice. */
    private static byte[] damaged(Sheet sheet, SplittableRandom random) {
        byte[] bytes = sheet.bytes();
        boolean wide = bytes.length > 1 && (bytes[0] & 0xff) >= 0xfe;
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf("k" + sheet.rows().size());
        if (wide || at < 0) {
            return bytes;
        }
        String tail = text.substring(at);
        String bad = switch (random.nextInt(5)) {
            case 0 -> tail.replace("@x.no", "@x\u0003.no");
            case 1 -> tail + "\"never closed";
            case 2 -> "k9\u0000" + tail.substring(1);
            case 3 -> "k".repeat(70_000) + tail;
            default -> tail + "\n\u0000\n";
        };
        return (text.substring(0, at) + bad).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] edited(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, random.nextInt(1, 20));
        byte[] special = "\",;=\r\n\0\u001a\ufeff '\t".getBytes(StandardCharsets.UTF_8);
        byte[] edited = bytes.clone();
        switch (random.nextInt(5)) {
            case 0 -> edited[at] = (byte) random.nextInt(256);
            case 1 -> edited[at] = special[random.nextInt(special.length)];
            case 2 -> edited = without(bytes, at, length);
            case 3 -> edited = with(bytes, at, Arrays.copyOfRange(bytes, at, at + length));
            default -> edited = with(bytes, at, new byte[] {special[random.nextInt(special.length)]});
        }
        return edited;
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        byte[] rest = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, rest, at, bytes.length - at - length);
        return rest;
    }

    private static byte[] with(byte[] bytes, int at, byte[] more) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(bytes, at, all, at + more.length, bytes.length - at);
        System.arraycopy(more, 0, all, at, more.length);
        return all;
    }

    private Desk clean() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
        return new Desk(directory);
    }
}
