package io.sesam.talk.tests.world.cloud;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.FieldSpec.Normalisation;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.tests.world.script.Abilities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The true state of a simulated system: its records and their history. For one thread at a time. */
public final class Cloud {
    private boolean everRead;

    public static final Schema SCHEMA = Person.SCHEMA;
    public static final int EMAIL = SCHEMA.index("email");
    private static final int LAST_NAME = SCHEMA.index("lastname");

    public final Abilities abilities;
    public final TypeSpec spec;
    public final CloudTimes times;
    public final TestClock clock;
    public final TreeMap<String, Row> rows = new TreeMap<>();
    public final Map<String, Row> gone = new TreeMap<>();
    public final Map<String, Instant> goneAt = new HashMap<>();
    public final Map<String, String> mergedInto = new HashMap<>();
    public final Map<String, String> madeBy = new HashMap<>();
    public final List<Word> words = new ArrayList<>();
    public final List<Deed> deeds = new ArrayList<>();

    /** When people added further addresses to records. */
    public final List<Instant> addressesAdded = new ArrayList<>();

    /** Number of operations that Talk requested. */
    public int asked;

    /** Refusals by operation id. */
    public final Map<String, Refusal> refused = new TreeMap<>();

    /** Number of calls of one record that ended without an answer. */
    public int callsWithoutAnswer;

    private int nextId = 1;
    private boolean respelt;

    /** Creates a system without records. */
    public Cloud(Abilities abilities, TestClock clock) {
        this.abilities = abilities;
        this.spec = abilities.spec();
        this.clock = clock;
        this.times = new CloudTimes(this, clock);
    }

    /** Returns the name of the system. */
    public String name() {
        return abilities.name();
    }

    /** Returns the engine's reference of a record. */
    public RecordRef ref(String id) {
        return new RecordRef(new SystemName(name()), EntityType.PERSON, id);
    }

    /** Creates an id that no record had before. */
    public String newId() {
        return name() + "-" + nextId++;
    }

    boolean knowsOperations() {
        return abilities.finds() == Abilities.Finds.BY_OPERATION;
    }

    /** Marks answers of a run as possibly lost. */
    public void lostAnswers(Instant since) {
        for (Row row : rows.values()) {
            row.answerLost |= row.isMadeByTalk() && !row.created.isBefore(since);
            noteOrphan(row);
        }
    }

    /** Marks a record whose creator can no longer be determined: values that Talk wrote there count as its own. */
    public void noteOrphan(Row row) {
        if (row.answerLost && row.disguised && !row.orphan && !knowsOperations()) {
            row.orphan = true;
            for (int i = 0; i < SCHEMA.size(); i++) {
                echoes(row, i, row.created);
            }
        }
    }

    private void echoes(Row row, int property, Instant since) {
        Instant written = row.written[property];
        Object value = normal(property, row.fields.slot(property));
        if (written != null && !written.isBefore(since) && value != null) {
            Word echo = new Word(ref(row.id), property, value, written, true, true);
            echo.forgottenEcho = true;
            words.add(echo);
        }
    }

    /** Returns the system's rendering of a text. */
    String made(String property, String text) {
        Set<Normalisation> made = abilities.makes(property);
        if (made.isEmpty()) {
            return text;
        }
        List<Normalisation> all = List.copyOf(made);
        FieldSpec field = FieldSpec.of(property)
                .normalises(all.get(0), all.subList(1, all.size()).toArray(Normalisation[]::new));
        field = made.contains(Normalisation.TRUNCATE)
                ? field.maxLength(abilities.quirks().cut())
                : field;
        return field.render(text).orElse(text);
    }

    /** Checks whether its records have a field for a property. */
    public boolean holds(int property) {
        return spec.field(SCHEMA.property(property).name()).isPresent();
    }

    /** Normalises a value; {@code null} stays unknown. */
    public static @Nullable Object normal(int property, @Nullable Object slot) {
        return slot instanceof String text
                ? Normalizer.normalize(SCHEMA.property(property).kind(), text)
                : slot;
    }

    /** Returns the system's normalised rendering of a golden value. */
    @Nullable
    public Object asHere(int property, @Nullable Object golden) {
        return golden instanceof String text
                ? normal(property, made(SCHEMA.property(property).name(), text))
                : golden;
    }

    /** Checks whether the system cuts a value without declaring it: then nothing tells whether a record holds this one. */
    public boolean cutsUndeclared(int property, @Nullable Object value) {
        return value instanceof String text
                && !abilities.quirks().declared()
                && abilities.makes(SCHEMA.property(property).name()).contains(Normalisation.TRUNCATE)
                && text.length() > abilities.quirks().cut();
    }

    /** Explains why fields are not valid for a record. Empty when they are. */
    public Optional<String> whyNot(Fields fields, @Nullable String id) {
        if (abilities.quirks().needsLastName() && !fields.isKnown(LAST_NAME)) {
            return Optional.of("lastname is required");
        }
        Object email = normal(EMAIL, fields.slot(EMAIL));
        if (abilities.quirks().uniqueEmail()
                && email instanceof String
                && rows.values().stream()
                        .anyMatch(row -> !row.id.equals(id) && email.equals(normal(EMAIL, row.fields.slot(EMAIL))))) {
            return Optional.of("email is taken by another record");
        }
        return Optional.empty();
    }

    /** Returns fields with texts added, as the system renders them. */
    public Fields with(Fields old, Map<String, String> texts) {
        Fields.Builder fields = old.toBuilder();
        texts.forEach((property, text) -> {
            if (spec.field(property).isPresent()) {
                fields.text(property, made(property, text));
            }
        });
        return fields.build();
    }

    /** Returns the present state of a record, and marks its values as shown. */
    RecordSnapshot shown(Row row) {
        for (int i = 0; i < SCHEMA.size(); i++) {
            Object value = normal(i, row.fields.slot(i));
            if (value != null) {
                row.remembered.get(i).add(value);
                row.everShown.get(i).add(value);
            }
            Word word = row.standing[i];
            if (word != null) {
                times.shown(row, i, word);
            }
        }
        RecordSnapshot record = RecordSnapshot.of(idShown(row.id), row.fields)
                .matchValues(Map.of(SCHEMA.property(EMAIL).name(), List.copyOf(row.furtherAddresses)));
        if (abilities.writes().guard() == Abilities.Guard.VERSION) {
            record = record.version("v" + row.version);
        }
        return times.added(record, row);
    }

    Change goneAsTold(String id) {
        String survivor = mergedInto.get(id);
        return survivor == null
                ? new Change.Deleted(idShown(id))
                : new Change.MergedInto(idShown(id), idShown(survivor));
    }

    /** Respells all ids from now on, as a spreadsheet does (R42). */
    public void respellIds() {
        respelt = true;
    }

    /** Returns the id that the system shows for a record. */
    String idShown(String id) {
        return respelt ? id.toUpperCase(Locale.ROOT) : id;
    }

    /** Finds a record by the id that the system shows. */
    @Nullable
    Row rowShown(String id) {
        Row row = rows.get(id.toLowerCase(Locale.ROOT));
        return row != null && idShown(row.id).equals(id) ? row : null;
    }

    /** Checks whether two slots differ after normalisation. */
    public static boolean differs(int property, @Nullable Object one, @Nullable Object other) {
        return !Objects.equals(normal(property, one), normal(property, other));
    }

    /** Checks whether a slot holds a value. */
    public static boolean isFilled(@Nullable Object slot) {
        return slot != null && slot != Blank.BLANK;
    }

    /** Removes a record. */
    public void remove(Row row) {
        rows.remove(row.id);
        gone.put(row.id, row);
        goneAt.put(row.id, clock.instant());
    }

    /** Checks whether Talk knows a record here: only then is an empty listing a failure. */
    boolean isKnown() {
        return everRead;
    }

    /** Marks everything as read by Talk and stored. */
    public void wasRead(Instant from) {
        everRead = true;
        for (Row row : rows.values()) {
            row.settled |= !row.created.isAfter(from);
            if (row.answerLost && row.settled) {
                row.answerLost = false;
                row.foundAt = clock.instant();
            }
            for (int i = 0; i < SCHEMA.size(); i++) {
                settle(row, i, from, clock.instant());
            }
        }
    }

    private static void settle(Row row, int property, Instant from, Instant now) {
        Word word = row.standing[property];
        if (word != null && !word.setAt.isAfter(from)) {
            word.observed(now);
        }
        row.unseen[property] &= row.times[property].isAfter(from);
        if (!row.times[property].isAfter(from)) {
            Object value = normal(property, row.fields.slot(property));
            row.remembered.get(property).retainAll(value == null ? Set.of() : Set.of(value));
        }
    }

    /** Marks Talk's knowledge after a moment as lost. */
    public void wasForgotten(Instant since) {
        words.forEach(word -> {
            word.forgotten();
            word.unnoticed |= word.repeats;
        });
        for (Row row : rows.values()) {
            row.orphan |= row.isMadeByTalk() && !row.created.isBefore(since);
            if (row.foundAt != null && !row.foundAt.isBefore(since)) {
                // The lost answer is lost again, and with it all evidence that tells an edit from Talk's write.
                row.answerLost = true;
                for (int i = 0; i < SCHEMA.size(); i++) {
                    row.unclear[i] |= !isFilled(row.fields.slot(i));
                    Word word = row.standing[i];
                    if (word != null) {
                        word.unnoticed |= row.unclear[i];
                    }
                }
            }
            for (int i = 0; i < SCHEMA.size(); i++) {
                row.remembered.get(i).addAll(row.everShown.get(i));
                echoes(row, i, since);
            }
        }
    }

    /** A refusal with its time. */
    public record Refusal(Instant time, String reason) {}
}
