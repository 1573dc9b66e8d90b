package io.sesam.talk.tests.world.cloud;

import io.sesam.talk.model.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One record of a simulated system, with what its people and Talk did to it. */
public final class Row {
    public final String id;
    public final Instant created;

    /** The operation by which Talk made it; {@code null} for one that a person made. */
    final @Nullable String operation;

    public Fields fields;

    /** Further addresses of the person. */
    public final Set<String> furtherAddresses = new TreeSet<>();

    /** Talk made it, and may not have heard of it yet. */
    public boolean answerLost;

    /** A person made it while Talk did not know whether it had made one like it. */
    public boolean lookalike;

    /** Somebody edited it so that its values do not tell who made it. */
    public boolean disguised;

    /** Talk made it, and cannot know that it did. */
    public boolean orphan;

    public Instant modified;
    long version = 1;
    private final List<Instant> modifications = new ArrayList<>();

    /** Talk has read it and remembers it. */
    public boolean settled;

    /** Since when Talk remembers it, if the answer to its making was lost. */
    @Nullable
    Instant foundAt;

    /** For each property, the person's word that stands there, unless Talk wrote over it. */
    public final @Nullable Word[] standing;

    /** For each property, when Talk wrote it; {@code null} where a person did, or nobody. */
    public final @Nullable Instant[] written;

    /** For each property, whether Talk wrote it and may not have seen since what became of it. */
    public final boolean[] unseen;

    /** For each property, whether Talk cannot tell a clear from what the system made of its word. */
    public final boolean[] unclear;

    /** For each property, when it was last changed. */
    public final Instant[] times;

    /** For each property, the values that Talk may remember. */
    public final List<Set<Object>> remembered;

    /** For each property, all values that were ever shown. */
    public final List<Set<Object>> everShown;

    /** A record that was just made, by an operation or a person. */
    public Row(String id, Fields fields, Instant now, @Nullable String operation) {
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

    /** Records that Talk wrote a property: to its knowledge, the value stands there. */
    void writtenAt(int property, Instant now, @Nullable Object sent, @Nullable Object made) {
        written[property] = now;
        unseen[property] = true;
        for (Object value : new @Nullable Object[] {sent, made}) {
            if (value != null) {
                remembered.get(property).add(value);
            }
        }
    }

    /** Records a change with a new version. */
    public void modifiedAt(Instant now) {
        modified = now;
        modifications.add(now);
        version++;
    }

    /** Returns the modification time in an index of a moment. Empty when the index lacks the record. */
    Optional<Instant> indexedAt(Instant moment) {
        Optional<Instant> last = Optional.empty();
        for (Instant time : modifications) {
            last = time.isAfter(moment) ? last : Optional.of(time);
        }
        return last;
    }

    /** Whether an operation of Talk made it. */
    public boolean isMadeByTalk() {
        return operation != null;
    }
}
