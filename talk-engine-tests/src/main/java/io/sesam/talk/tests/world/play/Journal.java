package io.sesam.talk.tests.world.play;

import io.sesam.talk.model.Fields;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.cloud.Deed;
import io.sesam.talk.tests.world.cloud.Word;
import java.util.List;
import java.util.Objects;

/**
 * Check of promise 6: a complete journal. Every write has its cause, previous and new values; every refusal has a
 * reason.
 */
final class Journal {
    private final Play play;
    private final Memory memory;
    private final List<Flaw> flaws;

    Journal(Play play, Memory memory, List<Flaw> flaws) {
        this.play = play;
        this.memory = memory;
        this.flaws = flaws;
    }

    void check() {
        for (Cloud cloud : play.systems()) {
            for (Deed deed : cloud.deeds) {
                if (!play.isForgotten(deed.time())) {
                    check(deed);
                }
            }
            cloud.refused.forEach((operation, refusal) -> {
                if (!play.isForgotten(refusal.time())) {
                    checkRefusal(cloud, operation);
                }
            });
        }
    }

    private void flaw(String what) {
        flaws.add(new Flaw(6, what));
    }

    private void check(Deed deed) {
        List<AuditEntry> entries = memory.journal.getOrDefault(deed.operation().id(), List.of());
        String what = deed.operation().kind() + " of " + deed.recordId() + " at " + deed.time();
        if (entries.isEmpty()) {
            flaw("the journal does not know of the " + what);
        }
        for (AuditEntry entry : entries) {
            if (entry.run().isBlank() || !entry.after().equals(deed.operation().fields())) {
                flaw("the journal tells the " + what + " otherwise");
            }
        }
        for (Deed.Overwritten lost : deed.overwritten()) {
            if (!lost.blind() && entries.stream().noneMatch(entry -> tells(entry.before(), lost.word()))) {
                flaw("the journal lacks that the " + what + " overwrote " + lost.word());
            }
        }
    }

    private static boolean tells(Fields before, Word word) {
        return Objects.equals(Cloud.normal(word.property, before.slot(word.property)), word.value);
    }

    private void checkRefusal(Cloud cloud, String operation) {
        boolean entered = memory.journal.getOrDefault(operation, List.of()).stream()
                .anyMatch(entry -> entry.reason() != null && !entry.reason().isBlank());
        if (!entered) {
            flaw("the journal gives no reason why " + cloud.name() + " refused " + operation);
        }
    }
}
