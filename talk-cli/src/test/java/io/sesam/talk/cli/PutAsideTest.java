package io.sesam.talk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Parked;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many writes that are put aside, told in a few lines. */
final class PutAsideTest {
    @Test
    @Tag("R22")
    void thoseOfOneReasonAreToldTogetherAndTenReasonsAreEnough() {
        List<Parked> all = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            all.add(parked(i, "the name is too long"));
        }
        for (int i = 0; i < 12; i++) {
            all.add(parked(2000 + i, "reason " + i));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        ParkedText.of((skip, limit) -> all.stream().skip(skip).limit(limit).toList())
                .print(new PrintStream(out, true, UTF_8));

        assertThat(out.toString(UTF_8).lines())
                .hasSize(11)
                .startsWith("  1,200 x crm/person: the name is too long", "  crm/person: reason 0")
                .endsWith("  and 3 for other reasons");
    }

    private static Parked parked(int number, String reason) {
        RecordRef ref = RecordRef.of("crm", EntityType.PERSON, "r" + number);
        return new Parked(
                new SystemName("crm"),
                EntityType.PERSON,
                GoldenId.foundedBy(ref),
                ref.id(),
                reason,
                "f",
                Instant.EPOCH);
    }
}
