package io.sesam.talk.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Times as systems and files spell them. */
final class TimeTextTest {
    private static final Instant TEN = Instant.parse("2020-06-30T10:00:00Z");

    @Test
    @Tag("R12")
    void commonSpellingsOfOneTimeAreThatTime() {
        for (String text : List.of(
                "2020-06-30T10:00:00Z",
                " 2020-06-30t10:00:00z ",
                "2020-06-30T10:00:00+0000",
                "2020-06-30T10:00:00.000+0000",
                "2020-06-30T12:00:00+02",
                "2020-06-30T12:00:00+02:00",
                "2020-06-30T12:00:00+02:00[Europe/Oslo]",
                "2020-06-30T05:00:00-0500",
                "2020-06-30T10:00",
                "2020-06-30 10:00:00",
                "2020-06-30 10:00:00 UTC",
                "2020-06-30 10:00:00 +0000",
                "2020-06-30 12:00:00 +02:00",
                "2020-06-30T10:00:00,000Z",
                "2020/06/30 10:00:00",
                "30.06.2020 10:00",
                "20200630T100000Z",
                "20200630100000",
                "202006301000",
                "Tue, 30 Jun 2020 10:00:00 GMT",
                "Tue, 30 Jun 2020 12:00:00 +0200",
                "30 Jun 2020 10:00:00 GMT",
                "1593511200",
                "1593511200.0",
                "1593511200000",
                "1593511200000000",
                "/Date(1593511200000)/",
                "/Date(1593511200000+0200)/")) {
            assertThat(TimeText.read(text)).as(text).contains(TEN);
        }
    }

    @Test
    @Tag("R12")
    void fractionsDaysAndZonesAreKept() {
        assertThat(TimeText.read("2020-06-30T10:00:00.123456789Z")).contains(TEN.plusNanos(123_456_789));
        assertThat(TimeText.read("1593511200123")).contains(TEN.plusMillis(123));
        assertThat(TimeText.read("1610071200000")).contains(Instant.ofEpochMilli(1_610_071_200_000L));
        assertThat(TimeText.read("2020-06-30")).contains(Instant.parse("2020-06-30T00:00:00Z"));
        assertThat(TimeText.read("20200630")).contains(Instant.parse("2020-06-30T00:00:00Z"));
        assertThat(TimeText.read("2020-06-30T24:00:00Z")).contains(Instant.parse("2020-07-01T00:00:00Z"));
        assertThat(TimeText.read("2020-06-30 12:00:00", ZoneId.of("Europe/Oslo")))
                .contains(TEN);
        assertThat(TimeText.read("2020-06-30 10:00:00Z", ZoneId.of("Europe/Oslo")))
                .contains(TEN);
    }

    @Test
    @Tag("R12")
    @Tag("R43")
    void whatStandsForNoTimeOrForTwoIsNotUnderstood() {
        for (String text : List.of(
                "",
                "0000-00-00",
                "0000-00-00 00:00:00",
                "0001-01-01T00:00:00",
                "2020-02-30",
                "2020-13-01T00:00:00Z",
                "30/06/2020",
                "06/07/2020 10:00",
                "yesterday",
                "0",
                "12",
                "2020",
                "10:00",
                "30 Foo 2020 10:00:00 GMT")) {
            assertThat(TimeText.read(text)).as(text).isEmpty();
        }
    }

    @Test
    void lettersAreReadAsTheTextIs() {
        Random random = new Random(3);
        String[] forms = {
            "2024-02-29T23:59:59Z",
            "2023-02-29T00:00:00Z",
            "1599-01-01T00:00:00Z",
            "1600-03-01 00:00:00",
            "2026-12-31",
            "2026-11-31T10:00:00Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31T12:60:00Z",
            "2026-01-31T12:30:60Z",
            "",
            "  ",
            "31.12.2026 23:59",
            "1700000000",
            "0001-01-01T00:00:00Z",
            "2026-1-1T00:00:00Z+0",
            "9999-12-31T23:59:59Z"
        };
        int known = 0;
        for (int i = 0; i < 20_000; i++) {
            char[] text = forms[random.nextInt(forms.length)].toCharArray();
            for (int change = random.nextInt(3); change > 0 && text.length > 0; change--) {
                text[random.nextInt(text.length)] = "0123456789-:TZ ".charAt(random.nextInt(15));
            }
            byte[] among = ("x" + new String(text) + "y").getBytes(StandardCharsets.UTF_8);
            long expected =
                    TimeText.read(new String(text)).map(SourceRecord::micros).orElse(SourceRecord.NEVER);
            assertThat(TimeText.micros(among, 1, among.length - 1))
                    .as(new String(text))
                    .isEqualTo(expected);
            known += expected == SourceRecord.NEVER ? 0 : 1;
        }
        assertThat(known).isGreaterThan(5_000);
    }
}
