package io.sesam.talk.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What decides is in the fingerprint of a policy, and nothing else is. */
final class PolicyFingerprintTest {
    private static final SystemName CRM = new SystemName("crm");
    private static final SystemName ERP = new SystemName("erp");
    private static final Schema BRANCH = Schema.of(
            new EntityType("branch"),
            Property.text("name"),
            Property.text("street").inUnit("home"),
            Property.text("zip").inUnit("home"));

    private static MatchRules rules() {
        return MatchRules.defaultsFor(BRANCH.type())
                .by(MatchRule.same("name"), MatchRule.same("street", "zip"))
                .ignoring("head office", "none")
                .limitedTo(40, 10);
    }

    private static Survivorship survivorship() {
        return Survivorship.newest(BRANCH, List.of(CRM, ERP)).with("name", SurvivorshipRule.longest());
    }

    private static String of(MatchRules rules) {
        return TypePolicy.of(rules, survivorship()).fingerprint();
    }

    private static String of(Survivorship survivorship) {
        boolean full = survivorship.schema().equals(survivorship().schema());
        MatchRules rules = full ? rules() : MatchRules.defaultsFor(BRANCH.type());
        return TypePolicy.of(rules, survivorship).fingerprint();
    }

    private static Survivorship over(Property... properties) {
        return Survivorship.newest(Schema.of(BRANCH.type(), properties), List.of(CRM, ERP));
    }

    private static void assertAllDiffer(Stream<String> fingerprints) {
        assertThat(fingerprints).doesNotHaveDuplicates().allMatch(hex -> hex.matches("[0-9a-f]{64}"));
    }

    @Test
    void everyPartOfTheMatchRulesDecides() {
        MatchRules base = rules();
        assertAllDiffer(Stream.of(
                of(base),
                of(base.by()),
                of(base.by(MatchRule.same("name"))),
                of(base.by(MatchRule.same("name"), MatchRule.same("street"), MatchRule.same("zip"))),
                of(base.by(MatchRule.same("name"), MatchRule.same("zip", "street"))),
                of(base.by(MatchRule.same("name"), new MatchRule("place", List.of("street", "zip")))),
                of(base.ignoring()),
                of(base.ignoring("head office")),
                of(base.ignoring("head office, none")),
                of(base.ignoring("head", "office", "none")),
                of(base.limitedTo(41, 10)),
                of(base.limitedTo(40, 11)),
                of(base.limitedTo(401, 0 + 1))));
    }

    @Test
    void everyPartOfSurvivorshipDecides() {
        Survivorship base = survivorship();
        assertAllDiffer(Stream.of(
                of(base),
                of(Survivorship.newest(BRANCH, List.of(CRM, ERP))),
                of(Survivorship.newest(BRANCH, List.of(ERP, CRM)).with("name", SurvivorshipRule.longest())),
                of(Survivorship.newest(BRANCH, List.of(CRM)).with("name", SurvivorshipRule.longest())),
                of(base.with("name", SurvivorshipRule.mostFrequent())),
                of(base.with("name", SurvivorshipRule.master(CRM))),
                of(base.with("name", SurvivorshipRule.master(ERP))),
                of(base.with("name", SurvivorshipRule.mostTrusted(List.of(CRM, ERP)))),
                of(base.with("name", SurvivorshipRule.mostTrusted(List.of(ERP, CRM)))),
                of(base.with("name", SurvivorshipRule.custom("loudest", claims -> claims.get(0)))),
                of(base.with("name", SurvivorshipRule.custom("quietest", claims -> claims.get(0)))),
                // a property with a rule of its own no longer travels with its unit
                of(base.with("zip", SurvivorshipRule.NEWEST)),
                of(base.with("street", SurvivorshipRule.longest()))));
    }

    @Test
    void everyPartOfTheSchemaDecides() {
        Property name = Property.text("name");
        assertAllDiffer(Stream.of(
                of(over(name)),
                of(over(Property.text("title"))),
                of(over(name, Property.text("title"))),
                of(over(Property.text("title"), name)),
                of(over(Property.of("name", Kind.EMAIL))),
                of(over(Property.reference("name", EntityType.PERSON))),
                of(over(Property.reference("name", EntityType.PRODUCT))),
                of(over(name.inUnit("a"))),
                of(over(name.inUnit("b"))),
                of(Survivorship.newest(Schema.of(new EntityType("shop"), name), List.of(CRM, ERP)))));
    }

    @Test
    void everyPartOfATargetPolicyDecidesButHowMuchMayBeDoneAtOnce() {
        TargetPolicy base = TargetPolicy.defaults();
        List<String> fingerprints = new ArrayList<>(List.of(
                base.fingerprint(),
                base.share(false).fingerprint(),
                base.fullSync(false).fingerprint(),
                base.duplicates(TargetPolicy.OnDuplicate.SYNC).fingerprint()));
        Arrays.stream(TargetPolicy.OnDelete.values())
                .filter(answer -> answer != base.deletes())
                .forEach(answer -> fingerprints.add(base.deletes(answer).fingerprint()));
        assertAllDiffer(fingerprints.stream());
        assertThat(base.changeLimit(ChangeLimit.none()).fingerprint()).isEqualTo(base.fingerprint());
        assertThat(Arrays.stream(TargetPolicy.class.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers())))
                .as("a new component decides, or is named here")
                .hasSize(5);
    }

    @Test
    void aPolicyRefusesPartsOfAnotherSchema() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypePolicy.of(rules(), over(Property.text("name"))))
                .withMessageContaining("street");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypePolicy.of(rules(), survivorship())
                        .survivorship(Survivorship.newest(Person.SCHEMA, List.of())))
                .withMessageContaining("person");
    }

    @Test
    void policiesThatDecideAlikeHaveTheSame() {
        assertThat(of(rules().ignoring("none ", "HEAD office"))).isEqualTo(of(rules()));
        assertThat(of(survivorship().with("name", SurvivorshipRule.longest()))).isEqualTo(of(survivorship()));
        Survivorship plain = over(Property.text("name"));
        assertThat(of(plain.with("name", SurvivorshipRule.NEWEST))).isEqualTo(of(plain));
    }

    @Test
    void noTwoComponentsFeedTheSame() {
        assertAllDiffer(Stream.of(
                        PolicyFingerprint.of("a"),
                        PolicyFingerprint.of("a").add("b", "c"),
                        PolicyFingerprint.of("a").add("bc", ""),
                        PolicyFingerprint.of("a").add("b", ""),
                        PolicyFingerprint.of("a").add("b", List.of()),
                        PolicyFingerprint.of("a").add("b", List.of("c", "")),
                        PolicyFingerprint.of("a").add("b", List.of("", "c")),
                        PolicyFingerprint.of("a").add("b", "").add("c", ""),
                        PolicyFingerprint.of("ab").add("c", ""))
                .map(PolicyFingerprint::hex));
    }

    /** They are stored: when these change, everything is compared once more after an upgrade. */
    @Test
    void theyAreTheSameInEveryProcess() {
        assertThat(of(rules())).isEqualTo("fc4357ca5480eb022c72ae0b13cf1869182ffc4c09e95cd503a132d410edea90");
        assertThat(TargetPolicy.defaults().fingerprint())
                .isEqualTo("a847c65e34049cb4118687a9e4e6f047133899344d29baff3be1fd126295bccf");
    }
}
