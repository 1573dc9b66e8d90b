package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migration of notes to typed engine state.
 *
 * <p>Earlier versions stored free texts by name in the table {@code notes}. The fingerprints of the last comparison
 * with each system are not migrated, because they are computed differently now, so the first run compares everything
 * once more.
 */
final class LegacyNotes {
    private static final Logger LOG = LoggerFactory.getLogger(LegacyNotes.class);

    private LegacyNotes() {}

    /** Converts each note to a state row. Part of a transaction in progress. */
    static void carryOver(Connection connection) throws SQLException {
        Commit states = new Commit();
        try (Statement statement = connection.createStatement();
                ResultSet notes = statement.executeQuery("select name, text from notes")) {
            while (notes.next()) {
                read(ColumnText.read(notes.getString(1)), ColumnText.read(notes.getString(2)), states);
            }
        }
        try (PreparedStatement put = connection.prepareStatement(StateTable.PUT)) {
            Binder binder = new Binder(put);
            for (Map.Entry<StateKey<?>, EngineState> state : states.states().entrySet()) {
                StateTable.fill(binder, state.getKey(), state.getValue());
                binder.next();
            }
            put.executeBatch();
        }
    }

    /** Adds the state of a note. An empty note was removed. */
    static void read(String name, String text, Commit states) {
        try {
            Scope scope = new Scope(name);
            if (scope.kind().equals("targets")) {
                states.put(StateKey.targets(scope.onlyType()), new EngineState.TargetSystems(systems(text)));
            } else if (!text.isEmpty()) {
                readFilled(scope, text, states);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            throw new TalkException(
                    ErrorCode.STORE_FAILED,
                    "the store cannot be migrated: its note \"" + name
                            + "\" cannot be read. Nothing was changed. Revert manual changes, or restore a backup");
        }
    }

    private static void readFilled(Scope scope, String text, Commit states) {
        String[] words = text.split(" ", -1);
        switch (scope.kind()) {
            case "erasure" -> states.put(StateKey.suppressionKey(), new EngineState.SuppressionKey(text));
            case "token" -> states.put(StateKey.token(scope.rest(1)), new EngineState.IssuedToken(text));
            case "kept" -> states.put(StateKey.restoredRecord(scope.record()), new EngineState.Presence());
            case "brake" ->
                states.put(
                        StateKey.heldPlan(scope.system(), scope.type()),
                        new EngineState.PlanHold(
                                Long.parseLong(words[0]),
                                Long.parseLong(words[1]),
                                Instant.parse(words[2]),
                                Boolean.parseBoolean(words[3])));
            case "policy" -> states.put(StateKey.policy(scope.onlyType()), new EngineState.AppliedPolicy(text));
            case "sunk" ->
                states.put(StateKey.sinkPromise(scope.system()), new EngineState.SinkPromise(Long.parseLong(text)));
            case "expiry" -> states.put(StateKey.answerExpiry(scope.system(), scope.type()), expiry(text));
            case "written" -> states.put(StateKey.firstWrite(scope.system(), scope.type()), moment(text));
            case "listed" -> states.put(StateKey.listed(scope.system(), scope.type()), moment(text));
            case "listing" -> states.put(StateKey.listingBegun(scope.system(), scope.type()), moment(text));
            case "fields" -> states.put(StateKey.fields(scope.system(), scope.type()), fields(text));
            case "news" ->
                states.put(StateKey.news(scope.system()), new EngineState.NewsPosition(Position.parse(text)));
            case "enriched" ->
                states.put(
                        StateKey.enrichment(scope.system()),
                        new EngineState.EnrichmentMark(Long.parseLong(words[0]), words[1]));
            case "compared" -> LOG.debug("{} is computed again by the next run", scope);
            default -> LOG.warn("the note {} is of no kind that Talk has used; it is not migrated", scope);
        }
    }

    private static EngineState.Moment moment(String text) {
        return new EngineState.Moment(Instant.parse(text));
    }

    private static EngineState.ExpirySweep expiry(String text) {
        String[] parts = text.split(" ", 3);
        return new EngineState.ExpirySweep(
                Instant.parse(parts[0]), Instant.parse(parts[1]), parts[2].isEmpty() ? null : parts[2]);
    }

    private static EngineState.CoveredFields fields(String text) {
        String[] parts = text.split("/", -1);
        return new EngineState.CoveredFields(words(parts[0]), Long.parseLong(parts[1]), words(parts[2]));
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(" ", -1));
    }

    private static List<SystemName> systems(String text) {
        return words(text).stream().map(SystemName::new).toList();
    }

    /** The name of a note: kind and subject. */
    private record Scope(String name, List<String> parts) {
        Scope(String name) {
            this(name, List.of(name.split("/", -1)));
        }

        String kind() {
            return parts.get(0);
        }

        SystemName system() {
            return new SystemName(parts.get(1));
        }

        EntityType type() {
            return new EntityType(parts.get(2));
        }

        EntityType onlyType() {
            return new EntityType(parts.get(1));
        }

        RecordRef record() {
            return new RecordRef(system(), type(), rest(3));
        }

        /** Joins the parts from an index on. Ids and token names may contain slashes themselves. */
        String rest(int from) {
            return String.join("/", parts.subList(from, parts.size()));
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
