package io.sesam.talk.spi;

import java.util.Collection;
import java.util.Map;

/**
 * Deletes records for good, with what the system keeps of their past (R27): more than archiving, and nothing brings them
 * back.
 */
public interface Eraser {
    /**
     * Deletes these records, and tells what became of each, by its id.
     *
     * <p>A record that is not there any more is done: {@link Outcome.NoChange}. Asking twice is safe; what was sent and not
     * answered is simply {@link Outcome.Unknown} and asked again later. At most {@link TypeSpec#writeLimit()} at once.
     *
     * @throws io.sesam.talk.error.TalkException when the system as a whole is the reason, and nothing was done
     */
    Map<String, Outcome> erase(Collection<String> ids);
}
