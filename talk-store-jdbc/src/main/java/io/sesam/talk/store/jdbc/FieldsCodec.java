package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON encoding of fields with their original text. An object by property.
 *
 * <p>Unknown is left out, blank is an empty text. Countries, genders and references are parsed again from the original
 * text. For one thread at a time.
 */
final class FieldsCodec {
    private static final int COUNTRIES = 2_000;

    /** Parsing a country's name is slow, and there are few spellings. */
    private final Map<String, Country> countries = new HashMap<>();

    String write(Fields fields) {
        return write(fields, Map.of());
    }

    /** Encodes fields and values of undeclared properties. */
    String write(Fields fields, Map<String, String> further) {
        FlatJsonWriter writer = new FlatJsonWriter();
        for (int i = 0; i < fields.schema().size(); i++) {
            String text = fields.originalText(i).orElse(null);
            if (text != null) {
                writer.member(fields.schema().property(i).name(), text);
            }
        }
        further.forEach(writer::member);
        return writer.object();
    }

    Fields read(Schema schema, String json) {
        @Nullable Object[] slots = new Object[schema.size()];
        FlatJson.readObject(json).forEach((name, text) -> {
            int index = schema.indexOf(name);
            if (index >= 0) {
                slots[index] = slot(schema.property(index), text);
            }
        });
        return Fields.over(schema, slots);
    }

    /** Parses the stored text of one property. */
    Object slot(Property property, String text) {
        if (text.isEmpty()) {
            return Blank.BLANK;
        }
        return switch (property.kind()) {
            case COUNTRY -> country(text);
            case GENDER -> Gender.parse(text);
            case REFERENCE -> new Reference(property.target().orElseThrow(), text);
            case TEXT, EMAIL, DOMAIN -> text;
        };
    }

    private Country country(String text) {
        if (countries.size() >= COUNTRIES) {
            countries.clear();
        }
        return countries.computeIfAbsent(text, Country::parse);
    }
}
