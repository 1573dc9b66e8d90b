package io.sesam.talk.bulk.plain;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.MatchRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encoder of normalised records. For one thread. */
final class ObjectEncoder {
    private final PlainLayout layout;
    private final MatchRules rules;
    private final PlainRecord bytes;

    ObjectEncoder(PlainLayout layout, PlainRecord bytes) {
        this.layout = layout;
        this.rules = layout.policy().rules();
        this.bytes = bytes;
    }

    boolean record(SourceRecord record) {
        if (!record.isPlain()
                || !record.matchValues().isEmpty()
                || record.created() != SourceRecord.NEVER
                || record.firstSeen() != SourceRecord.NEVER
                || !bytes.begin(record.ref().system())
                || !id(record.ref().id())) {
            return false;
        }
        bytes.room(Long.BYTES);
        bytes.bits(record.modified());
        List<String> texts = new ArrayList<>();
        if (!keys(record, texts)) {
            return false;
        }
        for (int i = 0; i < layout.size(); i++) {
            Object said = record.rawValues().slot(i);
            Object value = record.values().slot(i);
            Object spelt = record.spelling().slot(i);
            bytes.room(12);
            if (!slot(i, said, value, spelt, texts)) {
                return false;
            }
        }
        return true;
    }

    private boolean id(String id) {
        if (hasSurrogate(id)) {
            return false;
        }
        byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
        int length = utf8.length;
        bytes.room(length + 12);
        bytes.id(Arrays.copyOf(utf8, length + Long.BYTES), 0, length, needsQuotes(id));
        return true;
    }

    private boolean keys(SourceRecord record, List<String> texts) {
        int place = bytes.beginKeys();
        for (int rule = 0; rule < layout.rules().length; rule++) {
            int property = layout.propertyOfRule(rule);
            Object value = property < 0 ? null : record.values().slot(property);
            for (String key : layout.rules()[rule].keys(record)) {
                if (!rules.ignores(key)) {
                    if (bytes.keyCount() == Byte.MAX_VALUE || !bytes.key(rule, property, key, key.equals(value))) {
                        return false;
                    }
                    texts.add(key);
                }
            }
        }
        bytes.endKeys(place);
        return true;
    }

    private boolean slot(
            int property, @Nullable Object said, @Nullable Object value, @Nullable Object spelt, List<String> texts) {
        if (said == null) {
            bytes.octet(PlainTags.UNKNOWN);
            return value == null;
        }
        if (said == Blank.BLANK) {
            bytes.octet(PlainTags.BLANK);
            return value == Blank.BLANK;
        }
        if (said instanceof String text) {
            return string(property, text, value, spelt, texts);
        }
        if (said instanceof Reference link) {
            bytes.octet(needsQuotes(link.id()) ? PlainTags.REFERENCE | PlainTags.QUOTED : PlainTags.REFERENCE);
            return link.equals(value)
                    && layout.schema()
                            .property(property)
                            .target()
                            .filter(link.type()::equals)
                            .isPresent()
                    && bytes.text(link.id());
        }
        Vocabulary vocabulary = layout.vocabulary(property);
        int number = vocabulary == null || said != value ? -1 : vocabulary.number(spelling(said));
        bytes.octet(PlainTags.WORD);
        bytes.number(Math.max(0, number));
        return number >= 0 && vocabulary != null && vocabulary.word(number).equals(said);
    }

    private static String spelling(Object word) {
        return word instanceof Gender gender
                ? gender.original()
                : word instanceof Country country ? country.original() : word.toString();
    }

    private boolean string(
            int property, String said, @Nullable Object value, @Nullable Object spelt, List<String> texts) {
        if (value == Blank.BLANK && spelt == Blank.BLANK) {
            bytes.octet(PlainTags.NOTHING);
            return bytes.text(said);
        }
        if (!(value instanceof String normal) || !(spelt instanceof String spelling)) {
            return false;
        }
        int key = bytes.keyOf(property);
        boolean keyed = key >= 0 && texts.get(key).equals(normal);
        boolean cased = said.equals(spelling);
        boolean same = cased && said.equals(normal);
        int tag = same
                ? keyed ? PlainTags.KEY : PlainTags.SAME
                : keyed ? cased ? PlainTags.CASED : PlainTags.KEYED : PlainTags.THREE;
        bytes.octet(needsQuotes(spelling) ? tag | PlainTags.QUOTED : tag);
        if (keyed) {
            bytes.octet(key);
        }
        return switch (tag) {
            case PlainTags.KEY -> true;
            case PlainTags.SAME, PlainTags.CASED -> bytes.text(said);
            case PlainTags.KEYED -> bytes.text(said) && bytes.text(spelling);
            default -> bytes.text(said) && bytes.text(spelling) && bytes.text(normal);
        };
    }

    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (PlainTags.needsQuotes(text.charAt(i))) {
                return true;
            }
        }
        return text.isEmpty();
    }

    private static boolean hasSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
