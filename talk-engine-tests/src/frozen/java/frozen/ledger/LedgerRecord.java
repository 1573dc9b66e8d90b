package frozen.ledger;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import java.util.Properties;

/** One file: the texts of its properties, its time, its version, and the operation that made it. */
record LedgerRecord(String id, Properties texts) {
    static final String MODIFIED = "#modified";
    static final String CREATED = "#created";
    static final String GONE = "#gone";
    static final String OPERATION = "#operation";

    String text(String name) {
        return texts.getProperty(name);
    }

    Instant modified() {
        return Instant.parse(text(MODIFIED));
    }

    boolean isGone() {
        return text(GONE) != null;
    }

    Change change(Schema schema) {
        return isGone() ? new Change.Deleted(id) : snapshot(schema);
    }

    RecordSnapshot snapshot(Schema schema) {
        Fields.Builder fields = Fields.builder(schema);
        for (Property property : schema.properties()) {
            String text = text(property.name());
            fields.say(property.name(), text == null ? "" : text);
        }
        return RecordSnapshot.of(id, fields.build())
                .modified(modified())
                .created(Instant.parse(text(CREATED)))
                .version(text(MODIFIED));
    }
}
