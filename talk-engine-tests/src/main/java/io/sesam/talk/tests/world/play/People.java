package io.sesam.talk.tests.world.play;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.cloud.Row;
import io.sesam.talk.tests.world.cloud.Word;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people of one simulated system. They do nothing that the system would refuse. */
final class People {
    private final Cloud cloud;

    People(Cloud cloud) {
        this.cloud = cloud;
    }

    /** Selects an existing record by any number. */
    Optional<Row> pick(int number) {
        List<Row> rows = List.copyOf(cloud.rows.values());
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(number % rows.size()));
    }

    Optional<Row> create(Map<String, String> texts) {
        Fields fields = cloud.with(Fields.unknown(Cloud.SCHEMA), texts);
        if (fields.isAllUnknown() || cloud.whyNot(fields, null).isPresent()) {
            return Optional.empty();
        }
        Row row = new Row(cloud.newId(), fields, cloud.clock.instant(), null);
        cloud.rows.put(row.id, row);
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            // An empty field of a new record is not an edit.
            if (fields.isKnown(i)) {
                say(row, i, row.created);
            }
        }
        return Optional.of(row);
    }

    /** Edits a property. Only a value with another meaning counts as an edit. */
    boolean edit(Row row, String property, String text) {
        int index = Cloud.SCHEMA.index(property);
        Fields fields = cloud.with(row.fields, Map.of(property, text));
        boolean empty = !row.fields.isKnown(index) && !fields.isKnown(index);
        if (fields.equals(row.fields) || empty || cloud.whyNot(fields, row.id).isPresent()) {
            return false;
        }
        row.disguised |= index == Cloud.EMAIL || !row.fields.isKnown(Cloud.EMAIL);
        cloud.noteOrphan(row);
        Fields old = row.fields;
        row.fields = fields;
        row.modifiedAt(cloud.clock.instant());
        if (Cloud.differs(index, old.slot(index), fields.slot(index))) {
            row.times[index] = row.modified;
            say(row, index, row.modified);
        }
        return true;
    }

    private void say(Row row, int property, Instant now) {
        Object value = Cloud.normal(property, row.fields.slot(property));
        Object slot = value == null ? Blank.BLANK : value;
        boolean remembered = row.remembered.get(property).contains(slot);
        boolean repeats = row.everShown.get(property).contains(slot);
        // A placeholder says that there is no value; it clears none elsewhere.
        boolean placeholder = value == Blank.BLANK && row.fields.isKnown(property);
        Word word = new Word(cloud.ref(row.id), property, slot, now, remembered || placeholder, repeats);
        row.standing[property] = word;
        row.written[property] = null;
        cloud.words.add(word);
    }

    /** Adds a further address to a record that has another one. */
    boolean addAddress(Row row, String email) {
        Object address = Cloud.normal(Cloud.EMAIL, row.fields.slot(Cloud.EMAIL));
        if (!Cloud.isFilled(address) || email.equals(address) || !row.furtherAddresses.add(email)) {
            return false;
        }
        row.modifiedAt(cloud.clock.instant());
        cloud.addressesAdded.add(row.modified);
        return true;
    }

    /** Deletes a record, but never the last one, which would look like an outage. */
    boolean delete(Row row) {
        if (cloud.rows.size() < 2) {
            return false;
        }
        cloud.remove(row);
        return true;
    }

    boolean merge(Row loser, Row survivor) {
        if (loser.id.equals(survivor.id)) {
            return false;
        }
        cloud.mergedInto.put(loser.id, survivor.id);
        cloud.remove(loser);
        return true;
    }
}
