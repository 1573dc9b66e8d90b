package io.sesam.talk.spi.enricher;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import java.util.Optional;

/**
 * What is known of something that an enricher is asked about: said in the host's systems, never by an enricher.
 *
 * @param known the values, in one alphabet, of the properties that the enricher asks by
 */
public record Question(Fields known) {
    /** What kind of thing it is. */
    public EntityType type() {
        return known.schema().type();
    }

    /** What is known of a property, as text; a country by its alpha-2 code. Empty also for a property the type lacks. */
    public Optional<String> text(String property) {
        int index = known.schema().indexOf(property);
        Object slot = index < 0 ? null : known.slot(index);
        if (slot == null || slot == Blank.BLANK) {
            return Optional.empty();
        }
        return Optional.of(slot instanceof Country country ? country.toString() : Fields.saidText(slot));
    }

    /** The type alone: the values are the host's. */
    @Override
    public String toString() {
        return "a question about a " + type();
    }
}
