package io.sesam.talk.testkit.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.result.SyncReport;
import java.time.Duration;
import java.util.List;

/** The promises about values from answers. */
final class FillingPromises {
    static final List<EnrichmentPromise> ALL = List.of(
            new EnrichmentPromise(
                    "blanks are filled in every system, and nothing else is touched", FillingPromises::fills),
            new EnrichmentPromise("provenance names the register's entry", FillingPromises::provenance),
            new EnrichmentPromise(
                    "an existing address is not blank, and neither is a part of one", FillingPromises::units),
            new EnrichmentPromise("an ambiguous answer gives no values", FillingPromises::ambiguous),
            new EnrichmentPromise(
                    "a sole proprietor is a natural person, and gives no values", FillingPromises::people),
            new EnrichmentPromise(
                    "a register is never written, and its entries are not imported", FillingPromises::noTarget),
            new EnrichmentPromise("ten more runs look up nothing and write nothing", FillingPromises::silent),
            new EnrichmentPromise("a field cleared by a person is not filled again", FillingPromises::cleared),
            new EnrichmentPromise("nor is a field cleared before the first lookup", FillingPromises::clearedBefore),
            new EnrichmentPromise("a survivorship rule that names the register lets it win", FillingPromises::named),
            new EnrichmentPromise("a survivorship rule without the register ignores it", FillingPromises::unnamed),
            new EnrichmentPromise("two records may match one entry, and are not linked by it", FillingPromises::twice));

    private FillingPromises() {}

    private static void fills(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS", "domain", "own.example");
        scene.settle();
        String made = scene.erp.ids().get(0);
        assertThat(scene.erp.text(made, "address")).isEqualTo("Storgata 1");
        assertThat(scene.erp.text(made, "zip")).isEqualTo("0150");
        assertThat(scene.erp.text(made, "name")).isEqualTo("Acme AS");
        assertThat(scene.erp.text(made, "domain")).isEqualTo("own.example");
        assertThat(scene.crm.text("1", "address")).isEqualTo("Storgata 1");
        assertThat(scene.crm.text("1", "country")).isEqualTo("NO");
        assertThat(scene.crm.text("1", "name")).isEqualTo("Acme AS");
        assertThat(scene.crm.text("1", "domain")).isEqualTo("own.example");
    }

    private static void provenance(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS");
        scene.settle();
        assertThat(scene.winner("crm", "1", "zip").system()).isEqualTo(EnrichmentScene.REGISTER);
        assertThat(scene.winner("crm", "1", "zip").id()).startsWith("900000001@");
        assertThat(scene.winner("crm", "1", "name").system()).isEqualTo(new SystemName("crm"));
    }

    private static void units(EnrichmentScene scene) {
        scene.enterAcme();
        scene.register.enter("900000002", "name", "Bolt AS", "address", "Nygata 2", "zip", "5003", "country", "NO");
        scene.crm.add("name", "Acme AS", "address", "Elsewhere 9");
        scene.crm.add("name", "Bolt AS", "country", "Norway");
        scene.settle();
        assertThat(scene.crm.text("1", "address")).isEqualTo("Elsewhere 9");
        assertThat(scene.crm.text("1", "zip")).isNull();
        assertThat(scene.crm.text("1", "domain")).isEqualTo("acme.example");
        assertThat(scene.crm.text("2", "address")).isEqualTo("Nygata 2");
        assertThat(scene.crm.text("2", "country")).isEqualTo("Norway");
    }

    private static void ambiguous(EnrichmentScene scene) {
        scene.enterAcme();
        scene.register.enter("900000002", "name", "Acme AS", "country", "NO", "domain", "other.example");
        scene.crm.add("name", "Acme AS");
        SyncReport report = scene.sync();
        assertThat(scene.enriched(report).ambiguous()).isEqualTo(1);
        scene.settle();
        assertThat(scene.crm.text("1", "domain")).isNull();
        assertThat(scene.answers("crm", "1")).isEmpty();
    }

    private static void people(EnrichmentScene scene) {
        scene.register.enterSoleProprietor("900000003", "name", "Ola Hansen", "zip", "0150", "country", "NO");
        scene.crm.add("name", "Ola Hansen");
        SyncReport report = scene.sync();
        assertThat(scene.enriched(report).none()).isEqualTo(1);
        scene.settle();
        assertThat(scene.crm.text("1", "zip")).isNull();
    }

    private static void noTarget(EnrichmentScene scene) {
        scene.enterAcme();
        scene.register.enter("900000002", "name", "Nobody asked AS", "country", "NO");
        scene.crm.add("name", "Acme AS");
        SyncReport first = scene.sync();
        assertThat(first.written()).doesNotContainKey(EnrichmentScene.REGISTER);
        scene.settle();
        assertThat(scene.crm.ids()).hasSize(1);
        assertThat(scene.erp.ids()).hasSize(1);
        scene.withStore(store -> {
            assertThat(store.goldens(EntityType.ORGANISATION)).isEqualTo(1);
            assertThat(store.audit(0, 100)).noneMatch(entry -> entry.system().equals(EnrichmentScene.REGISTER));
        });
    }

    private static void silent(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS");
        scene.crm.add("name", "Unheard of AS");
        scene.erp.add("name", "Acme AS", "zip", "0150");
        scene.settle();
        scene.register.takeAsked();
        scene.crmSystem.forgetCounts();
        scene.erpSystem.forgetCounts();
        for (int run = 0; run < 10; run++) {
            SyncReport report = scene.sync();
            assertThat(report.writes()).isZero();
            assertThat(report.goldenChanges()).isZero();
        }
        assertThat(scene.register.takeAsked()).isEmpty();
        assertThat(scene.crmSystem.writeCalls() + scene.erpSystem.writeCalls()).isZero();
    }

    private static void cleared(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS");
        scene.settle();
        assertThat(scene.crm.text("1", "domain")).isEqualTo("acme.example");
        scene.crm.put("1", "domain", "");
        scene.settle();
        scene.sync();
        assertThat(scene.crm.text("1", "domain")).isIn(null, "");
        assertThat(scene.erp.text(scene.erp.ids().get(0), "domain")).isIn(null, "");
    }

    private static void clearedBefore(EnrichmentScene scene) {
        scene.crm.add("name", "Acme AS", "domain", "old.example");
        scene.erp.add("name", "Acme AS", "domain", "old.example");
        scene.settle();
        scene.crm.put("1", "domain", "");
        scene.settle();
        assertThat(scene.erp.text("1", "domain")).isIn(null, "");
        scene.enterAcme();
        scene.clock.advance(Duration.ofDays(14));
        scene.settle();
        assertThat(scene.crm.text("1", "zip")).isEqualTo("0150");
        assertThat(scene.crm.text("1", "domain")).isIn(null, "");
        assertThat(scene.erp.text("1", "domain")).isIn(null, "");
    }

    private static void named(EnrichmentScene scene) {
        scene.config = builder -> builder.winner(
                EntityType.ORGANISATION.name(), "domain", SurvivorshipRule.master(EnrichmentScene.REGISTER));
        scene.enterAcme();
        scene.crm.add("name", "Acme AS", "domain", "own.example");
        scene.settle();
        assertThat(scene.crm.text("1", "domain")).isEqualTo("acme.example");
    }

    private static void unnamed(EnrichmentScene scene) {
        scene.config = builder -> builder.winner(EntityType.ORGANISATION.name(), "domain", SurvivorshipRule.longest());
        scene.enterAcme();
        scene.crm.add("name", "Acme AS", "domain", "a.example");
        scene.settle();
        assertThat(scene.crm.text("1", "domain")).isEqualTo("a.example");
    }

    /** These two names differ here only in case, and are equal in the register. */
    private static void twice(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS");
        scene.crm.add("name", "ACME as");
        scene.settle();
        assertThat(scene.crm.text("1", "zip")).isEqualTo("0150");
        assertThat(scene.crm.text("2", "zip")).isEqualTo("0150");
        assertThat(scene.answers("crm", "1")).hasSize(1).doesNotContainAnyElementsOf(scene.answers("crm", "2"));
        assertThat(scene.erp.ids()).hasSize(2);
    }
}
