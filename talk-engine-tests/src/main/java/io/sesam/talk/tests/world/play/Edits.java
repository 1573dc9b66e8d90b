package io.sesam.talk.tests.world.play;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.TargetPolicy.OnDuplicate;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.cloud.Deed;
import io.sesam.talk.tests.world.cloud.Row;
import io.sesam.talk.tests.world.cloud.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Check of promise 3: only newer edits overwrite edits.
 *
 * <p>Where the order of two edits is uncertain, either may win. Edits of deleted records may survive in copies, but
 * need not.
 */
final class Edits {
    private final Play play;
    private final Memory memory;
    private final List<Flaw> flaws;
    private final Map<Integer, List<Word>> words = new HashMap<>();

    Edits(Play play, Memory memory, List<Flaw> flaws) {
        this.play = play;
        this.memory = memory;
        this.flaws = flaws;
    }

    void check() {
        for (Cloud cloud : play.systems()) {
            cloud.words.forEach(word -> words.computeIfAbsent(word.property, first -> new ArrayList<>())
                    .add(word));
        }
        for (Cloud cloud : play.systems()) {
            cloud.rows.values().forEach(row -> checkStanding(cloud, row));
            for (Deed deed : cloud.deeds) {
                deed.overwritten().forEach(lost -> checkOverwritten(deed, lost));
            }
        }
    }

    private void flaw(String what) {
        flaws.add(new Flaw(3, what));
    }

    private void checkStanding(Cloud cloud, Row row) {
        GoldenRecord golden = golden(cloud.ref(row.id));
        for (int i = 0; golden != null && i < Cloud.SCHEMA.size(); i++) {
            Word word = row.standing[i];
            Object won = Cloud.normal(i, golden.values().slot(i));
            if (word == null || word.unnoticed || word.undated || word.outdone || isSame(cloud, word, won)) {
                continue;
            }
            if (won == null || !mayLose(word, won, golden)) {
                flaw(word + " lost in " + golden + " to \"" + won + "\", which is older");
            } else if (!isInProvenance(golden, word)) {
                flaw(word + " lost in " + golden + " to \"" + won + "\", and its provenance lacks it");
            }
        }
    }

    private boolean isInProvenance(GoldenRecord golden, Word word) {
        return golden.provenance(Cloud.SCHEMA.property(word.property).name()).stream()
                .flatMap(provenance -> provenance.lost().stream())
                .anyMatch(claim -> claim.source().equals(word.record));
    }

    private static boolean isSame(Cloud cloud, Word word, @Nullable Object won) {
        return word.value.equals(won) || word.value.equals(cloud.asHere(word.property, won));
    }

    private boolean mayLose(Word word, Object won, GoldenRecord golden) {
        boolean contradicted =
                memory.liveIn(golden.id(), word.record.system().value()).size() > 1;
        if (contradicted && !isCertainlyAnEdit(word, golden) && isSaid(word, won)) {
            return true;
        }
        if (word.isBlank() && Cloud.isFilled(won) && !isCertainlyAnEdit(word, golden)) {
            return true;
        }
        return words.getOrDefault(word.property, List.of()).stream()
                .anyMatch(other ->
                        other != word && (says(other, won) && other.mayBeNewerThan(word) || livesOn(other, won)));
    }

    /** Checks whether anybody else ever entered a value: then it may win over records that contradict each other (R11). */
    private boolean isSaid(Word word, Object value) {
        return words.getOrDefault(word.property, List.of()).stream()
                .anyMatch(other -> other != word && (says(other, value) || livesOn(other, value)));
    }

    /** Checks whether copies still show the value of a deleted record's edit. */
    private boolean livesOn(Word word, Object value) {
        Cloud home = play.cloud(word.record.system());
        return !home.rows.containsKey(word.record.id())
                && play.systems().stream().anyMatch(cloud -> value.equals(cloud.asHere(word.property, word.value)));
    }

    private boolean says(Word word, Object value) {
        return word.value.equals(value);
    }

    /** Checks for what certainly counts as an edit: only among records that were linked at that time (R11, R13). */
    private boolean isCertainlyAnEdit(Word word, GoldenRecord golden) {
        Set<RecordRef> now = memory.members.getOrDefault(golden.id(), List.of()).stream()
                .map(StoredRecord::ref)
                .collect(Collectors.toSet());
        boolean somebodyWent = play.systems().stream()
                .anyMatch(cloud -> cloud.goneAt.values().stream().anyMatch(time -> time.isAfter(word.setAt)));
        boolean somebodyMoved =
                words.getOrDefault(Cloud.EMAIL, List.of()).stream().anyMatch(email -> email.setAt.isAfter(word.setAt));
        boolean addressAdded = play.systems().stream()
                .anyMatch(cloud -> cloud.addressesAdded.stream().anyMatch(time -> time.isAfter(word.setAt)));
        return word.company.containsAll(now) && !somebodyWent && !somebodyMoved && !addressAdded && !play.isRestored();
    }

    private void checkOverwritten(Deed deed, Deed.Overwritten lost) {
        Word word = lost.word();
        Object by = Objects.requireNonNull(Cloud.normal(word.property, lost.by()));
        if (lost.blind() || word.unnoticed || word.undated || word.outdone || word.forgottenEcho) {
            return;
        }
        boolean newer = words.getOrDefault(word.property, List.of()).stream()
                .anyMatch(other -> other != word
                        && !other.setAt.isAfter(deed.time())
                        && (says(other, by) && other.mayBeNewerThan(word) || livesOn(other, by)));
        GoldenRecord golden = golden(word.record);
        boolean certain = golden != null && isCertainlyAnEdit(word, golden);
        boolean follows = play.cloud(word.record.system()).abilities.policy().duplicates() == OnDuplicate.SYNC;
        if (follows && word.contradicted && !certain && isSaid(word, by)) {
            return;
        }
        boolean counts = !word.isBlank() || certain;
        if (!newer && counts) {
            flaw(word + " was overwritten at " + deed.time() + " with \"" + by + "\", which is older");
        }
    }

    private @Nullable GoldenRecord golden(RecordRef ref) {
        StoredRecord record = memory.records.get(ref);
        GoldenId golden = record == null ? null : record.golden();
        return golden == null ? null : memory.goldens.get(golden);
    }
}
