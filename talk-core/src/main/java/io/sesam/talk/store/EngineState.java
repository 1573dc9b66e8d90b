package io.sesam.talk.store;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Position;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value the engine keeps between runs.
 *
 * <p>A closed set: each is stored under a {@link StateKey} and written as text by {@link StateCodec}.
 */
public sealed interface EngineState {
    /**
     * The secret key of the suppression list.
     *
     * @param hex its bytes, two lower-case hexadecimal digits each
     */
    record SuppressionKey(String hex) implements EngineState {
        /** Checks the digits. */
        public SuppressionKey {
            if (!HexFormat.of().formatHex(HexFormat.of().parseHex(hex)).equals(hex)) {
                throw new IllegalArgumentException("a suppression key is lower-case hexadecimal digits");
            }
        }

        /** Its bytes. */
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        /** Never the key. */
        @Override
        public String toString() {
            return "SuppressionKey";
        }
    }

    /**
     * A plan that the change limit stopped.
     *
     * @param changes how many records would change, removals included
     * @param removals how many of them would be archived
     * @param since when it was stopped
     * @param approved whether a person has approved as much
     */
    record PlanHold(long changes, long removals, Instant since, boolean approved) implements EngineState {}

    /** A fact with nothing more to say: it holds while the key is there. */
    record Presence() implements EngineState {}

    /**
     * The systems that took part in a type.
     *
     * @param systems in the order of their names, each once
     */
    record TargetSystems(List<SystemName> systems) implements EngineState {
        /** Sorts the names. */
        public TargetSystems {
            systems = sorted(systems);
        }
    }

    /**
     * What a system was last compared by, as a whole.
     *
     * @param fingerprint of the rules, and of the settings and facts of the system
     * @param insertsAllowed whether records could be made there
     * @param complete the systems that had been read completely, in the order of their names
     */
    record ComparisonBasis(String fingerprint, boolean insertsAllowed, List<SystemName> complete)
            implements EngineState {
        /** Sorts the names. */
        public ComparisonBasis {
            complete = sorted(complete);
        }
    }

    /**
     * The policy that all records of a type were last merged by.
     *
     * @param fingerprint of the policy
     */
    record AppliedPolicy(String fingerprint) implements EngineState {}

    /**
     * How far the tables of a sink can have come.
     *
     * @param sequence of the last golden record that may be in them
     */
    record SinkPromise(long sequence) implements EngineState {}

    /**
     * When answers of an enricher expire, and where the search for expired ones goes on.
     *
     * @param due nothing has expired before
     * @param least the earliest end among the answers seen by the search under way
     * @param after the id of the last answer seen; {@code null} when no search is under way
     */
    record ExpirySweep(Instant due, Instant least, @Nullable String after) implements EngineState {}

    /**
     * When something happened.
     *
     * @param time the moment
     */
    record Moment(Instant time) implements EngineState {}

    /**
     * The fields that a type of a system was read with.
     *
     * @param fields their names
     * @param listing the listing that was begun because some were new; 0 when none was
     * @param fresh those that were new
     */
    record CoveredFields(Set<String> fields, long listing, Set<String> fresh) implements EngineState {
        /** Copies the sets. */
        public CoveredFields {
            fields = Set.copyOf(fields);
            fresh = Set.copyOf(fresh);
        }
    }

    /**
     * Where reading an enricher's news goes on.
     *
     * @param position as the enricher gave it
     */
    record NewsPosition(Position position) implements EngineState {}

    /**
     * How far golden records have been shown to an enricher.
     *
     * @param sequence of the last one
     * @param edition of the enricher that saw them
     */
    record EnrichmentMark(long sequence, String edition) implements EngineState {}

    /**
     * A token that a system issued, sealed by its plugin.
     *
     * @param text to the letter
     */
    record IssuedToken(String text) implements EngineState {
        /** Never the token. */
        @Override
        public String toString() {
            return "IssuedToken";
        }
    }

    /**
     * The end of a sync.
     *
     * @param run id of the run in the journal
     * @param started time of its start
     * @param ended time of its end
     * @param outcome {@code CLEAN}, {@code INCOMPLETE}, or the error code it failed with
     * @param writes number of records inserted, updated or archived
     * @param goldenChanges number of golden records that changed
     */
    record RunEnd(String run, Instant started, Instant ended, String outcome, long writes, long goldenChanges)
            implements EngineState {}

    /**
     * A pause of a system.
     *
     * @param since time of the first run that paused it
     * @param reason the reason of the last run that did
     */
    record Pause(Instant since, String reason) implements EngineState {}

    private static List<SystemName> sorted(Collection<SystemName> names) {
        return names.stream().sorted().distinct().toList();
    }
}
