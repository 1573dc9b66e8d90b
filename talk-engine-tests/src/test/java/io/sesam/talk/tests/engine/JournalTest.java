package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.policy.TargetPolicy.OnDelete;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The journal has every write with cause and values (R35). */
@Tag("R35")
final class JournalTest {
    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");

    @BeforeEach
    void settled() {
        world.config = builder ->
                builder.policy("erp", PERSON.name(), TargetPolicy.defaults().deletes(OnDelete.ARCHIVE));
        crm.add("firstname", "Ada", "lastname", "Byron", "email", "ada@x.example");
        world.settle();
    }

    private AuditEntry last() {
        return world.store.audit(0, 1).get(0);
    }

    @Test
    void anInsertSaysFromWhomItIs() {
        AuditEntry entry = last();
        assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.INSERTED);
        assertThat(entry.recordId()).isEqualTo("1");
        assertThat(entry.before()).hasToString("person[]");
        assertThat(entry.after().text("lastname").known()).contains("Byron");
        assertThat(entry.reason()).isEqualTo("because of crm/person/1");
    }

    @Test
    void anUpdateSaysWhatWasThereAndWhatWasWritten() {
        crm.put("1", "lastname", "Lovelace");
        world.sync();

        AuditEntry entry = last();
        assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.UPDATED);
        assertThat(entry.before()).hasToString("person[lastname]");
        assertThat(entry.before().text("lastname").known()).contains("Byron");
        assertThat(entry.after().text("lastname").known()).contains("Lovelace");
        assertThat(entry.reason()).isEqualTo("because of crm/person/1");
    }

    @Test
    void anArchivingKeepsAllThatWasThere() {
        crm.delete("1");
        world.sync();

        AuditEntry entry = last();
        assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.ARCHIVED);
        assertThat(entry.before().text("lastname").known()).contains("Byron");
        assertThat(entry.before().text("email").known()).contains("ada@x.example");
        assertThat(entry.reason()).isEqualTo("because it was deleted elsewhere");
    }

    @Test
    void aRefusalSaysWhatTheSystemSaidAndWhoseWordItWas() {
        erp.answering(operation -> Optional.of(new Outcome.Rejected("we like no change")));
        crm.put("1", "lastname", "Lovelace");
        world.sync();

        assertThat(last().outcome()).isEqualTo(AuditEntry.Outcome.REFUSED);
        assertThat(last().reason()).isEqualTo("we like no change; sent because of crm/person/1");
    }

    @Test
    void whatWasAskedIsWhatIsInTheJournalWhateverBecameOfIt() {
        List<Outcome> answers = List.of(
                new Outcome.NoChange("1"),
                new Outcome.Conflict(Optional.empty()),
                new Outcome.Rejected("no"),
                new Outcome.Unknown("no answer"));
        int before = world.store.audit(0, 1000).size();
        world.systems.values().forEach(MemorySystem::forgetCounts);
        for (int i = 0; i < answers.size(); i++) {
            Outcome answer = answers.get(i);
            erp.answering(operation -> Optional.of(answer));
            crm.put("1", "lastname", "Name" + i);
            world.sync();
        }

        int asked = world.systems.values().stream()
                .mapToInt(system -> system.asked().size())
                .sum();
        List<AuditEntry> entries = world.store.audit(0, 1000);
        assertThat(entries.size() - before).isEqualTo(asked).isGreaterThanOrEqualTo(answers.size());
        assertThat(entries.subList(0, asked))
                .allMatch(entry -> entry.system().equals(new SystemName("erp")))
                .allMatch(entry -> String.valueOf(entry.reason()).contains("because of crm/person/1"));
        assertThat(entries)
                .extracting(entry -> entry.outcome().text())
                .contains("unchanged", "failed", "refused", "unknown");
    }
}
