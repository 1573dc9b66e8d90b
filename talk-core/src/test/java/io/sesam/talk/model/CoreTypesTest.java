package io.sesam.talk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R1")
final class CoreTypesTest {
    @Test
    void everyTypeThatHasANameIsInTheList() throws IllegalAccessException {
        List<Object> named = new ArrayList<>();
        for (var field : Arrays.stream(EntityType.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .toList()) {
            named.add(field.get(null));
        }
        assertThat(CoreTypes.schemas())
                .extracting(Schema::type)
                .containsExactlyElementsOf(
                        named.stream().map(EntityType.class::cast).toList());
    }

    @Test
    void eachIsMatchedByPropertiesThatItHas() {
        for (Schema schema : CoreTypes.schemas()) {
            assertThat(CoreTypes.schema(schema.type())).contains(schema);
            assertThat(CoreTypes.matchedBy(schema.type()))
                    .isNotEmpty()
                    .allMatch(property -> schema.indexOf(property) >= 0);
        }
        assertThat(CoreTypes.matchedBy(new EntityType("machine"))).isEmpty();
        assertThat(CoreTypes.schema(new EntityType("machine"))).isEmpty();
    }
}
