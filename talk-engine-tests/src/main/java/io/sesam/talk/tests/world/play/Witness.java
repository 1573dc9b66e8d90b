package io.sesam.talk.tests.world.play;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.TargetPolicy.OnDelete;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.cloud.Deed;
import io.sesam.talk.tests.world.cloud.Row;
import io.sesam.talk.tests.world.cloud.Word;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Observer of Talk's writes at the moment they happen. */
final class Witness implements Consumer<Deed> {
    private final Play play;
    private final List<Flaw> flaws = new ArrayList<>();
    private final List<Deed> recent = new ArrayList<>();
    private final Map<String, Deed> children = new HashMap<>();

    Witness(Play play) {
        this.play = play;
    }

    void add(Flaw flaw) {
        flaws.add(flaw);
    }

    List<Flaw> flaws() {
        return List.copyOf(flaws);
    }

    List<Deed> recent() {
        return List.copyOf(recent);
    }

    void forgetRecent() {
        recent.clear();
    }

    /** Checks that only calls without an answer are in doubt where a system takes one record a call. */
    void checkInDoubt() {
        List<Intent> intents = play.remembered(Store::intents);
        for (Cloud cloud : play.systems()) {
            long inDoubt = intents.stream()
                    .filter(intent -> intent.sent() && intent.system().value().equals(cloud.name()))
                    .count();
            if (cloud.abilities.writes().stepwise() && inDoubt > cloud.callsWithoutAnswer) {
                flaws.add(new Flaw(
                        9,
                        inDoubt + " writes to " + cloud.name() + " are in doubt, but only " + cloud.callsWithoutAnswer
                                + " calls had no answer"));
            }
        }
    }

    /** Permits Talk to repeat writes that its store lost. */
    void wasForgotten(Instant since) {
        children.values().removeIf(deed -> !deed.time().isBefore(since));
    }

    /** Permits Talk to insert the new occupant of a slot beside the old one. */
    void wasReplaced(RecordRef slot) {
        children.keySet().removeIf(child -> child.endsWith(" " + slot));
    }

    @Override
    public void accept(Deed deed) {
        recent.add(deed);
        Operation.Kind kind = deed.operation().kind();
        if (kind == Operation.Kind.INSERT) {
            insert(deed);
        } else if (kind == Operation.Kind.ARCHIVE) {
            archive(deed);
        } else if (!deed.overwritten().isEmpty() && isOneOfSeveral(deed)) {
            deed.overwritten().forEach(lost -> lost.word().contradicted = true);
        }
    }

    /** Checks whether the system holds several records of the changed record's cluster. */
    private boolean isOneOfSeveral(Deed deed) {
        return play.store().records(List.of(play.cloudOf(deed).ref(deed.recordId()))).stream()
                .map(StoredRecord::golden)
                .filter(Objects::nonNull)
                .anyMatch(golden -> play.store().members(Set.of(golden)).stream()
                                .filter(member -> member.isLive()
                                        && member.ref().system().value().equals(deed.system()))
                                .count()
                        > 1);
    }

    private void insert(Deed deed) {
        new Twins(play).flaw(deed).ifPresent(flaws::add);
        Cloud cloud = Objects.requireNonNull(play.clouds.get(deed.system()));
        Object email = Cloud.normal(Cloud.EMAIL, deed.operation().fields().slot(Cloud.EMAIL));
        Instant known = play.runStarted().minus(cloud.spec.indexLag());
        for (Row row : cloud.rows.values()) {
            boolean other = !row.id.equals(deed.recordId());
            Word word = row.standing[Cloud.EMAIL];
            boolean seen = row.written[Cloud.EMAIL] != null
                    || row.modified.isBefore(known)
                    || word != null && word.isObserved();
            if (other
                    && seen
                    && Cloud.isFilled(email)
                    && Objects.equals(email, Cloud.normal(Cloud.EMAIL, row.fields.slot(Cloud.EMAIL)))
                    && isCurrent(cloud, row, email)) {
                flaws.add(new Flaw(
                        2, deed.recordId() + " was made although " + row.id + " was there with the same e-mail"));
            }
        }
        for (Intent intent : play.store().intents()) {
            if (intent.operation().equals(deed.operation().id())) {
                child(deed, intent);
            }
        }
    }

    /** Checks that an e-mail was not passed on: it is that of the golden record, or Talk does not know the record. */
    private boolean isCurrent(Cloud cloud, Row row, @Nullable Object email) {
        List<GoldenId> goldens = play.store().records(List.of(cloud.ref(row.id))).stream()
                .map(StoredRecord::golden)
                .filter(Objects::nonNull)
                .toList();
        return goldens.isEmpty()
                || play.store().goldens(goldens).stream()
                        .anyMatch(golden -> Objects.equals(
                                email, cloud.asHere(Cloud.EMAIL, golden.values().slot(Cloud.EMAIL))));
    }

    private void child(Deed deed, Intent intent) {
        Deed sibling = children.put(deed.system() + " " + intent.origin(), deed);
        boolean mayBeUnknown = play.isRestored()
                && sibling != null
                && !play.cloudOf(sibling).rows.containsKey(sibling.recordId());
        if (sibling != null && isKnown(sibling) && !mayBeUnknown) {
            flaws.add(new Flaw(
                    play.cloudOf(sibling).rows.containsKey(sibling.recordId()) ? 2 : 4,
                    deed.recordId() + " was made from " + intent.origin() + ", as " + sibling.recordId()
                            + " had been"));
        }
        for (StoredRecord member : play.store().members(Set.of(intent.golden()))) {
            RecordRef ref = member.ref();
            if (ref.system().value().equals(deed.system()) && !ref.id().equals(deed.recordId())) {
                flaws.add(new Flaw(
                        member.isLive() ? 2 : 4,
                        deed.recordId() + " was made although " + ref
                                + (member.isLive() ? " is there" : " was deleted")));
            }
        }
    }

    /** Checks whether Talk ever learnt of its insert: a record deleted before leaves no trace. */
    private boolean isKnown(Deed made) {
        Cloud cloud = play.cloudOf(made);
        Row gone = cloud.gone.get(made.recordId());
        Row row = cloud.rows.get(made.recordId());
        return gone == null ? row == null || !row.orphan : gone.settled && !gone.orphan;
    }

    private void archive(Deed deed) {
        Cloud cloud = play.cloudOf(deed);
        if (cloud.abilities.policy().deletes() != OnDelete.ARCHIVE) {
            flaws.add(new Flaw(4, deed.recordId() + " was archived without permission"));
            return;
        }
        boolean gone = play.store().records(List.of(cloud.ref(deed.recordId()))).stream()
                .map(StoredRecord::golden)
                .filter(Objects::nonNull)
                .anyMatch(golden -> isGoneSomewhere(play.store().members(Set.of(golden)), deed.system()));
        if (!gone) {
            flaws.add(new Flaw(4, deed.recordId() + " was archived, but was deleted nowhere else"));
        }
    }

    private boolean isGoneSomewhere(List<StoredRecord> members, String here) {
        for (Cloud cloud : play.systems()) {
            List<StoredRecord> there = members.stream()
                    .filter(member -> member.ref().system().value().equals(cloud.name()))
                    .toList();
            if (!cloud.name().equals(here)
                    && !there.isEmpty()
                    && there.stream()
                            .noneMatch(member ->
                                    cloud.rows.containsKey(member.ref().id()))) {
                return true;
            }
        }
        return false;
    }
}
