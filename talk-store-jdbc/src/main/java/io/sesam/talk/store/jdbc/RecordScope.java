package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Record ids of one type in one system. */
record RecordScope(SystemName system, EntityType type, Set<String> ids) {
    private record Key(SystemName system, EntityType type) {}

    /** Groups distinct references by system and type. */
    static List<RecordScope> of(Collection<RecordRef> refs) {
        Map<Key, RecordScope> places = new LinkedHashMap<>();
        for (RecordRef ref : refs) {
            places.computeIfAbsent(
                            new Key(ref.system(), ref.type()),
                            key -> new RecordScope(ref.system(), ref.type(), new LinkedHashSet<>()))
                    .ids
                    .add(ref.id());
        }
        return List.copyOf(places.values());
    }

    void fill(Binder binder) throws SQLException {
        binder.text(system.value()).text(type.name());
    }

    RecordRef ref(String id) {
        return new RecordRef(system, type, id);
    }
}
