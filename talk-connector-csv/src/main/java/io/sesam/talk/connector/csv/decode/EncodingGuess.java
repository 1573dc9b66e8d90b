package io.sesam.talk.connector.csv.decode;

import io.sesam.talk.connector.csv.disk.FileImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * A guess of the encoding of text that is not in UTF-8.
 *
 * <p>Windows-1252 is guessed where the letters make sense in it. Otherwise a detector proposes an encoding by the
 * frequency of letters; a proposal for Cyrillic counts if all words make sense in it too, because a few names are little
 * to judge by. No other proposal counts: Greek, Hebrew and Central European code pages cannot be distinguished by a few names.
 */
final class EncodingGuess {
    private static final Map<String, Charset> CYRILLIC = Map.of(
            "windows-1251", Charset.forName("windows-1251"),
            "KOI8-R", Charset.forName("KOI8-R"),
            "IBM866", Charset.forName("IBM866"),
            "ISO-8859-5", Charset.forName("ISO-8859-5"));
    private static final int PART = 1 << 13;

    private EncodingGuess() {}

    /** Guesses the encoding of a file that was not read before; empty where nothing is certain enough. */
    static Optional<Charset> of(FileImage image) throws IOException {
        if (isText(image, CsvDialect.WINDOWS, new WesternText())) {
            return Optional.of(CsvDialect.WINDOWS);
        }
        Optional<Charset> proposed = proposed(image);
        return proposed.isPresent() && isText(image, proposed.get(), CyrillicText.first())
                ? proposed
                : Optional.empty();
    }

    /** Returns the encoding of that name if guesses find it. */
    static Optional<Charset> named(String name) {
        return name.equals(CsvDialect.WINDOWS.name())
                ? Optional.of(CsvDialect.WINDOWS)
                : Optional.ofNullable(CYRILLIC.get(name));
    }

    /** Reports whether a file whose encoding was guessed before makes sense in it still. */
    static boolean holds(FileImage image, Charset guessed) throws IOException {
        return isText(image, guessed, guessed.equals(CsvDialect.WINDOWS) ? new WesternText() : CyrillicText.again());
    }

    private static Optional<Charset> proposed(FileImage image) throws IOException {
        UniversalDetector detector = new UniversalDetector();
        byte[] part = new byte[PART];
        try (InputStream in = image.open(0)) {
            for (int read = in.read(part); read >= 0 && !detector.isDone(); read = in.read(part)) {
                detector.handleData(part, 0, read);
            }
        }
        detector.dataEnd();
        @Nullable String name = detector.getDetectedCharset();
        return name == null
                ? Optional.empty()
                : CYRILLIC.values().stream()
                        .filter(charset -> charset.name().equalsIgnoreCase(name))
                        .findFirst();
    }

    private static boolean isText(FileImage image, Charset charset, GuessedText guess) throws IOException {
        char[] part = new char[PART];
        try (TextSource source = TextSource.of(image, charset, 0, image.size())) {
            for (int read = source.read(part, 0); read >= 0; read = source.read(part, 0)) {
                guess.take(part, read);
            }
            return !source.isMisfit() && guess.isPlausible();
        }
    }
}
