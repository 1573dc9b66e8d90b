package io.sesam.talk.contract;

import io.sesam.talk.contract.LiveContract.NotShownException;
import io.sesam.talk.contract.LiveContract.Proof;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Schema;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The read-only promises of one type. Reads a few pages once, and asks for some of it again. */
final class TypeReading {
    private static final int PAGES = 3;
    private static final int RECORDS = 20;
    private static final int LOOKED_UP = 5;
    /** Pages, two of them again, one page after the end, and four lookups. */
    static final int CALLS = PAGES + 2 + 1 + 4;

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final String NOBODY = "nobody@nowhere.invalid";
    private static final String NEVER_SENT = "000000000000000000000000";

    private final LiveContract contract;
    private final Connector connector;
    private final TypeSpec spec;
    private final Clock clock;
    private final int limit;
    private @Nullable PageSequence read;

    TypeReading(LiveContract contract, Connector connector, TypeSpec spec, Clock clock) {
        this.contract = contract;
        this.connector = connector;
        this.spec = spec;
        this.clock = clock;
        this.limit = Math.max(1, Math.min(RECORDS, spec.readLimit()));
    }

    private void prove(String promise, String advice, Proof proof) {
        contract.prove(Optional.of(spec.type()), promise, advice, proof);
    }

    void check() {
        facts();
        if (connector.reader(spec.type()).isPresent()) {
            reading();
        }
        if (connector.lookup(spec.type()).isPresent()) {
            lookups();
        }
    }

    private void facts() {
        prove(
                "limits are at least one",
                "Set readLimit and writeLimit to what one call of the system may hold.",
                () -> {
                    TypeChecks.hasLimits(spec);
                    return "at most " + spec.readLimit() + " records a page, " + spec.writeLimit() + " a write";
                });
        prove(
                "it has a field, and every field can be read or written",
                "Declare a FieldSpec for each property of the system, readable or writable.",
                () -> {
                    TypeChecks.hasFields(spec);
                    TypeChecks.canWriteRequired(spec);
                    return spec.fields().size() + " fields";
                });
        prove(
                "readers, writers and lookups are there as declared",
                "Declare inserts(), updates() or archives() exactly where writer(type) returns one; return a reader"
                        + " where a field is readable, and a lookup where deletions are found by complete listings (R25).",
                () -> {
                    TypeChecks.hasReader(connector, spec);
                    TypeChecks.hasWriter(connector, spec);
                    TypeChecks.canConfirm(connector, spec);
                    return connector.writer(spec.type()).isPresent() ? "two-way" : "read only";
                });
    }

    private void reading() {
        prove(
                "pages keep their limit and follow each other",
                "Ask for at most request.limit() records; let each position lead to the next page, also after a restart.",
                this::pages);
        prove(
                "a record has an id, once in a page",
                "Return the system's own id of each record, and each record once.",
                this::ids);
        prove(
                "reading the same position twice gives the same or more",
                "Keep no state in the reader; everything that it needs is in the position.",
                () -> again(this::repeats));
        prove(
                "the times of a record stay while nobody changes it (R40)",
                "Take modified and created from the system's answer; leave them out where it has none.",
                () -> again(this::times));
        prove(
                "times can be read, and none lies in the future",
                "Parse the system's own format and zone of times; report others with withUnreadableTime().",
                this::understoodTimes);
        prove(
                "after the last page, nothing new gives an empty page",
                "Return a position from every last page; continue after the last record's own time and id.",
                () -> again(this::nothingNew));
    }

    /** Proves twice before a promise counts as broken: people work in a live account. */
    private static String again(Proof proof) {
        try {
            return proof.prove();
        } catch (BrokenPromiseException e) {
            return proof.prove();
        }
    }

    private Reader reader() {
        return connector.reader(spec.type()).orElseThrow();
    }

    private Lookup lookup() {
        return connector.lookup(spec.type()).orElseThrow();
    }

    private PageSequence read() {
        PageSequence known = read;
        if (known == null || known.records().isEmpty()) {
            throw new NotShownException(known == null ? "nothing could be read" : "there is no record");
        }
        return known;
    }

    private String pages() {
        PageSequence sequence = PageSequence.of(reader(), null, limit, clock.instant(), PAGES);
        read = sequence;
        if (sequence.changes().isEmpty()) {
            throw new NotShownException("there is no record");
        }
        return sequence.pages().size() + " pages of at most " + limit + ", "
                + sequence.records().size() + " records" + (sequence.isComplete() ? ", which are all" : "")
                + known(sequence.records().values());
    }

    /** Counts the properties that are known, and the values that are not understood. */
    private String known(Collection<RecordSnapshot> records) {
        List<String> words = new ArrayList<>();
        Schema schema = spec.schema();
        for (int i = 0; i < schema.size(); i++) {
            int filled = 0;
            int strange = 0;
            for (RecordSnapshot record : records) {
                Object slot = Normalizer.normalize(record.fields()).slot(i);
                if (slot != null && slot != Blank.BLANK) {
                    filled++;
                    strange += Normalizer.isUnderstood(schema.property(i).kind(), slot) ? 0 : 1;
                }
            }
            if (filled > 0) {
                words.add(schema.property(i).name() + " " + filled
                        + (strange == 0 ? "" : " (" + strange + " not understood)"));
            }
        }
        return words.isEmpty() ? "" : "; filled: " + String.join(", ", words);
    }

    private String ids() {
        for (Page page : read().pages()) {
            Set<String> ids = new HashSet<>();
            for (Change change : page.changes()) {
                BrokenPromiseException.unless(!change.id().isBlank(), "a record has a blank id");
                BrokenPromiseException.unless(ids.add(change.id()), "a page has one id twice");
            }
        }
        return read().idsFrom(0).size() + " ids";
    }

    private String repeats() {
        PageSequence first = read();
        int page = first.pages().size() - 1;
        Position position = first.positions().get(page);
        PageSequence again = PageSequence.of(reader(), position, limit, clock.instant(), 1);
        Set<String> ids = first.idsFrom(page);
        if (!again.idsFrom(0).containsAll(ids)) {
            // a record may have changed meanwhile, so that it has moved to another page
            read = PageSequence.of(reader(), null, limit, clock.instant(), PAGES);
        }
        ReadChecks.repeats(ids, again.idsFrom(0), page + 1);
        return "page " + (page + 1) + " was read again";
    }

    private String times() {
        PageSequence first = read();
        PageSequence again = PageSequence.of(reader(), null, limit, clock.instant(), 1);
        Map<String, RecordSnapshot> records = first.records();
        boolean dated = records.values().stream()
                .anyMatch(record -> record.modified().isPresent()
                        || record.created().isPresent()
                        || !record.times().isEmpty());
        if (!dated) {
            throw new NotShownException("the records have no times");
        }
        try {
            ReadChecks.keepsTimes(records, again.records());
        } catch (BrokenPromiseException e) {
            read = PageSequence.of(reader(), null, limit, clock.instant(), PAGES);
            throw e;
        }
        return again.records().size() + " records were read again";
    }

    private String understoodTimes() {
        Instant latest = clock.instant().plus(CLOCKS_DIFFER);
        Collection<RecordSnapshot> records = read().records().values();
        long unreadable =
                records.stream().filter(RecordSnapshot::hasUnreadableTime).count();
        BrokenPromiseException.unless(unreadable == 0, unreadable + " records have a time that cannot be read");
        long ahead = records.stream()
                .filter(record -> Stream.concat(record.modified().stream(), record.created().stream())
                        .anyMatch(time -> time.isAfter(latest)))
                .count();
        BrokenPromiseException.unless(
                ahead == 0, ahead + " records have a time in the future; is this machine's clock right?");
        long modified =
                records.stream().filter(record -> record.modified().isPresent()).count();
        return modified + " of " + records.size() + " records have a time of modification";
    }

    private String nothingNew() {
        PageSequence first = read();
        if (!first.isComplete()) {
            throw new NotShownException("there are more than " + PAGES + " pages; the check reads no more");
        }
        PageSequence after = PageSequence.of(reader(), first.end(), limit, clock.instant(), 1);
        try {
            ReadChecks.hasNothingNew(after);
        } catch (BrokenPromiseException e) {
            read = PageSequence.of(reader(), null, limit, clock.instant(), PAGES);
            throw e;
        }
        return after.changes().isEmpty() ? "it is empty" : "only records of the last moment came again";
    }

    private void lookups() {
        prove("a lookup without ids returns nothing", "Return an empty map for no ids, without a call.", () -> {
            ReadChecks.answersNothing(lookup());
            return "it returned nothing";
        });
        prove(
                "a lookup by id answers every id, as the listing has it",
                "Answer Present, Missing or Merged for each id, under the id that was asked for; leave one out only if its"
                        + " call failed.",
                () -> again(this::byId));
        prove(
                "a lookup by key finds exactly the records with that value",
                "Compare the value exactly: many systems search by parts or words, so filter the answer.",
                this::byKey);
        prove(
                "a lookup by operation finds nothing of an operation that was never sent (R21)",
                "Search for exactly the operation's id.",
                this::byOperation);
    }

    private String byId() {
        Map<String, RecordSnapshot> listed = read().records();
        List<String> ids =
                listed.keySet().stream().limit(Math.min(LOOKED_UP, limit)).toList();
        Map<String, Lookup.Found> found = lookup().byId(ids);
        ReadChecks.answersAll(found, ids);
        for (String id : ids) {
            BrokenPromiseException.unless(
                    found.get(id) instanceof Lookup.Found.Present,
                    "a record that the listing has is not present for the lookup");
            RecordSnapshot record = ((Lookup.Found.Present) Objects.requireNonNull(found.get(id))).record();
            BrokenPromiseException.unless(record.id().equals(id), "a record has another id than was asked for");
            isSame(Objects.requireNonNull(listed.get(id)), record);
        }
        return ids.size() + " records were looked up";
    }

    private static void isSame(RecordSnapshot listed, RecordSnapshot found) {
        if (!listed.modified().equals(found.modified())) {
            return; // changed meanwhile, or one of the two answers has no time
        }
        Fields one = Normalizer.normalize(listed.fields());
        Fields other = Normalizer.normalize(found.fields());
        for (int i = 0; i < one.schema().size(); i++) {
            BrokenPromiseException.unless(
                    one.slot(i) == null || other.slot(i) == null || Objects.equals(one.slot(i), other.slot(i)),
                    "the property " + one.schema().property(i).name()
                            + " of a record has another value than in the listing");
        }
    }

    private String byKey() {
        Optional<Lookup.ByKey> keys = lookup().byKey();
        if (keys.isEmpty()) {
            throw new NotShownException("it has no lookup by key");
        }
        for (String property : keys.get().properties()) {
            int index = spec.schema().index(property);
            for (RecordSnapshot record : read().records().values()) {
                Optional<String> text = record.fields().originalText(index).filter(original -> !original.isBlank());
                if (text.isPresent()) {
                    return byKey(keys.get(), index, record.id(), text.get());
                }
            }
        }
        throw new NotShownException("no record has a value of " + keys.get().properties());
    }

    private String byKey(Lookup.ByKey keys, int index, String id, String text) {
        String property = spec.schema().property(index).name();
        Collection<RecordSnapshot> found = keys.find(property, text);
        BrokenPromiseException.unless(
                found.stream().anyMatch(record -> record.id().equals(id)),
                "a record is not found by the value of " + property + " that it has in the listing");
        Object wanted = Normalizer.normalize(
                        Fields.builder(spec.schema()).text(property, text).build())
                .slot(index);
        long others = found.stream()
                .filter(record ->
                        !Objects.equals(Normalizer.normalize(record.fields()).slot(index), wanted))
                .count();
        BrokenPromiseException.unless(
                others == 0, others + " records with another value of " + property + " are found");
        if (spec.schema().property(index).kind() == Kind.EMAIL) {
            BrokenPromiseException.unless(
                    keys.find(property, NOBODY).isEmpty(), "an address that nobody has finds a record");
        }
        return "one value of " + property + " was looked up";
    }

    private String byOperation() {
        Optional<Lookup.ByOperation> operations = lookup().byOperation();
        if (operations.isEmpty()) {
            throw new NotShownException("it has no lookup by operation");
        }
        BrokenPromiseException.unless(
                operations
                        .get()
                        .find(List.of(NEVER_SENT), clock.instant().minus(CLOCKS_DIFFER))
                        .isEmpty(),
                "an operation that was never sent finds a record");
        return "nothing was found";
    }
}
