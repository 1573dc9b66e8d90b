package io.sesam.talk.spi;

import io.sesam.talk.model.Experimental;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Records of a complete listing whose ids were respelt (R42).
 *
 * <p>Spreadsheets and exports respell ids mechanically: {@code 00001} becomes {@code 1} or {@code 1.0}, {@code {6F96-A}}
 * becomes {@code 6f96-a}. The contents prove it: most records of such pairs are equal.
 */
@Experimental
public final class IdSpellings {
    private static final Pattern FRACTION = Pattern.compile("(\\d+)[.,]0+");
    private static final Pattern ZEROS = Pattern.compile("0+(?=\\d)");
    private static final String AROUND = "\"'`{}()[]";

    private IdSpellings() {}

    /**
     * Finds the new ids of records.
     *
     * @param vanished the ids that the listing lacks, each with the record's contents
     * @param appeared the ids that are new in it, each with the record's contents
     * @return per vanished id the new one; empty when fewer than half of the pairs have equal contents
     */
    public static Map<String, String> followed(Map<String, ?> vanished, Map<String, ?> appeared) {
        if (vanished.isEmpty() || appeared.isEmpty()) {
            return Map.of();
        }
        Map<String, String> before = byPlainForm(vanished.keySet());
        Map<String, String> now = byPlainForm(appeared.keySet());
        Map<String, String> pairs = new HashMap<>();
        int equal = 0;
        for (Map.Entry<String, String> entry : before.entrySet()) {
            String id = now.get(entry.getKey());
            if (id != null) {
                pairs.put(entry.getValue(), id);
                equal += Objects.equals(vanished.get(entry.getValue()), appeared.get(id)) ? 1 : 0;
            }
        }
        return equal > 0 && equal * 2 >= pairs.size() ? pairs : Map.of();
    }

    /** Finds the ids by their plain form; without those that share one. */
    private static Map<String, String> byPlainForm(Set<String> ids) {
        Map<String, String> byForm = new HashMap<>();
        Set<String> shared = new HashSet<>();
        for (String id : ids) {
            String form = plain(id);
            if (byForm.putIfAbsent(form, id) != null) {
                shared.add(form);
            }
        }
        byForm.keySet().removeAll(shared);
        return byForm;
    }

    /** Checks whether two different ids are spellings of one. */
    public static boolean areOne(String id, String other) {
        return !id.equals(other) && plain(id).equals(plain(other));
    }

    /** Returns the form that all spellings of an id share. */
    public static String plain(String id) {
        StringBuilder bare = new StringBuilder(id.length());
        id.codePoints()
                .filter(point -> !Character.isWhitespace(point)
                        && !Character.isSpaceChar(point)
                        && Character.getType(point) != Character.FORMAT
                        && AROUND.indexOf(point) < 0)
                .forEach(bare::appendCodePoint);
        String text = FRACTION.matcher(bare.toString().toLowerCase(Locale.ROOT)).replaceFirst("$1");
        return ZEROS.matcher(text).lookingAt() ? ZEROS.matcher(text).replaceFirst("") : text;
    }
}
