package io.sesam.talk.enricher.opensesam;

import java.util.List;
import java.util.function.Supplier;

/** Where entities are looked up: the API of a register, or an index of it on this machine. Called by one thread at a time. */
interface Entities {
    /**
     * What has a name, or nearly.
     *
     * @param entities all that can have exactly the name, and perhaps others; the first of them when there are too many
     * @param total how many there are
     * @param complete whether all that can have exactly the name are there
     */
    record Found(List<Entity> entities, long total, boolean complete) {}

    /** What a number leads to: one entity, none, or none and a word to say about it. */
    record Numbered(List<Entity> entity, List<String> remarks) {}

    /**
     * The entity of a number.
     *
     * @throws io.sesam.talk.error.TalkException when it cannot be asked
     */
    Numbered byNumber(String number);

    /**
     * Entities of a name.
     *
     * @throws io.sesam.talk.error.TalkException when it cannot be asked
     */
    Found byName(String name);

    /** Does something that asks many times, at less cost for each. */
    default <T> T together(Supplier<T> questions) {
        return questions.get();
    }
}
