package io.sesam.talk.connector.csv.decode;

import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.disk.ByteSurvey;
import io.sesam.talk.connector.csv.disk.FileErrors;
import io.sesam.talk.connector.csv.disk.FileImage;
import io.sesam.talk.connector.csv.row.Columns;
import io.sesam.talk.connector.csv.settings.FileLayout;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A detector of encoding and delimiter.
 *
 * <p>UTF-8 proves itself. Another encoding is guessed only where all of a file fits it and reads like text; a file that
 * was read in UTF-8 before, or has lines in UTF-8, is refused instead.
 */
public final class DialectDetector {
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
    private static final Pattern SEP = Pattern.compile(
            "(?<quote>\"?)sep=(?<named>[^\\r\\n\"])\\k<quote>(?:(?<used>[^\\w\\r\\n\"])\\k<used>*)?(?:\\r\\n|\\n|\\r)",
            Pattern.CASE_INSENSITIVE);
    private static final int MANY_ZEROS = 20;

    /** The length of the text in which the first line is looked for. */
    private static final int HEAD = 1 << 17;

    private final FileLayout layout;
    private final FileImage image;
    private final ByteSurvey survey;
    private final String remembered;

    private DialectDetector(FileLayout layout, FileImage image, String remembered) {
        this.layout = layout;
        this.image = image;
        this.survey = image.survey();
        this.remembered = remembered;
    }

    /**
     * The way a file is decoded.
     *
     * @param dialect the encoding and delimiter
     * @param encoding the name of the encoding for the next reading; empty where the file proves none
     * @param guessed whether the encoding is a guess
     */
    public record Decoding(CsvDialect dialect, String encoding, boolean guessed) {}

    /**
     * Finds the encoding and the delimiter of a file.
     *
     * @param remembered the encoding of the last reading; empty when unknown
     */
    public static Decoding of(FileLayout layout, FileImage image, String remembered) {
        try {
            return new DialectDetector(layout, image, remembered).decoding();
        } catch (IOException e) {
            throw FileErrors.unreadable(layout.file(), e);
        }
    }

    private Decoding decoding() throws IOException {
        if (marks(0xEF, 0xBB, 0xBF) > 0) {
            return certain(StandardCharsets.UTF_8, marks(0xEF, 0xBB, 0xBF));
        }
        if (marks(0xFF, 0xFE) > 0) {
            return certain(StandardCharsets.UTF_16LE, marks(0xFF, 0xFE));
        }
        if (marks(0xFE, 0xFF) > 0) {
            return certain(StandardCharsets.UTF_16BE, marks(0xFE, 0xFF));
        }
        return layout.encoding().isPresent() ? certain(layout.encoding().get(), 0) : found();
    }

    private Decoding found() throws IOException {
        boolean wasUtf8 = remembered.equals(StandardCharsets.UTF_8.name());
        Optional<Charset> before = EncodingGuess.named(remembered);
        if (survey.isUtf8()) {
            Charset charset = survey.isAscii() ? before.orElse(StandardCharsets.UTF_8) : StandardCharsets.UTF_8;
            return decoding(charset, 0, false);
        }
        refuseIfNoText();
        if (wasUtf8 || survey.hasUtf8()) {
            throw misfit(
                    StandardCharsets.UTF_8,
                    0,
                    wasUtf8 ? "as which the file was read before" : "in which other lines of the file are encoded");
        }
        Optional<Charset> guess = before.isPresent() ? before : EncodingGuess.of(image);
        if (guess.isEmpty()) {
            throw noGuess("Windows-1252");
        }
        if (before.isPresent() && !EncodingGuess.holds(image, before.get())) {
            throw noGuess(before.get() + ", as which it was read before");
        }
        return decoding(guess.get(), 0, true);
    }

    private Decoding certain(Charset charset, int mark) throws IOException {
        boolean fits = charset.equals(StandardCharsets.UTF_8) ? survey.isUtf8() : fits(charset, mark);
        if (!fits) {
            throw misfit(charset, mark, mark > 0 ? "which its first bytes name" : "as set");
        }
        return decoding(charset, mark, false);
    }

    private Decoding decoding(Charset charset, int mark, boolean guessed) throws IOException {
        String text = head(charset, mark);
        if (RowScanner.of(text, ',').control() >= 0 || hasManyZeros(text)) {
            refuseIfNoText();
        }
        int preamble = preamble(text);
        char delimiter = layout.delimiter().orElseGet(() -> delimiter(text, preamble));
        boolean ascii = mark == 0 && survey.isAscii();
        return new Decoding(new CsvDialect(charset, mark, delimiter, preamble), ascii ? "" : charset.name(), guessed);
    }

    /** Returns the text at the beginning. */
    private String head(Charset charset, int mark) throws IOException {
        char[] text = new char[Math.min(HEAD, image.size() + 2)];
        int length = 0;
        try (TextSource source = TextSource.of(image, charset, mark, image.size())) {
            int read = 1;
            while (read > 0 && length < text.length) {
                read = source.read(text, length);
                length += Math.max(0, read);
            }
        }
        return new String(text, 0, length);
    }

    private static boolean hasManyZeros(String text) {
        int zeros = 0;
        for (int i = 0; i < text.length(); i++) {
            zeros += text.charAt(i) == 0 ? 1 : 0;
        }
        return zeros > text.length() / MANY_ZEROS;
    }

    private void refuseIfNoText() {
        if (survey.begins(0, 'P', 'K', 3, 4) || survey.begins(0, 0xD0, 0xCF, 0x11, 0xE0)) {
            throw FileErrors.unreadable(layout.file()
                    + " is an Excel workbook with the name of a CSV file; open it and save it as \"CSV UTF-8\"");
        }
        if (survey.zeros() > survey.size() / MANY_ZEROS) {
            throw FileErrors.unreadable(layout.file() + " is no text: " + survey.zeros() + " of " + survey.size()
                    + " bytes are zero; save it as \"CSV UTF-8\", or set encoding to its encoding");
        }
    }

    private TalkException noGuess(String tried) throws IOException {
        return FileErrors.unreadable(layout.file() + " is not encoded in UTF-8 (" + where(StandardCharsets.UTF_8, 0)
                + "), and its letters make no sense in " + tried + "; save it as \"CSV UTF-8\", or set encoding to its"
                + " encoding, such as windows-1250, windows-1251 or Shift_JIS");
    }

    private TalkException misfit(Charset charset, int mark, String why) throws IOException {
        return FileErrors.unreadable(layout.file() + ", " + where(charset, mark) + " does not fit " + charset + ", "
                + why + "; correct that line, or save the file as \"CSV UTF-8\". If all of the file has another"
                + " encoding, set encoding to it");
    }

    /** Returns line, byte and offset of the first bytes that do not fit. */
    private String where(Charset charset, int mark) throws IOException {
        long line = 1;
        char[] part = new char[1 << 13];
        try (TextSource source = TextSource.of(image, charset, mark, image.size())) {
            for (int read = source.read(part, 0); read >= 0; read = source.read(part, 0)) {
                for (int i = 0; i < read; i++) {
                    line += part[i] == '\n' ? 1 : 0;
                }
            }
            int at = (int) Math.min(source.offset(), image.size() - 1);
            byte[] there = image.bytes(at, at + 1);
            int one = there.length == 0 ? 0 : there[0] & 0xff;
            return "line " + line + ": byte 0x" + Integer.toHexString(one).toUpperCase(Locale.ROOT) + " at offset "
                    + at;
        }
    }

    private boolean fits(Charset charset, int mark) throws IOException {
        char[] part = new char[1 << 13];
        try (TextSource source = TextSource.of(image, charset, mark, image.size())) {
            int read = 0;
            while (read >= 0) {
                read = source.read(part, 0);
            }
            return !source.isMisfit();
        }
    }

    /** Returns the length of the byte order marks; a tool may have put its own before another one. */
    private int marks(int... mark) {
        int length = 0;
        while (survey.begins(length, mark)) {
            length += mark.length;
        }
        return length;
    }

    /** Finds a first line {@code sep=;}, also as a spreadsheet saves it again: {@code "sep=;"}, {@code sep=;;;;}. */
    private static int preamble(String text) {
        Matcher line = SEP.matcher(text);
        return line.lookingAt() ? line.end() : 0;
    }

    private char delimiter(String text, int preamble) {
        if (preamble > 0) {
            Matcher line = SEP.matcher(text);
            String used = line.lookingAt() ? line.group("used") : null;
            return used == null ? line.group("named").charAt(0) : used.charAt(0);
        }
        char best = DELIMITERS.get(0);
        int most = -1;
        for (char candidate : DELIMITERS) {
            int score = score(text, candidate);
            if (score > most) {
                best = candidate;
                most = score;
            }
        }
        return best;
    }

    /** Scores a delimiter by known columns, then columns. */
    private int score(String text, char candidate) {
        RowScanner header = RowScanner.of(text, candidate);
        return header.isUnclosed() || header.isMisquoted()
                ? 0
                : 1000 * Columns.known(layout, header.cells()) + Math.min(999, header.count());
    }
}
