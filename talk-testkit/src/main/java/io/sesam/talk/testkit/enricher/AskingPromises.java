package io.sesam.talk.testkit.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.result.SyncReport;
import java.time.Duration;
import java.util.List;

/** The promises about lookups and the validity of answers. */
final class AskingPromises {
    static final List<EnrichmentPromise> ALL = List.of(
            new EnrichmentPromise("\"no match\" is looked up again after it has expired", AskingPromises::noneExpires),
            new EnrichmentPromise("a failed lookup is repeated by the next run", AskingPromises::down),
            new EnrichmentPromise("an ambiguous answer has its own time to live", AskingPromises::ambiguousExpires),
            new EnrichmentPromise("a match is looked up again after it has expired", AskingPromises::matchExpires),
            new EnrichmentPromise("the same answer again is no change", AskingPromises::sameAgain),
            new EnrichmentPromise("lookups beyond the budget of a run wait for the next", AskingPromises::budget),
            new EnrichmentPromise("only changed records are looked up", AskingPromises::onlyChanged),
            new EnrichmentPromise("after a change of edition all records are looked up again", AskingPromises::edition),
            new EnrichmentPromise(
                    "an update of the register causes a new lookup, and nothing else", AskingPromises::news));

    private AskingPromises() {}

    private static void noneExpires(EnrichmentScene scene) {
        scene.crm.add("name", "Acme AS");
        scene.settle();
        scene.enterAcme();
        scene.register.takeAsked();
        scene.clock.advance(Duration.ofDays(13));
        scene.settle();
        assertThat(scene.register.takeAsked()).isEmpty();
        scene.clock.advance(Duration.ofDays(1));
        scene.settle();
        assertThat(scene.register.takeAsked()).containsExactly("Acme AS");
        assertThat(scene.crm.text("1", "zip")).isEqualTo("0150");
    }

    private static void down(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS");
        scene.register.down(true);
        SyncReport report = scene.sync();
        assertThat(scene.enriched(report).unanswered()).isEqualTo(1);
        assertThat(report.paused()).containsEntry(EnrichmentScene.REGISTER, "the register is closed for the day");
        assertThat(scene.enriched(report).waiting()).isEqualTo(1);
        scene.sync();
        assertThat(scene.register.takeAsked()).containsExactly("Acme AS", "Acme AS");
        scene.register.down(false);
        report = scene.sync();
        assertThat(scene.enriched(report).matched()).isEqualTo(1);
        assertThat(scene.enriched(report).waiting()).isZero();
        assertThat(scene.crm.text("1", "zip")).isEqualTo("0150");
    }

    private static void ambiguousExpires(EnrichmentScene scene) {
        scene.enterAcme();
        scene.register.enter("900000002", "name", "Acme AS", "country", "NO");
        scene.crm.add("name", "Acme AS");
        scene.settle();
        scene.register.strikeOff("900000002");
        scene.register.takeAsked();
        scene.clock.advance(Duration.ofDays(29));
        scene.settle();
        assertThat(scene.register.takeAsked()).isEmpty();
        scene.clock.advance(Duration.ofDays(1));
        scene.settle();
        assertThat(scene.crm.text("1", "zip")).isEqualTo("0150");
    }

    private static void matchExpires(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS");
        scene.settle();
        scene.register.takeAsked();
        scene.clock.advance(Duration.ofDays(89));
        scene.settle();
        assertThat(scene.register.takeAsked()).isEmpty();
        scene.clock.advance(Duration.ofDays(1));
        scene.settle();
        assertThat(scene.register.takeAsked()).containsExactly("Acme AS");
    }

    private static void sameAgain(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS");
        scene.settle();
        scene.clock.advance(Duration.ofDays(91));
        SyncReport report = scene.sync();
        assertThat(scene.enriched(report).matched()).isEqualTo(1);
        assertThat(report.goldenChanges()).isZero();
        assertThat(report.writes()).isZero();
    }

    private static void budget(EnrichmentScene scene) {
        for (int i = 0; i < 7; i++) {
            scene.crm.add("name", "Company " + i);
        }
        scene.register.perRun(4);
        SyncReport report = scene.sync();
        assertThat(scene.register.takeAsked()).hasSize(4);
        assertThat(scene.enriched(report).waiting()).isEqualTo(3);
        report = scene.sync();
        assertThat(scene.register.takeAsked()).hasSize(3);
        assertThat(scene.enriched(report).waiting()).isZero();
    }

    private static void edition(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS");
        scene.crm.add("name", "Nobody AS");
        scene.settle();
        scene.register.takeAsked();
        scene.register.edition("the second");
        scene.settle();
        assertThat(scene.register.takeAsked()).containsExactlyInAnyOrder("Acme AS", "Nobody AS");
        scene.settle();
        assertThat(scene.register.takeAsked()).isEmpty();
    }

    private static void onlyChanged(EnrichmentScene scene) {
        for (int i = 0; i < 5; i++) {
            scene.crm.add("name", "Company " + i);
        }
        scene.settle();
        scene.register.takeAsked();
        scene.crm.put("3", "name", "Another name");
        scene.crm.put("4", "domain", "four.example");
        scene.settle();
        assertThat(scene.register.takeAsked()).containsExactly("Another name");
        scene.withStore(store -> assertThat(store.tasks(EnrichmentScene.REGISTER, EntityType.ORGANISATION))
                .isZero());
    }

    private static void news(EnrichmentScene scene) {
        scene.enterAcme();
        scene.register.enter("900000002", "name", "Bolt AS", "zip", "5003", "country", "NO");
        scene.crm.add("name", "Acme AS");
        scene.crm.add("name", "Bolt AS");
        scene.settle();
        scene.register.takeAsked();
        for (int i = 0; i < 9; i++) {
            scene.register.enter("80000000" + i, "name", "Not known here " + i);
        }
        scene.register.enter("900000002", "name", "Bolt AS", "zip", "5004", "country", "NO");
        scene.settle();
        assertThat(scene.register.takeAsked()).containsExactly("Bolt AS");
        assertThat(scene.crm.text("2", "zip")).isEqualTo("5004");
        assertThat(scene.erp.find("zip", "5004")).hasSize(1);
    }
}
