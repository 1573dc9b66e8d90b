package io.sesam.talk.connector.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A detector of encoding and delimiter. */
final class DialectDetector {
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
    private static final char UNREADABLE = '\uFFFD';

    private final FileLayout layout;
    private final byte[] bytes;

    private DialectDetector(FileLayout layout, byte[] bytes) {
        this.layout = layout;
        this.bytes = bytes;
    }

    /**
     * The decoded text of a file.
     *
     * @param dialect the encoding and delimiter
     * @param text the text without the byte order mark
     */
    record Decoded(CsvDialect dialect, String text) {}

    static Decoded decode(FileLayout layout, byte[] bytes) {
        return new DialectDetector(layout, bytes).decode();
    }

    private Decoded decode() {
        if (begins(0xEF, 0xBB, 0xBF)) {
            return decoded(StandardCharsets.UTF_8, 3);
        }
        if (begins(0xFF, 0xFE)) {
            return decoded(StandardCharsets.UTF_16LE, 2);
        }
        if (begins(0xFE, 0xFF)) {
            return decoded(StandardCharsets.UTF_16BE, 2);
        }
        return layout.encoding().isPresent() ? decoded(layout.encoding().get(), 0) : guessed();
    }

    private Decoded guessed() {
        Optional<String> text = decode(StandardCharsets.UTF_8, 0);
        return text.isPresent() ? decoded(StandardCharsets.UTF_8, 0, text) : decoded(CsvDialect.WINDOWS, 0);
    }

    private Decoded decoded(Charset charset, int mark) {
        return decoded(charset, mark, decode(charset, mark));
    }

    private Decoded decoded(Charset charset, int mark, Optional<String> decoded) {
        String text = decoded.filter(read -> layout.encoding().isPresent() || isPlausible(read))
                .orElseThrow(this::unreadable);
        int preamble = preamble(text);
        char delimiter = layout.delimiter().orElseGet(() -> delimiter(text, preamble));
        return new Decoded(new CsvDialect(charset, mark, delimiter, preamble), text);
    }

    private RuntimeException unreadable() {
        if (begins('P', 'K', 3, 4) || begins(0xD0, 0xCF, 0x11, 0xE0)) {
            return FileErrors.unreadable(layout.file()
                    + " is an Excel workbook with the name of a CSV file; open it and save it as \"CSV UTF-8\"");
        }
        return FileErrors.unreadable(layout.file() + " cannot be decoded as "
                + layout.encoding().map(Charset::name).orElse("UTF-8 or Windows-1252")
                + "; save it as \"CSV UTF-8\", or set encoding to its encoding");
    }

    private Optional<String> decode(Charset charset, int mark) {
        String text = new String(bytes, mark, bytes.length - mark, charset);
        // The replacement character rarely occurs in real text; only then use the slow, strict decoder.
        boolean sound = text.indexOf(UNREADABLE) < 0 || isSound(charset, mark);
        return sound ? Optional.of(text) : Optional.empty();
    }

    private boolean isSound(Charset charset, int mark) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes, mark, bytes.length - mark));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /**
     * Reports whether a text is plausible. Text has no control characters other than those that spreadsheets put into
     * cells.
     */
    static boolean isPlausible(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < ' ' && "\t\r\n\f\u000b".indexOf(letter) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean begins(int... with) {
        for (int i = 0; i < with.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != with[i]) {
                return false;
            }
        }
        return true;
    }

    /** Finds a first line {@code sep=;}, which Excel writes and reads. */
    private static int preamble(String text) {
        if (!text.regionMatches(true, 0, "sep=", 0, 4) || text.length() < 6) {
            return 0;
        }
        int end = text.startsWith("\r\n", 5) ? 7 : 6;
        return "\r\n".indexOf(text.charAt(5)) < 0 ? 0 : end;
    }

    private char delimiter(String text, int preamble) {
        return preamble > 0
                ? text.charAt(4)
                : DELIMITERS.stream()
                        .max(Comparator.<Character>comparingInt(candidate -> score(text, candidate))
                                .thenComparing(candidate -> -DELIMITERS.indexOf(candidate)))
                        .orElseThrow();
    }

    /** Scores a delimiter by known columns, then columns. */
    private int score(String text, char candidate) {
        try (CSVParser parser = new CsvDialect(StandardCharsets.UTF_8, 0, candidate, 0).parser(text)) {
            for (CSVRecord header : parser) {
                return 1000 * Columns.known(layout, header.values()) + Math.min(999, header.size());
            }
        } catch (IOException | UncheckedIOException e) {
            return 0; // a quotation mark that is invalid with this delimiter
        }
        return 0;
    }
}
