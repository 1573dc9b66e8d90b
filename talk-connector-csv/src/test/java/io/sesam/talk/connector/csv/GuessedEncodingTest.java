package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Value;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.RecordSnapshot;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files without a set encoding: a guess may be missing, but not wrong. */
@Tag("R42")
final class GuessedEncodingTest {
    private static final String FILE = "person.csv";
    private static final int FILES = Integer.getInteger("talk.files", 25);

    /** Names whose letters only the encodings of their script have. */
    private static final Map<String, List<String>> NAMES = Map.of(
            "Russian",
                    List.of("Анна Иванова Пётр Орлов Сергей Щербаков Юлия Цветкова Игорь Жуков Фёдор Эйхман Мэри Ильина"
                            .split(" ")),
            "Ukrainian", List.of("Олена Шевченко Андрій Коваленко Ірина Бондаренко Їжакевич Євген Ткачук".split(" ")),
            "Bulgarian", List.of("Георги Димитров Мария Иванова Щилян Гълъбов Цветан Стоянов".split(" ")),
            "Serbian", List.of("Ђорђе Јовановић Љиљана Његош Џевад Миљковић Снежана Ћирић".split(" ")),
            "Greek",
                    List.of("Γιώργος Παπαδόπουλος Ελένη Νικολάου Δημήτρης Οικονόμου Κώστας Άννα Αγγελίδη Μαρία Ζωή"
                            .split(" ")),
            "Hebrew", List.of("דוד כהן שרה לוי משה פרץ רחל אברהם".split(" ")),
            "Arabic", List.of("محمد أحمد فاطمة علي حسن خالد سعيد نورة".split(" ")),
            "Japanese", List.of("山田 太郎 佐藤 花子 鈴木 一郎 タナカ ケンジ 高橋".split(" ")),
            "Chinese", List.of("王芳 李娜 林文 高明 何志 方正 江山 周平".split(" ")),
            "Korean", List.of("김철수 이영희 박민수 최지우 정다은".split(" ")));

    private static final Map<String, List<String>> ENCODINGS = Map.of(
            "Russian", List.of("windows-1251", "KOI8-R", "IBM866", "ISO-8859-5", "x-MacCyrillic"),
            "Ukrainian", List.of("windows-1251", "KOI8-U", "ISO-8859-5", "x-MacUkraine"),
            "Bulgarian", List.of("windows-1251", "KOI8-R", "IBM866", "ISO-8859-5"),
            "Serbian", List.of("windows-1251", "ISO-8859-5", "IBM855"),
            "Greek", List.of("windows-1253", "ISO-8859-7", "IBM737", "x-MacGreek"),
            "Hebrew", List.of("windows-1255", "ISO-8859-8", "IBM862"),
            "Arabic", List.of("windows-1256", "ISO-8859-6"),
            "Japanese", List.of("Shift_JIS", "EUC-JP"),
            "Chinese", List.of("GBK", "Big5", "GB18030"),
            "Korean", List.of("EUC-KR", "x-windows-949", "x-Johab"));

    @TempDir
    private Path directory;

    private int desks;

    @ParameterizedTest
    @CsvSource({"windows-1251", "KOI8-R", "IBM866", "ISO-8859-5"})
    void cyrillicNamesAreReadAndTheGuessIsTold(String encoding) {
        Desk desk = desk("id,firstname,lastname\n1,Анна,Иванова\n2,Петр,Орлов\n", encoding);
        assertThat(desk.people().changes())
                .extracting(change -> ((RecordSnapshot) change).fields().text("lastname"))
                .containsExactly(Value.of("Иванова"), Value.of("Орлов"));
        assertThat(desk.people().notes())
                .singleElement()
                .asString()
                .contains("read and written as " + encoding + ", which is a guess");
    }

    @Test
    void aGuessIsKeptForFewerNamesAndWritten() {
        Desk desk = desk("id,firstname,lastname\n1,Анна,Иванова\n2,Пётр,Орлов\n", "windows-1251");
        desk.people();
        desk.reopen().file(FILE, "id,firstname,lastname\n1,Анна,Vik\n".getBytes(Charset.forName("windows-1251")));
        desk.update("1", "lastname", "Чехова");
        assertThat(desk.text(FILE, Charset.forName("windows-1251"))).contains("1,Анна,Чехова");
    }

    @Test
    void aFileThatLeavesItsGuessedEncodingIsRefused() {
        Desk desk = desk("id,firstname,lastname\n1,Анна,Иванова\n2,Пётр,Орлов\n", "windows-1251");
        desk.people();
        desk.reopen().file(FILE, "id,firstname,lastname\n1,Bjørn,Bjørkås\n".getBytes(Charset.forName("windows-1252")));
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(desk::people)
                .withMessageContaining("make no sense in windows-1251, as which it was read before");
    }

    @Test
    void noGuessIsWrongInAnyScript() {
        long seed = 20_261_130;
        Random random = new Random(seed);
        Map<String, Integer> read = new TreeMap<>();
        for (String language : new TreeMap<>(NAMES).keySet()) {
            for (String encoding : ENCODINGS.get(language)) {
                for (int trial = 0; trial < FILES; trial++) {
                    String text = sheet(NAMES.get(language), random);
                    String what = "seed " + seed + ", " + language + " in " + encoding + ": " + text;
                    int right = readsRight(text, encoding, what) ? 1 : 0;
                    read.merge(language + " " + encoding, right, Integer::sum);
                }
            }
        }
        assertThat(read.get("Russian windows-1251")).as("%s", read).isGreaterThan(15);
        assertThat(read.get("Bulgarian windows-1251")).as("%s", read).isGreaterThan(10);
    }

    /** Reports whether a file was read; what is read is right. */
    private boolean readsRight(String text, String encoding, String what) {
        assertThat(new String(text.getBytes(Charset.forName(encoding)), Charset.forName(encoding)))
                .isEqualTo(text);
        List<Value<String>> firstnames = text.lines()
                .skip(1)
                .map(line -> Value.of(line.split(",", -1)[1]))
                .toList();
        try (Desk desk = desk(text, encoding)) {
            Page page = desk.people();
            assertThat(page.changes())
                    .as(what)
                    .extracting(change -> ((RecordSnapshot) change).fields().text("firstname"))
                    .containsExactlyElementsOf(firstnames);
            return true;
        } catch (TalkException e) {
            assertThat(e).as(what).hasMessageContaining("set encoding");
            return false;
        }
    }

    private static String sheet(List<String> names, Random random) {
        StringBuilder text = new StringBuilder("id,firstname,lastname\n");
        int rows = 1 + random.nextInt(12);
        for (int i = 1; i <= rows; i++) {
            text.append(i)
                    .append(',')
                    .append(any(names, random))
                    .append(',')
                    .append(any(names, random))
                    .append('\n');
        }
        return text.toString();
    }

    private static String any(List<String> names, Random random) {
        return names.get(random.nextInt(names.size()));
    }

    /** Returns files in a directory of their own. */
    private Desk desk(String text, String encoding) {
        Path own = directory.resolve(String.valueOf(++desks));
        assertThat(own.toFile().mkdir()).isTrue();
        return new Desk(own).file(FILE, text.getBytes(Charset.forName(encoding)));
    }
}
