package io.sesam.talk.tests.world.play;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.cloud.Row;
import io.sesam.talk.tests.world.cloud.Word;
import io.sesam.talk.tests.world.script.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The people of a history. Tracks which of their actions later readings cannot reveal. */
final class Folk {
    private final Play play;

    Folk(Play play) {
        this.play = play;
    }

    /** Performs a step. Returns the record's id, or empty when nothing happens. */
    Optional<String> act(Step step) {
        if (step instanceof Step.Create create) {
            return at(create.system())
                    .flatMap(people -> people.create(create.texts()))
                    .map(row -> {
                        noteLikeness(create.system(), row);
                        return row.id;
                    });
        }
        if (step instanceof Step.Edit edit) {
            return at(edit.system())
                    .flatMap(people -> people.pick(edit.pick())
                            .filter(row -> editedUnseen(people, row, edit))
                            .map(row -> {
                                noteLikeness(edit.system(), row);
                                noteCompany(edit.system(), row, edit.property());
                                return row.id;
                            }));
        }
        if (step instanceof Step.AddAddress add) {
            return at(add.system())
                    .flatMap(people -> people.pick(add.pick())
                            .filter(row -> people.addAddress(row, add.email()))
                            .map(row -> row.id));
        }
        if (step instanceof Step.EditInTheFuture future) {
            Optional<String> edited = act(future.edit());
            Cloud cloud = play.clouds.get(future.edit().system());
            if (cloud != null) {
                edited.ifPresent(id -> cloud.times.stampAhead(id, future.ahead()));
            }
            return edited;
        }
        if (step instanceof Step.SetClock set) {
            Optional.ofNullable(play.clouds.get(set.system())).ifPresent(cloud -> cloud.times.clockAhead(set.ahead()));
            return Optional.empty();
        }
        if (step instanceof Step.ShowTimes show) {
            Optional.ofNullable(play.clouds.get(show.system())).ifPresent(cloud -> cloud.times.show(show.manner()));
            return Optional.empty();
        }
        if (step instanceof Step.Delete delete) {
            return at(delete.system())
                    .flatMap(people ->
                            people.pick(delete.pick()).filter(people::delete).map(row -> row.id));
        }
        if (step instanceof Step.Merge merge) {
            return at(merge.system())
                    .flatMap(people -> people.pick(merge.pick())
                            .flatMap(loser -> people.pick(merge.survivor())
                                    .filter(survivor -> people.merge(loser, survivor))
                                    .map(survivor -> loser.id + " into " + survivor.id)));
        }
        if (step instanceof Step.Identity identity) {
            return play.humans.act(identity, this);
        }
        return step instanceof Step.Recreate recreate ? recreate(recreate) : Optional.empty();
    }

    /** Creates a record. */
    Optional<Row> create(String system, Map<String, String> texts) {
        Optional<Row> row = at(system).flatMap(people -> people.create(texts));
        row.ifPresent(made -> noteLikeness(system, made));
        return row;
    }

    /** Edits a property of a record. Returns whether that is possible there. */
    boolean edit(String system, Row row, String property, String text) {
        boolean edited = at(system)
                .filter(people -> editedUnseen(people, row, new Step.Edit(system, 0, property, text)))
                .isPresent();
        if (edited) {
            noteLikeness(system, row);
            noteCompany(system, row, property);
        }
        return edited;
    }

    /**
     * Checks for an edit before Talk has read its own write back. A value that may be a rendering of the written
     * one cannot be told from it; after a lost answer, a blank is no clear (R13).
     */
    private static boolean editedUnseen(People people, Row row, Step.Edit edit) {
        int index = Cloud.SCHEMA.index(edit.property());
        boolean mayBeMade = row.unseen[index]
                && row.remembered.get(index).stream()
                        .anyMatch(written -> edit.text().strip().equalsIgnoreCase(written.toString()));
        boolean edited = people.edit(row, edit.property(), edit.text());
        Word word = row.standing[index];
        if (edited && word != null) {
            word.unnoticed |= mayBeMade || row.answerLost && word.isBlank();
        }
        return edited;
    }

    private Optional<People> at(String system) {
        return Optional.ofNullable(play.clouds.get(system)).map(People::new);
    }

    private Optional<String> recreate(Step.Recreate step) {
        Cloud cloud = play.clouds.get(step.system());
        if (cloud == null || cloud.gone.isEmpty()) {
            return Optional.empty();
        }
        List<Row> gone = List.copyOf(cloud.gone.values());
        Row old = gone.get(step.pick() % gone.size());
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            String property = Cloud.SCHEMA.property(i).name();
            old.fields.originalText(i).ifPresent(text -> texts.put(property, text));
        }
        return new People(cloud).create(texts).map(row -> {
            noteLikeness(step.system(), row);
            return row.id;
        });
    }

    /**
     * Marks records that Talk may confuse with its in-doubt insert: created or edited with the same e-mail
     * meanwhile.
     */
    private void noteLikeness(String system, Row row) {
        if (row.isMadeByTalk() || row.settled) {
            return;
        }
        Object email = Cloud.normal(Cloud.EMAIL, row.fields.slot(Cloud.EMAIL));
        row.lookalike |= play.remembered(Store::intents).stream()
                .anyMatch(intent -> intent.system().value().equals(system)
                        && (email == null
                                || !Cloud.isFilled(email)
                                || email.equals(Cloud.normal(
                                        Cloud.EMAIL, intent.fields().slot(Cloud.EMAIL)))));
        for (Word word : row.standing) {
            if (word != null) {
                word.unnoticed |= row.lookalike;
            }
        }
    }

    /** Records the other members of a cluster at the time of an edit (R11, R13). */
    private void noteCompany(String system, Row row, String property) {
        Word word = row.standing[Cloud.SCHEMA.index(property)];
        if (word != null) {
            RecordRef record = new RecordRef(new SystemName(system), EntityType.PERSON, row.id);
            Set<RecordRef> company = play.remembered(kept -> kept.records(List.of(record)).stream()
                    .flatMap(known -> Optional.ofNullable(known.golden()).stream())
                    .flatMap(golden -> kept.members(Set.of(golden)).stream())
                    .filter(StoredRecord::isLive)
                    .map(StoredRecord::ref)
                    .collect(Collectors.toSet()));
            if (company.size() > 1) {
                word.company = company;
            }
        }
    }
}
