package io.sesam.talk.policy;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import java.text.Normalizer.Form;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Conversion of values into normal form. */
public final class Normalizer {
    /** Below this character every text is in NFC. */
    private static final char FIRST_COMBINING = '\u0300';

    private Normalizer() {}

    /** Adds normalised values to a record. */
    public static SourceRecord normalize(SourceRecord record) {
        return record.isNormalized() ? record : record.normalized(normalize(record.said()));
    }

    /** Normalises fields; returns the same object when nothing changes. */
    public static Fields normalize(Fields said) {
        Schema schema = said.schema();
        @Nullable Object[] slots = null;
        for (int i = 0; i < schema.size(); i++) {
            Object slot = said.slot(i);
            if (slot instanceof String text) {
                Object normal = normalize(schema.property(i).kind(), text);
                if (normal != slot) {
                    slots = slots == null ? copy(said) : slots;
                    slots[i] = normal;
                }
            }
        }
        return slots == null ? said : Fields.over(schema, slots);
    }

    /**
     * Normalises a text: NFC without outer white space. Lower case for an e-mail address; the bare host for a
     * domain.
     *
     * @return the normal form, the same object when nothing changes, or {@link Blank#BLANK} when nothing is left
     */
    public static Object normalize(Kind kind, String said) {
        String text = composed(stripped(said));
        if (text.isEmpty()) {
            return Blank.BLANK;
        }
        return switch (kind) {
            case EMAIL -> lower(text);
            case DOMAIN -> host(lower(text));
            case TEXT, COUNTRY, GENDER, REFERENCE -> text;
        };
    }

    private static @Nullable Object[] copy(Fields fields) {
        @Nullable Object[] slots = new Object[fields.schema().size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = fields.slot(i);
        }
        return slots;
    }

    private static String composed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMBINING) {
                return java.text.Normalizer.isNormalized(text, Form.NFC)
                        ? text
                        : java.text.Normalizer.normalize(text, Form.NFC);
            }
        }
        return text;
    }

    private static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Checks for white space, including non-breaking and zero-width characters. */
    private static boolean isSpace(char letter) {
        return letter <= ' '
                || letter >= '\u0080'
                        && (Character.isWhitespace(letter)
                                || Character.isSpaceChar(letter)
                                || letter == '\u200b'
                                || letter == '\ufeff');
    }

    private static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= 'A' && letter <= 'Z' || letter >= '\u0080') {
                return text.toLowerCase(Locale.ROOT);
            }
        }
        return text;
    }

    /** Extracts the host: {@code https://www.acme.no/about} is {@code acme.no}. */
    private static String host(String address) {
        int scheme = address.indexOf("://");
        String rest = scheme < 0 ? address : address.substring(scheme + 3);
        int end = 0;
        while (end < rest.length() && "/?#:".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String host = rest.substring(0, end);
        host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        host = host.startsWith("www.") && host.indexOf('.', 4) > 0 ? host.substring(4) : host;
        return host.isEmpty() ? address : host;
    }
}
