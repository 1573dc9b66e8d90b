package io.sesam.talk.policy;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function from a value to its comparison form (R5, R6).
 *
 * <p>Records match when the forms of their values are equal; the form itself is never written to a system. Every form
 * sees the visible characters only: format characters are removed, white space of any kind is one space, an address is
 * reduced to its comparison form. Placeholders such as {@code n/a} give none.
 */
@Experimental
public final class KeyForm {
    /** The default: the visible characters, case-sensitive; an e-mail address or a domain without case. */
    public static final KeyForm VISIBLE = new KeyForm("visible", text -> text);
    /** The visible characters, without case. */
    public static final KeyForm CASE_FOLDED = new KeyForm("caseFolded", VisibleText::folded);
    /** The digits alone, such as those of a telephone number. */
    public static final KeyForm DIGITS = new KeyForm("digits", KeyForm::digits);

    private static final List<KeyForm> NAMED = List.of(VISIBLE, CASE_FOLDED, DIGITS);

    private final String name;
    private final Function<String, @Nullable String> function;

    private KeyForm(String name, Function<String, @Nullable String> function) {
        this.name = name;
        this.function = function;
    }

    /**
     * Creates a form of the host, such as a phonetic one. The function must be pure; {@code null} and blank mean that
     * the value matches nothing. When it changes, give it another name, so that all records are matched again.
     */
    public static KeyForm of(String name, Function<String, @Nullable String> function) {
        return new KeyForm(name, function);
    }

    /** Finds a built-in form by name: {@code visible}, {@code caseFolded} or {@code digits}. */
    public static Optional<KeyForm> named(String name) {
        return NAMED.stream().filter(form -> form.name.equals(name)).findFirst();
    }

    /** Returns the names of the built-in forms. */
    public static List<String> names() {
        return NAMED.stream().map(KeyForm::name).toList();
    }

    /** Returns the name, which is part of the policy's fingerprint. */
    public String name() {
        return name;
    }

    /** Returns the comparison form of a text; empty when it matches nothing. */
    public Optional<String> apply(Kind kind, String text) {
        return Optional.ofNullable(key(kind, text));
    }

    @Nullable
    String key(Kind kind, String text) {
        String seen = kind == Kind.EMAIL ? address(text) : VisibleText.of(text);
        if (seen == null || VisibleText.isPlaceholder(seen)) {
            return null;
        }
        String form = function.apply(seen);
        return form == null || form.isBlank() ? null : form;
    }

    private static @Nullable String address(String text) {
        String form = EmailAddresses.plainForm(text);
        if (form != null) {
            return form;
        }
        List<String> addresses = EmailAddresses.in(text);
        return addresses.isEmpty() ? null : EmailAddresses.form(addresses.get(0));
    }

    private static String digits(String text) {
        StringBuilder digits = new StringBuilder();
        text.codePoints().filter(Character::isDigit).forEach(point -> digits.append(Character.digit(point, 10)));
        return digits.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
