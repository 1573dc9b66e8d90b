package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;

/** Compares what was put into a world with what came out, allowing for what the fields declare. */
final class ValueComparison {
    private ValueComparison() {}

    /** Sees that a record says what was put, to the letter or as its fields declare. */
    static void asWasPut(TypeSpec spec, Fields put, Fields read) {
        spec.fields().stream().filter(FieldSpec::isReadable).forEach(field -> asWasPut(field, put, read));
    }

    private static void asWasPut(FieldSpec field, Fields put, Fields read) {
        int index = put.schema().index(field.name());
        Object before = put.slot(index);
        Object after = read.slot(index);
        if (before == null) {
            assertThat(after).as("%s, which was never said", field).isIn(null, Blank.BLANK);
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
