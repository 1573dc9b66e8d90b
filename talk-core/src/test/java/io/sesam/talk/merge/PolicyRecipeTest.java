package io.sesam.talk.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.KeyForm;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.policy.TypePolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A recipe that was sent elsewhere makes an equal policy there. */
final class PolicyRecipeTest {
    @Test
    void theDefaultsOfEachTypeArrive() throws Exception {
        assertThat(sent(PolicyRecipe.of(Person.SCHEMA).trust("crm", "erp")).policy())
                .isEqualTo(TypePolicy.defaults(Person.SCHEMA, "crm", "erp"));
        assertThat(sent(PolicyRecipe.of(Organisation.SCHEMA)).policy())
                .isEqualTo(TypePolicy.defaults(Organisation.SCHEMA));
    }

    @Test
    void rulesFormsAndLimitsArrive() throws Exception {
        PolicyRecipe recipe = PolicyRecipe.of(Person.SCHEMA)
                .trust("crm", "erp")
                .matching("firstname", "lastname")
                .comparing("lastname", "caseFolded")
                .comparing("firstname", PolicyRecipeTest::initial)
                .ignoring("info@x.example")
                .limitedTo(10, 5)
                .winner("firstname", "longest")
                .winner("lastname", "mostTrusted")
                .winner("gender", "master", "erp")
                .winner("email", PolicyRecipeTest::hosts);
        MatchRule names = MatchRule.same("firstname", "lastname")
                .comparing("lastname", KeyForm.CASE_FOLDED)
                .comparing("firstname", initial());
        List<SystemName> trust = List.of(new SystemName("crm"), new SystemName("erp"));
        TypePolicy expected = TypePolicy.of(
                MatchRules.defaultsFor(EntityType.PERSON)
                        .by(MatchRule.same("email"), names)
                        .ignoring("info@x.example")
                        .limitedTo(10, 5),
                Survivorship.newest(Person.SCHEMA, trust)
                        .with("firstname", SurvivorshipRule.longest())
                        .with("lastname", SurvivorshipRule.mostTrusted(trust))
                        .with("gender", SurvivorshipRule.master("erp"))
                        .with("email", hosts()));

        assertThat(recipe.policy()).isEqualTo(expected);
        assertThat(sent(recipe).policy()).isEqualTo(expected);
        assertThat(recipe.matchingNothing().policy()).isNotEqualTo(expected);
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        PolicyRecipe recipe = PolicyRecipe.of(Person.SCHEMA);
        assertThatThrownBy(() -> recipe.winner("email", "youngest"))
                .hasMessageContaining("there are newest, mostTrusted");
        assertThatThrownBy(() -> recipe.comparing("email", "soundex"))
                .hasMessageContaining("visible, caseFolded, digits");
        assertThatThrownBy(() -> recipe.winner("email", "master")).hasMessageContaining("names one system");
    }

    private static KeyForm initial() {
        return KeyForm.of("initial", text -> text.substring(0, 1));
    }

    private static SurvivorshipRule hosts() {
        return SurvivorshipRule.custom("last", claims -> claims.get(claims.size() - 1));
    }

    private static PolicyRecipe sent(PolicyRecipe recipe) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(recipe);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (PolicyRecipe) in.readObject();
        }
    }
}
