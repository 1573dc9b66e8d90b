package io.sesam.talk.tests.world;

import io.sesam.talk.model.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One record of a simulated system, with what its people and Talk did to it. */
final class Row {
    final String id;
    final Instant created;

    /** The operation by which Talk made it; {@code null} for one that a person made. */
    final @Nullable String operation;

    Fields fields;

    /** Talk made it, and may not have heard of it yet. */
    boolean answerLost;

    /** A person made it while Talk did not know whether it had made one like it. */
    boolean lookalike;

    /** Somebody edited it so that its values do not tell who made it. */
    boolean disguised;

    /** Talk made it, and cannot know that it did. */
    boolean orphan;

    Instant modified;
    long version = 1;
    private final List<Instant> modifications = new ArrayList<>();

    /** Talk has read it and remembers it. */
    boolean settled;

    /** Since when Talk remembers it, if the answer to its making was lost. */
    @Nullable
    Instant foundAt;

    /** For each property, the person's word that stands there, unless Talk wrote over it. */
    final @Nullable Word[] standing;

    /** For each property, when Talk wrote it; {@code null} where a person did, or nobody. */
    final @Nullable Instant[] written;

    /** For each property, whether Talk wrote it and may not have seen since what became of it. */
    final boolean[] unseen;

    /** For each property, whether Talk cannot tell a clear from what the system made of its word. */
    final boolean[] unclear;

    /** For each property, when it was last changed. */
    final Instant[] times;

    /** For each property, the values that Talk may remember. */
    final List<Set<Object>> remembered;

    /** For each property, all values that were ever shown. */
    final List<Set<Object>> everShown;

    Row(String id, Fields fields, Instant now, @Nullable String operation) {
        this.id = id;
        this.fields = fields;
        this.modified = now;
        this.created = now;
        modifications.add(now);
        this.operation = operation;
        int size = fields.schema().size();
        this.standing = new Word[size];
        this.written = new Instant[size];
        this.unseen = new boolean[size];
        this.unclear = new boolean[size];
        this.times = new Instant[size];
        Arrays.fill(times, now);
        this.remembered = Stream.generate(HashSet<Object>::new)
                .limit(size)
                .<Set<Object>>map(set -> set)
                .toList();
        this.everShown = Stream.generate(HashSet<Object>::new)
                .limit(size)
                .<Set<Object>>map(set -> set)
                .toList();
    }

    /** Talk has written a property: as far as it knows, that is what stands there. */
    void writtenAt(int property, Instant now, @Nullable Object told, @Nullable Object made) {
        written[property] = now;
        unseen[property] = true;
        for (Object value : new @Nullable Object[] {told, made}) {
            if (value != null) {
                remembered.get(property).add(value);
            }
        }
    }

    void modifiedAt(Instant now) {
        modified = now;
        modifications.add(now);
        version++;
    }

    /** When the record was last modified as far as an index knows that has come to a moment; empty when it has not heard of it. */
    Optional<Instant> indexedAt(Instant moment) {
        Optional<Instant> last = Optional.empty();
        for (Instant time : modifications) {
            last = time.isAfter(moment) ? last : Optional.of(time);
        }
        return last;
    }

    boolean isMadeByTalk() {
        return operation != null;
    }
}
