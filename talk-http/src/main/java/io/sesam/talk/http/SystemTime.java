package io.sesam.talk.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a system's own time while it is read (R40).
 *
 * <p>The host's clock may be ahead of the system's: a reading window that ended at the host's time would leave out the
 * changes that the system stamps with an earlier one. A window therefore ends at a stamp of the system, or, where
 * nothing has changed for long, some time before that of its {@code Date} header, because the clocks of a system's
 * servers differ a little. The host's time is only an upper limit, so that a stamp of the future ends no window.
 *
 * @param host the host's time
 * @param date the time of the system's last {@code Date} header; empty when it sends none
 */
record SystemTime(Instant host, Optional<Instant> date) {
    /** How far the stamps of a system in the cloud may be behind its header. */
    static final Duration SERVERS_DIFFER = Duration.ofHours(1);

    /** How far stamps may be behind where also the time zone may be wrong. */
    static final Duration ZONES_DIFFER = Duration.ofDays(1);

    /** Returns the greatest time that a stamp of the system can have. */
    Instant limit() {
        return date.filter(host::isAfter).orElse(host);
    }

    /** Returns a stamp, or the limit if the stamp lies beyond it. */
    Instant past(Instant stamp) {
        return stamp.isAfter(limit()) ? limit() : stamp;
    }

    /** Returns a time that has certainly passed in the system, whatever its stamps; empty when none is known. */
    Optional<Instant> certain(Duration differ) {
        return date.map(known -> limit().minus(differ));
    }

    /** Returns the latest time that has certainly passed in the system, from its latest stamp and its header. */
    Instant passed(Instant latestStamp) {
        Instant stamp = past(latestStamp);
        return certain(SERVERS_DIFFER).filter(stamp::isBefore).orElse(stamp);
    }
}
