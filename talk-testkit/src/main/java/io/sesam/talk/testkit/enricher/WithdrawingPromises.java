package io.sesam.talk.testkit.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.policy.TargetPolicy.OnDelete;
import io.sesam.talk.result.SyncReport;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The promises about withdrawn enrichment values. */
final class WithdrawingPromises {
    private static final String MADE = "1";

    static final List<EnrichmentPromise> ALL = List.of(
            new EnrichmentPromise(
                    "values are withdrawn everywhere when the company is renamed",
                    scene -> withdrawn(scene, s -> s.crm.put("1", "name", "Something else"))),
            new EnrichmentPromise(
                    "values are withdrawn when the entry is deleted from the register",
                    scene -> withdrawn(scene, s -> s.register.strikeOff("900000001"))),
            new EnrichmentPromise(
                    "values are withdrawn when a person decides that it is not the same company",
                    WithdrawingPromises::keptApart),
            new EnrichmentPromise(
                    "values are withdrawn when the country turns out to be another", WithdrawingPromises::country),
            new EnrichmentPromise("values are withdrawn when the name is cleared", WithdrawingPromises::nameless),
            new EnrichmentPromise("another match replaces the previous one", WithdrawingPromises::replaced),
            new EnrichmentPromise(
                    "values are withdrawn where a read-only system has the rest of the address",
                    WithdrawingPromises::oneSided),
            new EnrichmentPromise("a value edited by a person since then stays", WithdrawingPromises::edited),
            new EnrichmentPromise(
                    "a value that another system has since entered itself stays", WithdrawingPromises::confirmed),
            new EnrichmentPromise(
                    "after a split, values stay with the part they are about", WithdrawingPromises::split),
            new EnrichmentPromise(
                    "an entry without records becomes no organisation of its own", WithdrawingPromises::orphan),
            new EnrichmentPromise("a withdrawal is no deletion", WithdrawingPromises::noDeletion),
            new EnrichmentPromise("withdrawn values can be given again", WithdrawingPromises::again),
            new EnrichmentPromise(
                    "a record that was gone and returns is completed again", WithdrawingPromises::backAgain),
            new EnrichmentPromise(
                    "an insert without a response contains enrichment values too", WithdrawingPromises::lostInsert),
            new EnrichmentPromise(
                    "an update without a response contains enrichment values too", WithdrawingPromises::lostUpdate),
            new EnrichmentPromise("an erasure requires no action in a register", WithdrawingPromises::erased));

    private WithdrawingPromises() {}

    private static void given(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS");
        scene.settle();
        assertThat(scene.erp.text(MADE, "address")).isEqualTo("Storgata 1");
        assertThat(scene.crm.text("1", "domain")).isEqualTo("acme.example");
    }

    private static void withdrawn(EnrichmentScene scene, Consumer<EnrichmentScene> what) {
        given(scene);
        what.accept(scene);
        scene.settle();
        isBlank(scene, "address", "zip", "country", "domain");
        assertThat(scene.answers("crm", "1")).isEmpty();
        assertThat(scene.crm.ids()).hasSize(1);
        assertThat(scene.erp.ids()).hasSize(1);
        for (int run = 0; run < 5; run++) {
            assertThat(scene.sync().writes()).isZero();
        }
    }

    private static void isBlank(EnrichmentScene scene, String... properties) {
        for (String property : properties) {
            assertThat(scene.crm.text("1", property)).as("crm " + property).isIn(null, "");
            assertThat(scene.erp.text(MADE, property)).as("erp " + property).isIn(null, "");
        }
    }

    private static void keptApart(EnrichmentScene scene) {
        withdrawn(scene, s -> {
            RecordRef answer = s.answers("crm", "1").get(0);
            s.withTalk(talk -> talk.stewardship().unlink(EnrichmentScene.ref("crm", "1"), answer));
        });
        scene.crm.put("1", "domain", "new.example");
        scene.settle();
        assertThat(scene.crm.text("1", "zip")).isIn(null, "");
    }

    private static void country(EnrichmentScene scene) {
        given(scene);
        scene.crm.put("1", "country", "SE");
        scene.settle();
        isBlank(scene, "address", "zip", "domain");
        assertThat(scene.erp.text(MADE, "country")).isEqualTo("SE");
    }

    private static void nameless(EnrichmentScene scene) {
        given(scene);
        scene.crm.put("1", "name", "");
        scene.erp.put(MADE, "name", "");
        scene.settle();
        isBlank(scene, "address", "zip", "domain");
    }

    private static void replaced(EnrichmentScene scene) {
        given(scene);
        scene.register.enter("900000002", "name", "Bolt AS", "address", "Nygata 2", "country", "NO");
        scene.crm.put("1", "name", "Bolt AS");
        scene.settle();
        assertThat(scene.answers("crm", "1")).hasSize(1).first().asString().contains("900000002@");
        assertThat(scene.erp.text(MADE, "address")).isEqualTo("Nygata 2");
        isBlank(scene, "zip", "domain");
    }

    private static void oneSided(EnrichmentScene scene) {
        scene.config = builder -> builder.policy(
                "crm", EntityType.ORGANISATION.name(), TargetPolicy.defaults().share(false));
        scene.enterAcme();
        scene.crm.add("name", "Acme AS", "country", "NO");
        scene.settle();
        assertThat(scene.erp.text(MADE, "zip")).isEqualTo("0150");
        scene.register.strikeOff("900000001");
        scene.erp.losesReplies(true);
        scene.sync();
        scene.erp.losesReplies(false);
        scene.settle();
        assertThat(scene.erp.text(MADE, "zip")).isIn(null, "");
        assertThat(scene.erp.text(MADE, "country")).isEqualTo("NO");
        scene.enterAcme();
        scene.clock.advance(Duration.ofDays(14));
        scene.settle();
        assertThat(scene.erp.text(MADE, "zip")).isEqualTo("0150");
        assertThat(scene.crm.text("1", "zip")).isNull();
    }

    private static void edited(EnrichmentScene scene) {
        given(scene);
        scene.erp.put(MADE, "domain", "edited.example");
        scene.settle();
        assertThat(scene.crm.text("1", "domain")).isEqualTo("edited.example");
        scene.register.strikeOff("900000001");
        scene.settle();
        isBlank(scene, "address", "zip", "country");
        assertThat(scene.crm.text("1", "domain")).isEqualTo("edited.example");
        assertThat(scene.erp.text(MADE, "domain")).isEqualTo("edited.example");
    }

    private static void confirmed(EnrichmentScene scene) {
        given(scene);
        String second = scene.erp.add("name", "Acme AS", "domain", "acme.example");
        scene.settle();
        scene.register.strikeOff("900000001");
        scene.settle();
        assertThat(scene.crm.text("1", "domain")).isEqualTo("acme.example");
        scene.erp.delete(second);
        scene.settle();
        assertThat(scene.crm.text("1", "domain")).isEqualTo("acme.example");
        isBlank(scene, "address", "zip", "country");
    }

    private static void split(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS");
        scene.erp.add("name", "Acme AS");
        scene.settle();
        assertThat(scene.erp.text(MADE, "zip")).isEqualTo("0150");
        scene.erp.put(MADE, "name", "Bolt AS");
        scene.crm.put("1", "domain", "own.example");
        scene.withTalk(
                talk -> talk.stewardship().unlink(EnrichmentScene.ref("crm", "1"), EnrichmentScene.ref("erp", MADE)));
        scene.settle();
        assertThat(scene.crm.text("1", "zip")).isEqualTo("0150");
        assertThat(scene.answers("crm", "1")).hasSize(1);
        assertThat(scene.answers("erp", MADE)).isEmpty();
        assertThat(scene.erp.text(MADE, "zip")).isIn(null, "");
    }

    private static void orphan(EnrichmentScene scene) {
        given(scene);
        scene.crm.delete("1");
        scene.erp.delete(MADE);
        scene.settle();
        scene.sync();
        assertThat(scene.crm.ids()).isEmpty();
        assertThat(scene.erp.ids()).isEmpty();
        scene.withStore(store -> {
            assertThat(store.goldens(EntityType.ORGANISATION)).isZero();
            assertThat(store.liveRecords(EnrichmentScene.REGISTER, EntityType.ORGANISATION))
                    .isZero();
        });
    }

    private static void noDeletion(EnrichmentScene scene) {
        scene.config = builder -> builder.policy(
                        "erp",
                        EntityType.ORGANISATION.name(),
                        TargetPolicy.defaults().deletes(OnDelete.ARCHIVE))
                .policy(
                        "crm",
                        EntityType.ORGANISATION.name(),
                        TargetPolicy.defaults().deletes(OnDelete.ARCHIVE));
        given(scene);
        scene.register.strikeOff("900000001");
        scene.settle();
        assertThat(scene.crm.ids()).containsExactly("1");
        assertThat(scene.erp.ids()).containsExactly(MADE);
    }

    private static void again(EnrichmentScene scene) {
        given(scene);
        scene.crm.put("1", "name", "Something else");
        scene.settle();
        isBlank(scene, "zip", "domain");
        scene.crm.put("1", "name", "Acme AS");
        scene.settle();
        assertThat(scene.crm.text("1", "zip")).isEqualTo("0150");
        assertThat(scene.erp.text(MADE, "domain")).isEqualTo("acme.example");
        assertThat(scene.sync().writes()).isZero();
    }

    private static void backAgain(EnrichmentScene scene) {
        given(scene);
        scene.crm.delete("1");
        scene.erp.delete(MADE);
        scene.settle();
        scene.crm.put("1", "name", "Acme AS", "address", "", "zip", "", "country", "", "domain", "");
        scene.settle();
        assertThat(scene.answers("crm", "1")).hasSize(1);
        assertThat(scene.crm.text("1", "zip")).isEqualTo("0150");
        scene.register.takeAsked();
        assertThat(scene.sync().writes()).isZero();
        assertThat(scene.register.takeAsked()).isEmpty();
    }

    private static void lostInsert(EnrichmentScene scene) {
        scene.enterAcme();
        scene.crm.add("name", "Acme AS");
        scene.erp.findsBy(Duration.ZERO, "name").losesReplies(true);
        scene.sync();
        scene.erp.losesReplies(false);
        scene.settle();
        assertThat(scene.erp.ids()).hasSize(1);
        assertThat(scene.erp.text(MADE, "zip")).isEqualTo("0150");
        scene.register.strikeOff("900000001");
        scene.settle();
        isBlank(scene, "address", "zip", "country", "domain");
    }

    private static void lostUpdate(EnrichmentScene scene) {
        scene.crm.add("name", "Acme AS");
        scene.erp.add("name", "Acme AS");
        scene.settle();
        scene.enterAcme();
        scene.clock.advance(Duration.ofDays(14));
        scene.erp.losesReplies(true);
        scene.sync();
        assertThat(scene.erp.text(MADE, "zip")).isEqualTo("0150");
        scene.erp.losesReplies(false);
        scene.sync();
        scene.erp.losesReplies(true);
        scene.register.strikeOff("900000001");
        scene.sync();
        scene.erp.losesReplies(false);
        scene.settle();
        isBlank(scene, "address", "zip", "country", "domain");
        scene.enterAcme();
        scene.clock.advance(Duration.ofDays(14));
        scene.settle();
        assertThat(scene.erp.text(MADE, "zip")).isEqualTo("0150");
        assertThat(scene.crm.text("1", "zip")).isEqualTo("0150");
    }

    private static void erased(EnrichmentScene scene) {
        given(scene);
        scene.withTalk(talk -> talk.stewardship().erase(EnrichmentScene.ref("crm", "1")));
        SyncReport report = scene.settle();
        assertThat(report.erasures())
                .noneMatch(erasure -> erasure.record().system().equals(EnrichmentScene.REGISTER));
        scene.withStore(store -> assertThat(store.liveRecords(EnrichmentScene.REGISTER, EntityType.ORGANISATION))
                .isZero());
    }
}
