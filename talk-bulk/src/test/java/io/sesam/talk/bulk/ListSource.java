package io.sesam.talk.bulk;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SourceRecord;
import java.util.ArrayList;
import java.util.List;

/** Records from memory. */
record ListSource(String name, EntityType type, List<SourceRecord> records) implements RecordSource {
    /** Several sources of each type, of uneven size. */
    static List<RecordSource> of(World world, List<SourceRecord> records) {
        List<RecordSource> sources = new ArrayList<>();
        for (EntityType type : List.of(EntityType.PERSON, EntityType.ORGANISATION)) {
            List<SourceRecord> own = world.of(type, records);
            int cut = own.size() / 3;
            sources.add(new ListSource(type + "-1.csv", type, own.subList(0, cut)));
            sources.add(new ListSource(type + "-2.csv", type, own.subList(cut, own.size())));
        }
        return sources;
    }

    @Override
    public void read(Rows rows) {
        for (int i = 0; i < records.size(); i++) {
            rows.record(records.get(i), i + 2L);
        }
    }
}
