package io.sesam.talk.query;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a store searches for: live golden records of a type.
 *
 * <p>With words, the golden records whose {@link SearchText} has a word that begins with each of them, in the order of the entry
 * that begins with the longest word, then of the id; without, in the order of the id.
 *
 * @param type the type
 * @param words beginnings of words, folded; may be empty
 * @param in a system that has a record
 * @param missingIn a system that has none
 * @param duplicates whether a system must have several records
 * @param after the position to continue after; {@code null} to begin
 * @param limit how many to find at most
 */
@Experimental
public record GoldenSearch(
        EntityType type,
        List<String> words,
        Optional<SystemName> in,
        Optional<SystemName> missingIn,
        boolean duplicates,
        @Nullable String after,
        int limit) {
    /** Copies the words. */
    public GoldenSearch {
        words = List.copyOf(words);
    }

    /** Whether systems meet the conditions. */
    public boolean accepts(GoldenSystems systems) {
        return (in.isEmpty() || systems.has(in.get()))
                && (missingIn.isEmpty() || !systems.has(missingIn.get()))
                && (!duplicates || systems.hasDuplicates());
    }

    /** Whether any systems do. */
    public boolean acceptsAllSystems() {
        return in.isEmpty() && missingIn.isEmpty() && !duplicates;
    }
}
