package io.sesam.talk.query;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Schema;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The words by which a golden record is found.
 *
 * <p>Pure functions. A store indexes the {@link #rotations}: each holds all words and begins with another one, so that one range
 * of an ordered index finds a beginning, and the entry itself tells the other words. When the rules here change, {@link #EDITION}
 * changes, and stores index again.
 */
@Experimental
public final class SearchText {
    /** The edition of these rules; a store that indexed by another one indexes again. */
    public static final String EDITION = "1";

    private static final Set<String> NAMES = Set.of("firstname", "lastname", "name");
    private static final String SEPARATORS = ",;:/\\()[]{}<>\"|&-_";
    private static final int MOST_WORDS = 6;
    private static final int LONGEST_WORD = 60;
    private static final int MOST_SCHEMAS = 1_000;
    private static final Map<Schema, int[]> INDEXES = new ConcurrentHashMap<>();

    private SearchText() {}

    /** The words of values: names, addresses, domains; where a type has no name, its first text. Folded, at most six. */
    public static List<String> words(Fields values) {
        Set<String> words = new LinkedHashSet<>();
        for (int index : indexes(values.schema())) {
            if (values.isKnown(index)) {
                words.addAll(words(values.originalText(index).orElse("")));
            }
        }
        return words.stream().limit(MOST_WORDS).toList();
    }

    /** Whether two values have the same texts where words are taken from; quicker than comparing the words. */
    public static boolean areSame(Fields one, Fields other) {
        if (!one.schema().equals(other.schema())) {
            return false;
        }
        for (int index : indexes(one.schema())) {
            if (!Objects.equals(one.slot(index), other.slot(index))) {
                return false;
            }
        }
        return true;
    }

    /** Names the rules and the properties that words are taken from; with other ones, a store indexes again. */
    public static String rules(Collection<Schema> schemas) {
        StringBuilder rules = new StringBuilder(EDITION);
        schemas.stream().sorted(Comparator.comparing(Schema::type)).forEach(schema -> {
            rules.append(' ').append(schema.type().name());
            for (int index : indexes(schema)) {
                rules.append('.').append(schema.property(index).name());
            }
        });
        return rules.toString();
    }

    private static int[] indexes(Schema schema) {
        int[] known = INDEXES.get(schema);
        if (known != null) {
            return known;
        }
        boolean isNamed = schema.properties().stream().anyMatch(property -> NAMES.contains(property.name()));
        int first = IntStream.range(0, schema.size())
                .filter(i -> schema.property(i).kind() == Kind.TEXT)
                .findFirst()
                .orElse(-1);
        int[] indexes = IntStream.range(0, schema.size())
                .filter(i -> NAMES.contains(schema.property(i).name())
                        || schema.property(i).kind() == Kind.EMAIL
                        || schema.property(i).kind() == Kind.DOMAIN
                        || !isNamed && i == first)
                .toArray();
        if (INDEXES.size() < MOST_SCHEMAS) {
            INDEXES.put(schema, indexes);
        }
        return indexes;
    }

    /** The words of a text, folded: without case and accents. An address with an {@code @} is one word. */
    public static List<String> words(String text) {
        String folded = fold(text);
        List<String> words = new ArrayList<>(4);
        int begin = 0;
        for (int i = 0; i <= folded.length(); i++) {
            if (i == folded.length() || Character.isWhitespace(folded.charAt(i))) {
                addPart(folded.substring(begin, i), words);
                begin = i + 1;
            }
        }
        return words;
    }

    private static void addPart(String part, List<String> words) {
        if (part.indexOf('@') > 0) {
            add(strip(part), words);
            return;
        }
        int begin = 0;
        for (int i = 0; i <= part.length(); i++) {
            if (i == part.length() || SEPARATORS.indexOf(part.charAt(i)) >= 0) {
                add(strip(part.substring(begin, i)), words);
                begin = i + 1;
            }
        }
    }

    private static void add(String word, List<String> words) {
        if (!word.isEmpty()) {
            int end = Math.min(word.length(), LONGEST_WORD);
            words.add(
                    Character.isHighSurrogate(word.charAt(end - 1))
                            ? word.substring(0, end - 1)
                            : word.substring(0, end));
        }
    }

    /** The entries of an index: all words, each time beginning with another one. */
    public static Set<String> rotations(List<String> words) {
        Set<String> rotations = new LinkedHashSet<>();
        for (int i = 0; i < words.size(); i++) {
            StringBuilder rotation = new StringBuilder();
            for (int k = 0; k < words.size(); k++) {
                rotation.append(k == 0 ? "" : " ").append(words.get((i + k) % words.size()));
            }
            rotations.add(rotation.toString());
        }
        return rotations;
    }

    /** Whether an entry has a word that begins with each of some others. */
    public static boolean matches(String rotation, List<String> beginnings) {
        for (String beginning : beginnings) {
            if (!rotation.startsWith(beginning) && !rotation.contains(" " + beginning)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether an entry is the one of its golden record that is shown: the first, in the order of code points, of those that
     * begin so.
     */
    public static boolean isFirst(String rotation, String beginning) {
        List<String> words = List.of(rotation.split(" ", -1));
        for (String other : rotations(words)) {
            if (other.startsWith(beginning) && compare(other, rotation) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The longest of some beginnings: the one that the fewest entries have, most likely. */
    public static String longest(List<String> beginnings) {
        String longest = beginnings.get(0);
        for (String beginning : beginnings) {
            longest = beginning.length() > longest.length() ? beginning : longest;
        }
        return longest;
    }

    /** Compares by code points, as databases do. */
    public static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean both = Character.isSurrogate(a) == Character.isSurrogate(b);
                return both ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    private static String fold(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT).replace("'", "");
        }
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder folded = new StringBuilder(plain.length());
        plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).codePoints().forEach(letter -> {
            switch (letter) {
                case 'ø' -> folded.append('o');
                case 'æ' -> folded.append("ae");
                case 'œ' -> folded.append("oe");
                case 'ł' -> folded.append('l');
                case 'đ', 'ð' -> folded.append('d');
                case 'ς' -> folded.append('σ');
                case '\'', '’', 'ʼ' -> {}
                default -> append(letter, folded);
            }
        });
        return folded.toString();
    }

    private static void append(int letter, StringBuilder folded) {
        switch (Character.getType(letter)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.FORMAT,
                    Character.SURROGATE -> {}
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL -> folded.append(' ');
            case Character.DASH_PUNCTUATION -> folded.append('-');
            default -> folded.appendCodePoint(letter);
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~' || text.charAt(i) < ' ') {
                return false;
            }
        }
        return true;
    }

    /** Without punctuation at either end. */
    private static String strip(String part) {
        int begin = 0;
        int end = part.length();
        while (begin < end && !Character.isLetterOrDigit(part.codePointAt(begin))) {
            begin += Character.charCount(part.codePointAt(begin));
        }
        while (begin < end && !Character.isLetterOrDigit(part.codePointBefore(end))) {
            end -= Character.charCount(part.codePointBefore(end));
        }
        return part.substring(begin, end);
    }
}
