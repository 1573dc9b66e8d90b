package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.cli.Place.Result;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mass mistake at the command line: it stops, and a person decides (R26). */
@Tag("R26")
final class BrakeCommandTest {
    private Place place;

    @BeforeEach
    void aMassMistake(@TempDir Path directory) {
        place = new Place(directory)
                .file("talk.yaml", """
                        store: { kind: sqlite, path: talk.db }
                        connections:
                          crm: { connector: csv, settings: { directory: crm } }
                          staff:
                            connector: csv
                            settings: { directory: staff }
                            types: { person: { brake: { count: 2, percent: 10 } } }
                        """)
                .file("staff/person.csv", "id,firstname,lastname,email\n")
                .file("crm/person.csv", people("Right"));
        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);
        place.file("crm/person.csv", people("Wrong"));
        Result stopped = place.talk("sync");
        assertThat(stopped.code()).isEqualTo(ExitCode.HELD);
        assertThat(stopped.out()).contains("Held by the change limit", "staff/person: 3 records would change");
        assertThat(place.read("staff/person.csv")).doesNotContain("Wrong");
    }

    private static String people(String lastname) {
        return IntStream.range(0, 3)
                .mapToObj(i -> i + ",P" + i + "," + lastname + ",p" + i + "@one.example\n")
                .collect(Collectors.joining("", "id,firstname,lastname,email\n", ""));
    }

    @Test
    void statusTellsOfThePlanAndOfTheWord() {
        assertThat(place.talk("status").out())
                .contains("staff/person: 3 records would change", "nothing of it was done");

        place.talk("approve", "staff", "person");

        assertThat(place.talk("status").out()).contains("approved, the next sync does it");
        assertThat(place.talk("status", "--json").json().get("heldPlans")).hasSize(1);
    }

    @Test
    void oneSettingHoldsForAllThatSayNothingOfTheirOwn() {
        String types = "            types: { person: { brake: { count: 2, percent: 10 } } }";
        place.file("talk.yaml", place.read("talk.yaml").replace(types.strip(), "") + "brake: { count: 3 }\n");
        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);
        place.file("talk.yaml", place.read("talk.yaml").replace("count: 3", "count: 2"));
        place.file("crm/person.csv", people("Oops"));

        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.HELD);
        assertThat(place.talk("approve", "--help").out()).contains("Lets the next sync carry out");
    }

    @Test
    void anApprovedPlanIsCarriedOut() {
        assertThat(place.talk("approve", "staff", "person").code()).isEqualTo(ExitCode.DONE);

        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);
        assertThat(place.read("staff/person.csv")).contains("Wrong");
    }

    @Test
    void aRejectedPlanIsDropped() {
        assertThat(place.talk("reject", "staff", "person").code()).isEqualTo(ExitCode.DONE);

        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);
        assertThat(place.read("staff/person.csv")).doesNotContain("Wrong");
        assertThat(place.talk("approve", "staff", "person").err()).contains("no plan for staff/person");
    }
}
