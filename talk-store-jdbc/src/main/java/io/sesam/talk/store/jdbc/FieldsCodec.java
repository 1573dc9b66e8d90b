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
 * Fields as a JSON object by property, with what was said of each to the letter.
 *
 * <p>Unknown is left out, blank is an empty text. A country, a gender and a reference are read from what was said, as
 * they were the first time. For one thread at a time.
 */
final class FieldsCodec {
    private static final int COUNTRIES = 2_000;

    /** Reading a country's name takes long, and there are few spellings. */
    private final Map<String, Country> countries = new HashMap<>();

    String write(Fields fields) {
        return write(fields, Map.of());
    }

    /** Fields and further texts, of properties that the schema does not have. */
    String write(Fields fields, Map<String, String> further) {
        FlatJsonWriter writer = new FlatJsonWriter();
        for (int i = 0; i < fields.schema().size(); i++) {
            String said = fields.said(i).orElse(null);
            if (said != null) {
                writer.member(fields.schema().property(i).name(), said);
            }
        }
        further.forEach(writer::member);
        return writer.object();
    }

    Fields read(Schema schema, String json) {
        @Nullable Object[] slots = new Object[schema.size()];
        FlatJson.readObject(json).forEach((name, said) -> {
            int index = schema.indexOf(name);
            if (index >= 0) {
                slots[index] = slot(schema.property(index), said);
            }
        });
        return Fields.over(schema, slots);
    }

    /** What was said of one property. */
    Object slot(Property property, String said) {
        if (said.isEmpty()) {
            return Blank.BLANK;
        }
        return switch (property.kind()) {
            case COUNTRY -> country(said);
            case GENDER -> Gender.parse(said);
            case REFERENCE -> new Reference(property.target().orElseThrow(), said);
            case TEXT, EMAIL, DOMAIN -> said;
        };
    }

    private Country country(String said) {
        if (countries.size() >= COUNTRIES) {
            countries.clear();
        }
        return countries.computeIfAbsent(said, Country::parse);
    }
}
