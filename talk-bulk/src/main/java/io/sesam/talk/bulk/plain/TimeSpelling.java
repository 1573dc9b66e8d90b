package io.sesam.talk.bulk.plain;

import io.sesam.talk.model.SourceRecord;
import java.time.LocalDate;

/** The spelling of times, as {@link java.time.Instant} spells them. For one thread. */
final class TimeSpelling {
    /** The most letters of a time. */
    static final int MOST = 64;

    private static final int DAYS = 1 << 12;
    private static final long DAY = 86_400_000_000L;
    private static final long SECOND = 1_000_000L;

    private final long[] days = new long[DAYS];
    private final PaddedBytes[] dates = new PaddedBytes[DAYS];
    private final byte[] digits = new byte[200];

    TimeSpelling() {
        for (int i = 0; i < 100; i++) {
            digits[2 * i] = (byte) ('0' + i / 10);
            digits[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    /** Writes a time; returns the offset after it. Nothing is written for none. */
    int write(long micros, byte[] into, int from) {
        if (micros == SourceRecord.NEVER) {
            return from;
        }
        long day = Math.floorDiv(micros, DAY);
        long rest = micros - day * DAY;
        int second = (int) (rest / SECOND);
        if (second * SECOND != rest) {
            return PaddedBytes.of(SourceRecord.instant(micros).toString()).copy(into, from);
        }
        int at = date(day).copy(into, from);
        into[at] = 'T';
        two(second / 3600, into, at + 1);
        into[at + 3] = ':';
        two(second / 60 % 60, into, at + 4);
        into[at + 6] = ':';
        two(second % 60, into, at + 7);
        into[at + 9] = 'Z';
        return at + 10;
    }

    private PaddedBytes date(long day) {
        int slot = (int) day & DAYS - 1;
        PaddedBytes known = dates[slot];
        if (known == null || days[slot] != day) {
            known = PaddedBytes.of(LocalDate.ofEpochDay(day).toString());
            dates[slot] = known;
            days[slot] = day;
        }
        return known;
    }

    private void two(int number, byte[] into, int at) {
        into[at] = digits[2 * number];
        into[at + 1] = digits[2 * number + 1];
    }
}
