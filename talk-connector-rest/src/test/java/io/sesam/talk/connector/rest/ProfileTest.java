package io.sesam.talk.connector.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.rest.RestProfile;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the problems in a profile. All are reported together, with their lines and without values. */
final class ProfileTest {
    @TempDir
    Path directory;

    private static List<String> problems(String text) {
        TalkException e = catchThrowableOfType(TalkException.class, () -> RestProfile.parse(text, "plain.yaml"));
        assertThat(e).as("what is thrown").isNotNull();
        assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
        return e.problems();
    }

    @Test
    void everyProblemIsToldWithItsLineAndTheNearestKey() {
        List<String> problems = problems("""
                name: Plain
                authentification: bearer
                limits: { calls: 0, per: soon }
                types:
                  person:
                    path: people
                    paging: { style: cursr, size: 10 }
                    deletes: sweeps
                    get: { path: /people }
                    fields:
                      firstname: first
                      gender: { pointer: /sex, words: { MALE: X, FEMALE: x } }
                      email: { pointer: /email, requierd: true, secret: canary7f3a }
                    update: { method: GET, path: "/people/{id}", under: person }
                """);

        assertThat(problems)
                .anyMatch(problem ->
                        problem.startsWith("plain.yaml, line 2: authentification is an unknown key; did you mean"))
                .anyMatch(problem -> problem.contains("authentication is missing"))
                .anyMatch(problem -> problem.startsWith("plain.yaml, line 3: limits.calls must be"))
                .anyMatch(problem -> problem.startsWith("plain.yaml, line 3: limits.per must be"))
                .anyMatch(problem -> problem.startsWith("plain.yaml, line 6: types.person.path must begin with /"))
                .anyMatch(problem -> problem.startsWith("plain.yaml, line 7: types.person.paging.style must be one of"))
                .anyMatch(problem -> problem.startsWith("plain.yaml, line 8: types.person.deletes must be one of"))
                .anyMatch(problem -> problem.startsWith("plain.yaml, line 9: types.person.get.path must begin with /"))
                .anyMatch(problem -> problem.startsWith("plain.yaml, line 11: types.person.fields.firstname must be"))
                .anyMatch(problem -> problem.startsWith("plain.yaml, line 12: types.person.fields.gender.words"))
                .anyMatch(problem -> problem.endsWith("requierd is an unknown key; did you mean \"required\"?"))
                .anyMatch(problem -> problem.startsWith("plain.yaml, line 14: types.person.update.method must be"))
                .anyMatch(problem -> problem.startsWith("plain.yaml, line 14: types.person.update.under must be"))
                .noneMatch(problem -> problem.contains("canary"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name: [",
                "just words",
                "- a\n- b",
                "name: Plain\nname: Plain\n",
                "name: Plain\nauthentication: none\ntypes: {}",
                "{\"name\":\"Plain\",\"authentication\":\"none\",\"types\":{\"person\":{}}}"
            })
    void whatIsNoProfileIsRefusedInWords(String text) {
        assertThat(problems(text)).isNotEmpty().allMatch(problem -> problem.contains("plain.yaml"));
    }

    @Test
    void whereThereArePagesSingleRecordsNeedAPathOfTheirOwn() {
        assertThat(problems("""
                name: Plain
                authentication: none
                types:
                  person:
                    path: /people
                    paging: { style: link, size: 10 }
                    fields: { firstname: /first }
                """)).singleElement().asString().contains("types.person.get is missing");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> RestProfile.read(directory.resolve("none.yaml")))
                .hasMessageContaining("none.yaml");
    }

    @Test
    void typesAndValuesThatDoNotFitTheHostsAreToldWhenItIsOpened() {
        try (Place place = Place.saying(directory, "[]")) {
            assertThatThrownBy(() -> place.connect("""
                    name: Plain
                    authentication: none
                    types:
                      persn: { path: /people, fields: { firstname: /first } }
                      organisation: { path: /firms, fields: { name: { pointer: /name, country: alpha2 } } }
                      person: { path: /p, fields: { gender: { pointer: /sex, words: { MAN: m } } } }
                    """))
                    .isInstanceOf(TalkException.class)
                    .hasMessageContainingAll("persn", "did you mean \"person\"", "organisation.name", "MAN");
        }
    }

    @Test
    void aPropertyThatWouldOverwriteIdsIsRefused() {
        try (Place place = Place.saying(directory, "[]")) {
            assertThatThrownBy(() -> place.connect("""
                    name: Plain
                    authentication: none
                    types:
                      organisation: { path: /firms, key: /no, fields: { name: /name, zip: { pointer: /no, readOnly: true } }, create: { path: /firms } }
                      person:
                        path: /p
                        key: /id/no
                        fields: { firstname: /id, email: /id/no, lastname: /ids }
                        create: { path: /p }
                    """))
                    .isInstanceOf(TalkException.class)
                    .hasMessageContainingAll("person.firstname writes to /id", "person.email writes to /id/no")
                    .hasMessageNotContainingAny("lastname", "organisation");
        }
    }

    @Test
    void aPropertyThatTheHostDoesNotHaveIsPassedOverAndTold() {
        try (Place place = Place.saying(directory, "[]")) {
            Connector connector = place.connect("""
                    name: Plain
                    authentication: none
                    types:
                      person: { path: /people, fields: { firstnam: /first, lastname: /last } }
                    """);

            Check check = connector.check();

            assertThat(check.isFine()).isTrue();
            assertThat(Place.messages(check, Check.Level.WARNING))
                    .singleElement()
                    .asString()
                    .contains("person.firstnam", "did you mean \"firstname\"?");
        }
    }

    @Test
    void secretsThatTheWayInNeedsAreAskedFor() {
        try (Place place = Place.saying(directory, "[]")) {
            for (String way :
                    List.of("bearer", "basic", "oauth", "client_credentials", "{ style: header, header: X-Key }")) {
                assertThatThrownBy(
                                () -> place.connect("""
                        name: Plain
                        authentication: %s
                        types:
                          person: { path: /people, fields: { firstname: /first } }
                        """.formatted(way), Map.of("tokenUrl", "https://id.example/token")))
                        .isInstanceOfSatisfying(
                                TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
                        .hasMessageContaining("is missing");
            }
        }
    }
}
