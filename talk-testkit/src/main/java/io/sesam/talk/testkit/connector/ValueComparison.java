package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;

/** A comparison of put and read values. Allows for the normalisation that fields declare. */
final class ValueComparison {
    private ValueComparison() {}

    /** Asserts that a record has the values put. Exactly, or as its fields declare. */
    static void asWasPut(TypeSpec spec, Fields put, Fields read) {
        spec.fields().stream().filter(FieldSpec::isReadable).forEach(field -> asWasPut(field, put, read));
    }

    private static void asWasPut(FieldSpec field, Fields put, Fields read) {
        int index = put.schema().index(field.name());
        Object before = put.slot(index);
        Object after = read.slot(index);
        if (before == null) {
            assertThat(after).as("%s, which was left unknown", field).isIn(null, Blank.BLANK);
        } else if (before == Blank.BLANK) {
            assertThat(after).as("%s, which is blank", field).isEqualTo(Blank.BLANK);
        } else if (before instanceof String text) {
            assertThat(after)
                    .as("%s, as text", field)
                    .isEqualTo(field.render(text).orElse(text));
        } else {
            assertThat(after)
                    .as("%s, by meaning", field)
                    .isInstanceOf(before.getClass())
                    .isEqualTo(before);
        }
    }
}
