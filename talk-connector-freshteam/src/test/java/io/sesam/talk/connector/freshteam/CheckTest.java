package io.sesam.talk.connector.freshteam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CheckTest {
    private final Office office = new Office();

    @AfterEach
    void close() {
        office.close();
    }

    private static List<String> messages(Check check, Check.Level level) {
        return check.findings().stream()
                .filter(finding -> finding.level() == level)
                .map(Check.Finding::message)
                .toList();
    }

    @Test
    void aHealthyAccountIsFineAndTheVendorsClosingIsAWarning() {
        Check check = office.connector.check();

        assertThat(check.isFine()).isTrue();
        assertThat(messages(check, Check.Level.WARNING))
                .hasSize(1)
                .first()
                .asString()
                .contains("2026-06-07");
    }

    @Test
    void missingRolesAreAWarning() {
        Check check = office.other(Map.of("roleIds", List.of())).check();

        assertThat(check.isFine()).isTrue();
        assertThat(messages(check, Check.Level.WARNING)).anyMatch(message -> message.contains("roleIds"));
    }

    @Test
    void aRoleThatIsNotThereIsAProblemAndThoseThatAreAreNamed() {
        Check check = office.other(Map.of("roleIds", List.of("99"))).check();

        assertThat(messages(check, Check.Level.PROBLEM))
                .singleElement()
                .asString()
                .contains(office.account.roleIds().get(0).toString());
    }

    @Test
    void aCheckAsksForTheTypesThatTakePart() {
        office.account.forbid("branches");

        assertThat(office.connector.check(Set.of(EntityType.PERSON)).isFine()).isTrue();
        assertThat(office.connector.check(Set.of(EntityType.ORGANISATION)).isFine())
                .isFalse();
        assertThat(office.account.server().requests())
                .allMatch(request -> request.method().equals("GET"));
        office.account.server().forget();
        office.connector.check(Set.of(EntityType.ORGANISATION));
        assertThat(office.account.server().requests())
                .noneMatch(request -> request.path().endsWith("/employees"));
    }

    @Test
    void allThatTheRoleOfTheKeysUserLacksIsToldAtOnce() {
        office.account.forbid("branches");
        office.account.forbid("roles");

        assertThat(messages(office.connector.check(), Check.Level.PROBLEM))
                .hasSize(2)
                .allMatch(message -> message.contains("role of the key's user"));
    }

    @Test
    void aKeyThatWasRevokedIsToldOnce() {
        office.account.revokeKey();

        assertThat(messages(office.connector.check(), Check.Level.PROBLEM)).hasSize(1);
    }

    @Test
    void settingsThatCannotBeAreRefusedBeforeAnythingIsSent() {
        for (Map<String, ?> wrong :
                List.of(Map.of("domain", "https://acme.example/"), Map.of("roleIds", List.of("Employee")))) {
            assertThatThrownBy(() -> office.connect(wrong))
                    .isInstanceOfSatisfying(
                            TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION));
        }
        assertThat(office.account.server().requests()).isEmpty();
    }
}
