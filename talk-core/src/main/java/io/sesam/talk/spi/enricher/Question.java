package io.sesam.talk.spi.enricher;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import java.util.Optional;

/**
 * A question about one golden record.
 *
 * @param known the normalised values of the properties the enricher asks by; from the host's systems, never from an
 *     enricher
 */
public record Question(Fields known) {
    /** Returns the type in question. */
    public EntityType type() {
        return known.schema().type();
    }

    /** Returns a property as text; a country as alpha-2 code. Empty also for a property the type lacks. */
    public Optional<String> text(String property) {
        int index = known.schema().indexOf(property);
        Object slot = index < 0 ? null : known.slot(index);
        if (slot == null || slot == Blank.BLANK) {
            return Optional.empty();
        }
        return Optional.of(slot instanceof Country country ? country.toString() : Fields.textOf(slot));
    }

    /** Shows the type only: values may be personal. */
    @Override
    public String toString() {
        return "a question about a " + type();
    }
}
