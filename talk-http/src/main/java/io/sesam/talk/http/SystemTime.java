package io.sesam.talk.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a system's own time while it is read (R40).
 *
 * <p>The host's clock may be ahead of the system's: a reading window that ended at the host's time would leave out the
 * changes that the system stamps with an earlier one. A window therefore ends at a stamp of the system. Where nothing has
 * changed for a day, it ends a day before the time of the {@code Date} header, so that a quiet system does not show its
 * last changes again and again; a header counts only where stamps confirm it, because a server in front of the system may
 * send it. The host's time is only an upper limit, so that a stamp of the future ends no window.
 *
 * @param host the host's time
 * @param date the time of the system's last {@code Date} header; empty when it sends none
 */
record SystemTime(Instant host, Optional<Instant> date) {
    /** How far stamps may be behind the header: as far as a wrong time zone. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    /** How old the latest stamp may be to confirm the header. */
    private static final Duration CONFIRMS = Duration.ofDays(4);

    /** Returns the greatest time that a stamp of the system can have. */
    Instant limit() {
        return date.filter(host::isAfter).orElse(host);
    }

    /** Returns a stamp, or the limit if the stamp lies beyond it. */
    Instant past(Instant stamp) {
        return stamp.isAfter(limit()) ? limit() : stamp;
    }

    /** Returns a time that has passed in the system if its header is right; empty without a header. */
    Optional<Instant> probable() {
        return date.map(known -> limit().minus(CLOCKS_DIFFER));
    }

    /** Reports whether a stamp confirms that the stamps follow the greatest possible time. */
    static boolean isConfirmed(Instant limit, Instant stamp) {
        return !stamp.isBefore(limit.minus(CONFIRMS));
    }

    /** Returns the latest time that has certainly passed in the system, from its latest stamp and its header. */
    Instant passed(Instant latestStamp) {
        Instant stamp = past(latestStamp);
        return probable()
                .filter(time -> stamp.isBefore(time) && isConfirmed(limit(), stamp))
                .orElse(stamp);
    }
}
