package io.sesam.talk.query;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenId;
import java.util.List;
import java.util.Optional;

/**
 * What a store found.
 *
 * @param goldens the golden records, in their order
 * @param next the position after them; empty at the end. A store may stop before it has found enough, when it has looked at much
 */
@Experimental
public record GoldenHits(List<GoldenId> goldens, Optional<String> next) {
    /** Copies the list. */
    public GoldenHits {
        goldens = List.copyOf(goldens);
    }
}
