package io.sesam.talk.spi;

import java.util.Collection;
import java.util.Map;

/**
 * Permanent deletion of records, including their history (R27). More than archiving: nothing restores such a
 * record.
 */
public interface Eraser {
    /**
     * Deletes records and returns an outcome per id.
     *
     * <p>A record that no longer exists is {@link Outcome.NoChange}. Repeating is safe; a deletion that was sent
     * and not answered is {@link Outcome.Unknown}, and the engine sends it again later. At most {@link
     * TypeSpec#writeLimit()} ids at once.
     *
     * @throws io.sesam.talk.error.TalkException when the system as a whole failed and nothing was deleted
     */
    Map<String, Outcome> erase(Collection<String> ids);
}
