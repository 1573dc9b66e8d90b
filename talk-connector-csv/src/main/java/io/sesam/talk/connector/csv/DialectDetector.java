package io.sesam.talk.connector.csv;

import io.sesam.talk.error.TalkException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
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
final class DialectDetector {
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
    private static final Pattern SEP = Pattern.compile(
            "(?<quote>\"?)sep=(?<named>[^\\r\\n\"])\\k<quote>(?:(?<used>[^\\w\\r\\n\"])\\k<used>*)?(?:\\r\\n|\\n|\\r)",
            Pattern.CASE_INSENSITIVE);
    private static final char UNREADABLE = '\uFFFD';
    private static final int MANY_ZEROS = 20;

    private final FileLayout layout;
    private final byte[] bytes;
    private final String remembered;

    private DialectDetector(FileLayout layout, byte[] bytes, String remembered) {
        this.layout = layout;
        this.bytes = bytes;
        this.remembered = remembered;
    }

    /**
     * The decoded text of a file.
     *
     * @param dialect the encoding and delimiter
     * @param text the text without the byte order marks
     * @param guessed whether the encoding is a guess
     */
    record Decoded(CsvDialect dialect, String text, boolean guessed) {}

    /**
     * The way a file was decoded.
     *
     * @param dialect the encoding and delimiter
     * @param encoding the name of the encoding for the next reading; empty where the file proves none
     * @param guessed whether the encoding is a guess
     */
    record Decoding(CsvDialect dialect, String encoding, boolean guessed) {
        static Decoding of(Decoded decoded) {
            CsvDialect dialect = decoded.dialect();
            boolean ascii = dialect.mark() == 0 && decoded.text().chars().allMatch(letter -> letter < 0x80);
            return new Decoding(dialect, ascii ? "" : dialect.charset().name(), decoded.guessed());
        }
    }

    /**
     * Decodes a file.
     *
     * @param remembered the encoding of the last reading; empty when unknown
     */
    static Decoded decode(FileLayout layout, byte[] bytes, String remembered) {
        return new DialectDetector(layout, bytes, remembered).decode();
    }

    private Decoded decode() {
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

    private Decoded found() {
        boolean wasUtf8 = remembered.equals(StandardCharsets.UTF_8.name());
        Optional<String> utf8 = text(StandardCharsets.UTF_8, 0);
        if (utf8.isPresent()) {
            boolean keeps =
                    remembered.equals(CsvDialect.WINDOWS.name()) && utf8.get().length() == bytes.length;
            return decoded(keeps ? CsvDialect.WINDOWS : StandardCharsets.UTF_8, 0, utf8.get(), false);
        }
        refuseIfNoText();
        if (wasUtf8 || hasUtf8()) {
            throw misfit(
                    StandardCharsets.UTF_8,
                    0,
                    wasUtf8 ? "as which the file was read before" : "in which other lines of the file are encoded");
        }
        String text =
                text(CsvDialect.WINDOWS, 0).filter(GuessedText::isPlausible).orElseThrow(this::noGuess);
        return decoded(CsvDialect.WINDOWS, 0, text, true);
    }

    private Decoded certain(Charset charset, int mark) {
        String text = text(charset, mark)
                .orElseThrow(() -> misfit(charset, mark, mark > 0 ? "which its first bytes name" : "as set"));
        return decoded(charset, mark, text, false);
    }

    private Decoded decoded(Charset charset, int mark, String text, boolean guessed) {
        if (text.isBlank() || RowScanner.of(text, ',').control() >= 0 || hasManyZeros(text)) {
            refuseIfNoText();
        }
        int preamble = preamble(text);
        char delimiter = layout.delimiter().orElseGet(() -> delimiter(text, preamble));
        return new Decoded(new CsvDialect(charset, mark, delimiter, preamble), text, guessed);
    }

    private static boolean hasManyZeros(String text) {
        return text.chars().filter(letter -> letter == 0).count() > text.length() / MANY_ZEROS;
    }

    private void refuseIfNoText() {
        if (begins(0, 'P', 'K', 3, 4) || begins(0, 0xD0, 0xCF, 0x11, 0xE0)) {
            throw FileErrors.unreadable(layout.file()
                    + " is an Excel workbook with the name of a CSV file; open it and save it as \"CSV UTF-8\"");
        }
        int zeros = 0;
        for (byte one : bytes) {
            zeros += one == 0 ? 1 : 0;
        }
        if (zeros > bytes.length / MANY_ZEROS) {
            throw FileErrors.unreadable(layout.file() + " is no text: " + zeros + " of " + bytes.length
                    + " bytes are zero; save it as \"CSV UTF-8\", or set encoding to its encoding");
        }
    }

    private TalkException noGuess() {
        return FileErrors.unreadable(layout.file() + " is not encoded in UTF-8 (" + where(StandardCharsets.UTF_8, 0)
                + "), and its letters make no sense in Windows-1252; save it as \"CSV UTF-8\", or set encoding to its"
                + " encoding, such as windows-1250, windows-1251 or Shift_JIS");
    }

    private TalkException misfit(Charset charset, int mark, String why) {
        return FileErrors.unreadable(layout.file() + ", " + where(charset, mark) + " does not fit " + charset + ", "
                + why + "; correct that line, or save the file as \"CSV UTF-8\". If all of the file has another"
                + " encoding, set encoding to it");
    }

    /** Returns line, byte and offset of the first bytes that do not fit. */
    private String where(Charset charset, int mark) {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
        CharBuffer out = CharBuffer.allocate(1 << 13);
        long line = 1;
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
            out.flip();
            line += out.chars().filter(letter -> letter == '\n').count();
        } while (result.isOverflow());
        int at = Math.min(in.position(), bytes.length - 1);
        return "line " + line + ": byte 0x"
                + Integer.toHexString(bytes[at] & 0xff).toUpperCase(Locale.ROOT) + " at offset " + at;
    }

    /** Reports whether some letters are encoded in UTF-8. */
    private boolean hasUtf8() {
        for (int i = 0; i + 1 < bytes.length; i++) {
            int first = bytes[i] & 0xff;
            int more = first >= 0xC2 && first <= 0xDF
                    ? 1
                    : first >= 0xE0 && first <= 0xEF ? 2 : first >= 0xF0 && first <= 0xF4 ? 3 : 0;
            boolean fits = more > 0 && i + more < bytes.length;
            for (int j = 1; fits && j <= more; j++) {
                fits = (bytes[i + j] & 0xC0) == 0x80;
            }
            if (fits) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> text(Charset charset, int mark) {
        String text = new String(bytes, mark, bytes.length - mark, charset);
        // The replacement character rarely occurs in real text; only then use the slow, strict decoder.
        boolean sound = text.indexOf(UNREADABLE) < 0 || isSound(charset, mark);
        return sound ? Optional.of(text) : Optional.empty();
    }

    private boolean isSound(Charset charset, int mark) {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
        CharBuffer out = CharBuffer.allocate(1 << 13);
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return !result.isError();
    }

    /** Returns the length of the byte order marks; a tool may have put its own before another one. */
    private int marks(int... mark) {
        int length = 0;
        while (begins(length, mark)) {
            length += mark.length;
        }
        return length;
    }

    private boolean begins(int from, int... with) {
        for (int i = 0; i < with.length; i++) {
            if (from + i >= bytes.length || (bytes[from + i] & 0xff) != with[i]) {
                return false;
            }
        }
        return true;
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
        return DELIMITERS.stream()
                .max(Comparator.<Character>comparingInt(candidate -> score(text, candidate))
                        .thenComparing(candidate -> -DELIMITERS.indexOf(candidate)))
                .orElseThrow();
    }

    /** Scores a delimiter by known columns, then columns. */
    private int score(String text, char candidate) {
        RowScanner header = RowScanner.of(text, candidate);
        return header.isUnclosed() || header.isMisquoted()
                ? 0
                : 1000 * Columns.known(layout, header.cells()) + Math.min(999, header.count());
    }
}
