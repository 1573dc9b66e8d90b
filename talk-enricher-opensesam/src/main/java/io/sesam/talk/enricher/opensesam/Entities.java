package io.sesam.talk.enricher.opensesam;

import java.util.List;
import java.util.function.Supplier;

/** A source of legal entities. The API of a register, or a local index of it. Called by one thread at a time. */
interface Entities {
    /**
     * The result of a search by name.
     *
     * @param entities all entities that may have exactly this name, and perhaps others; the first ones when there are
     *     too many
     * @param total their total number
     * @param complete whether all entities that may have exactly this name are included
     */
    record Found(List<Entity> entities, long total, boolean complete) {}

    /** The result of a search by number: at most one entity. Remarks may explain why there is none. */
    record Numbered(List<Entity> entity, List<String> remarks) {}

    /**
     * Finds the entity of a number.
     *
     * @throws io.sesam.talk.error.TalkException when the register cannot be reached
     */
    Numbered byNumber(String number);

    /**
     * Finds entities by name.
     *
     * @throws io.sesam.talk.error.TalkException when the register cannot be reached
     */
    Found byName(String name);

    /** Runs several queries at a lower cost each. */
    default <T> T together(Supplier<T> questions) {
        return questions.get();
    }
}
