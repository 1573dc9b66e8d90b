package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who won each property, as a JSON object from records to properties: {@code {"crm/person/17":"firstname email"}}.
 *
 * <p>That way round because most golden records have one winner or two.
 */
final class WinnersCodec {
    private WinnersCodec() {}

    static String write(Schema schema, List<@Nullable RecordRef> winners) {
        Map<String, String> properties = new LinkedHashMap<>();
        int index = 0;
        for (RecordRef winner : winners) {
            String property = schema.property(index++).name();
            if (winner != null) {
                properties.merge(winner.toString(), property, (before, one) -> before + " " + one);
            }
        }
        return FlatJson.write(properties);
    }

    static List<@Nullable RecordRef> read(Schema schema, String written) {
        @Nullable RecordRef[] winners = new RecordRef[schema.size()];
        FlatJson.readObject(written).forEach((record, properties) -> {
            RecordRef winner = ref(record);
            for (String property : properties.split(" ", -1)) {
                int index = schema.indexOf(property);
                if (index >= 0) {
                    winners[index] = winner;
                }
            }
        });
        return Collections.unmodifiableList(Arrays.asList(winners));
    }

    /** Neither systems nor types have a slash in their names; ids may. */
    private static RecordRef ref(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("a winner is no record");
        }
        return new RecordRef(new SystemName(parts[0]), new EntityType(parts[1]), parts[2]);
    }
}
