package io.sesam.talk.policy;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import java.text.Normalizer.Form;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conversion of values into normal form. */
public final class Normalizer {
    /** Below this character every text is in NFC. */
    private static final char FIRST_COMBINING = '\u0300';

    private Normalizer() {}

    /** Adds normalised values to a record. */
    public static SourceRecord normalize(SourceRecord record) {
        return record.inNormalForm(Normalizer::normalForm);
    }

    @SuppressWarnings("ReferenceEquality") // fields in normal form are the same object
    private static SourceRecord normalForm(SourceRecord original) {
        Fields values = normalize(original.rawValues());
        return values == original.rawValues() ? original : normalized(original, values);
    }

    /** Adds normalised values to a record, and beside them the spelling of values that are compared in another form. */
    public static SourceRecord normalized(SourceRecord record, Fields values) {
        Fields rawFields = record.rawValues();
        @Nullable Object[] spelt = null;
        for (int i = 0; i < rawFields.schema().size(); i++) {
            Object form = values.slot(i);
            if (rawFields.slot(i) instanceof String text && isOther(form, text)) {
                Object spelling = spell(rawFields.schema().property(i).kind(), text);
                if (!spelling.equals(form)) {
                    spelt = spelt == null ? copy(values) : spelt;
                    spelt[i] = spelling;
                }
            }
        }
        SourceRecord normalized = record.normalized(values);
        return spelt == null ? normalized : normalized.spelt(Fields.over(rawFields.schema(), spelt));
    }

    @SuppressWarnings("ReferenceEquality") // a normal text is the same object
    private static boolean isOther(@Nullable Object form, String originalText) {
        return form != originalText;
    }

    /**
     * Returns a text as it is written elsewhere: its spelling without what stands around it. The normal form of an
     * address is for comparing only.
     */
    static Object spell(Kind kind, String originalText) {
        String text = composed(stripped(originalText));
        if (kind == Kind.EMAIL) {
            List<String> addresses = EmailAddresses.in(text);
            return addresses.isEmpty() ? nothingOr(text) : addresses.get(0);
        }
        if (kind == Kind.DOMAIN) {
            return text.isEmpty() ? Blank.BLANK : host(VisibleText.folded(text));
        }
        return text.isEmpty() ? Blank.BLANK : text;
    }

    private static Object nothingOr(String text) {
        return text.isEmpty() || VisibleText.isPlaceholder(VisibleText.of(text)) ? Blank.BLANK : text;
    }

    /** Returns the addresses after the first one in a text; nearly always none. */
    public static List<String> furtherAddresses(Kind kind, String originalText) {
        if (kind != Kind.EMAIL || !EmailAddresses.maybeSeveral(originalText)) {
            return List.of();
        }
        List<String> addresses = EmailAddresses.in(originalText);
        return addresses.size() < 2 ? List.of() : addresses.subList(1, addresses.size());
    }

    /** Checks whether a value can be read as its kind: a country, a gender or an address (R43). */
    public static boolean isUnderstood(Kind kind, Object value) {
        if (value instanceof Country country) {
            return country.alpha2().isPresent();
        }
        if (value instanceof Gender gender) {
            return gender.code().isPresent();
        }
        return kind != Kind.EMAIL
                || value instanceof String text && !EmailAddresses.in(text).isEmpty();
    }

    /** Normalises fields; returns the same object when nothing changes. */
    public static Fields normalize(Fields rawFields) {
        Schema schema = rawFields.schema();
        @Nullable Object[] slots = null;
        for (int i = 0; i < schema.size(); i++) {
            Object slot = rawFields.slot(i);
            if (slot instanceof String text) {
                Object normal = normalize(schema.property(i).kind(), text);
                if (normal != slot) {
                    slots = slots == null ? copy(rawFields) : slots;
                    slots[i] = normal;
                }
            }
        }
        return slots == null ? rawFields : Fields.over(schema, slots);
    }

    /**
     * Normalises a text: NFC without outer white space, with line feeds for all kinds of line ends. The comparison form for an e-mail address and for the bare
     * host of a domain; a placeholder in place of an address is blank.
     *
     * @return the normal form, the same object when nothing changes, or {@link Blank#BLANK} when nothing is left
     */
    public static Object normalize(Kind kind, String originalText) {
        String text = composed(stripped(originalText));
        if (text.isEmpty()) {
            return Blank.BLANK;
        }
        return switch (kind) {
            case EMAIL -> {
                String form = EmailAddresses.plainForm(text);
                yield form == null ? address(text) : form;
            }
            case DOMAIN -> EmailAddresses.domain(host(VisibleText.folded(VisibleText.of(text))));
            case TEXT -> withLineFeeds(text);
            case COUNTRY, GENDER, REFERENCE -> text;
        };
    }

    private static String withLineFeeds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
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

    private static Object address(String text) {
        List<String> addresses = EmailAddresses.in(text);
        if (!addresses.isEmpty()) {
            return EmailAddresses.form(addresses.get(0));
        }
        String seen = VisibleText.of(text);
        return seen.isEmpty() || VisibleText.isPlaceholder(seen) ? Blank.BLANK : VisibleText.folded(seen);
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
