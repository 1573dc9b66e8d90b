package io.sesam.talk.tests.world.boundary;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Ways to break the engine at its boundary. The world must detect each of them: a check that cannot fail proves
 * nothing.
 *
 * <p>Only this package can select one.
 */
public enum Mutant implements Meddling {
    /** Stores no intent before a call, and none for an in-doubt write. */
    INTENT_SKIPPED {
        @Override
        void change(Commit commit, Store store) {
            commit.intents().forEach(intent -> commit.close(intent.operation()));
        }
    },
    /** Commits the reading position before the records. */
    ACKNOWLEDGED_BEFORE_COMMIT {
        @Override
        void change(Commit commit, Store store) {
            if (!commit.readings().isEmpty() && !commit.records().isEmpty()) {
                Commit early = new Commit();
                commit.readings().forEach(early::put);
                store.commit(early);
                commit.readings().clear();
            }
        }
    },
    /** Drops links to inserted records. */
    INSERT_LOG_FORGOTTEN {
        @Override
        void change(Commit commit, Store store) {
            commit.linksAdded().clear();
        }
    },
    /** Drops repeated comparisons after a failure or a concurrent change. */
    TASKS_DROPPED {
        @Override
        void change(Commit commit, Store store) {
            commit.tasksAdded().removeAll(new HashSet<>(commit.tasksDone()));
        }
    },
    /** Drops journal entries. */
    JOURNAL_SKIPPED {
        @Override
        void change(Commit commit, Store store) {
            commit.audit().clear();
        }
    },
    /** Drops parked writes. */
    REFUSALS_FORGOTTEN {
        @Override
        void change(Commit commit, Store store) {
            commit.parked().forEach(entry -> commit.unpark(entry.key()));
        }
    },
    /** Moves the position beyond the records that were read. */
    CURSOR_NOT_BOUNDED {
        @Override
        Page page(Page page, TestClock clock) {
            return page.next() instanceof Position.Keyset keyset && !page.hasMore()
                    ? Page.last(
                            page.changes(), new Position.Keyset(keyset.time().plus(Duration.ofDays(2)), ""))
                    : page;
        }
    },
    /** Stamps every value as modified just now. */
    TIMESTAMP_TRUSTED {
        @Override
        Change change(Change change, TestClock clock) {
            if (!(change instanceof RecordSnapshot snapshot)) {
                return change;
            }
            Map<String, Instant> times = new HashMap<>();
            snapshot.fields().schema().properties().forEach(property -> times.put(property.name(), clock.instant()));
            return snapshot.modified(clock.instant()).times(times);
        }
    },
    /** Dates what nothing dates as first seen. */
    FIRST_SIGHT_IS_A_TIME {
        @Override
        void change(Commit commit, Store store) {
            replace(
                    commit,
                    (record, index) -> record.time(index) == SourceRecord.NEVER && !record.has(index, Stamps.ECHO)
                            ? record.stamps()
                                    .with(
                                            index,
                                            record.firstSeen(),
                                            record.stamps().marks(index),
                                            null)
                            : record.stamps());
        }
    },
    /** Believes the host's clock, whatever the store has committed. */
    HOSTS_CLOCK_BELIEVED {
        @Override
        public Store store(Store store, TestClock clock) {
            return Doors.proxy(Store.class, (method, arguments) -> {
                boolean isLatest = method.getName().equals("state")
                        && arguments != null
                        && StateKey.observed().equals(arguments[0]);
                return isLatest
                        ? Optional.of(new EngineState.Moment(Instant.EPOCH))
                        : Doors.call(store, method, arguments);
            });
        }
    },
    /** Takes every wait for an in-doubt write for over, as a clock that has jumped ahead does. */
    WAITS_END_AT_ONCE {
        @Override
        public Store store(Store store, TestClock clock) {
            return Doors.proxy(Store.class, (method, arguments) -> {
                boolean isWaits = method.getName().equals("state")
                        && arguments != null
                        && arguments[0] instanceof StateKey<?> key
                        && key.valueType().equals(EngineState.Waits.class);
                return isWaits
                        ? Optional.of(new EngineState.Waits(clock.instant(), longWaited(store)))
                        : Doors.call(store, method, arguments);
            });
        }
    },
    /** Believes stamps of the future. */
    FUTURE_BELIEVED {
        @Override
        Change change(Change change, TestClock clock) {
            FUTURE.remove(change.id());
            if (change instanceof RecordSnapshot snapshot) {
                snapshot.modified()
                        .filter(time -> time.isAfter(clock.instant().plus(Duration.ofDays(1))))
                        .ifPresent(time -> FUTURE.put(change.id(), time));
            }
            return change;
        }

        @Override
        void change(Commit commit, Store store) {
            replace(commit, (record, index) -> {
                Instant time = FUTURE.get(record.ref().id());
                return time == null || record.has(index, Stamps.ECHO)
                        ? record.stamps()
                        : record.stamps()
                                .with(
                                        index,
                                        SourceRecord.micros(time),
                                        record.stamps().marks(index),
                                        record.stamps().written(index));
            });
        }
    },
    /** Ignores the creation time of what was never modified. */
    CREATION_IGNORED {
        @Override
        Change change(Change change, TestClock clock) {
            return change instanceof RecordSnapshot snapshot
                            && snapshot.modified().isEmpty()
                    ? untimed(snapshot)
                    : change;
        }
    },
    /** Takes a time that cannot be read for the present. */
    UNREADABLE_IS_NOW {
        @Override
        Change change(Change change, TestClock clock) {
            return change instanceof RecordSnapshot snapshot && snapshot.hasUnreadableTime()
                    ? untimed(snapshot).modified(clock.instant())
                    : change;
        }
    },
    /** Ends a reading window at the time of a host that is ahead of the system. */
    WINDOW_ENDS_AT_THE_HOSTS_TIME {
        @Override
        Page page(Page page, TestClock clock) {
            return page.next() instanceof Position.Keyset keyset && !page.hasMore()
                    ? Page.last(
                            page.changes(), new Position.Keyset(keyset.time().plus(Duration.ofMinutes(20)), ""))
                    : page;
        }
    },
    /** Treats unknown properties as blank. */
    UNKNOWN_IS_BLANK {
        @Override
        Change change(Change change, TestClock clock) {
            if (!(change instanceof RecordSnapshot snapshot)) {
                return change;
            }
            RecordSnapshot shown = snapshot;
            for (int i = 0; i < snapshot.fields().schema().size(); i++) {
                shown = shown.fields().slot(i) == null ? shown.with(i, Blank.BLANK) : shown;
            }
            return shown;
        }
    },
    /** Treats an interrupted listing as complete, and its missing records as deleted without a look-up. */
    HALF_LISTING_BELIEVED {
        @Override
        Page page(Page page, TestClock clock) {
            List<Change> half = page.changes().subList(0, page.changes().size() / 2);
            return page.hasMore() ? Page.more(half, page.next()) : Page.last(half, page.next());
        }

        @Override
        Map<String, Lookup.Found> found(Map<String, Lookup.Found> found) {
            Map<String, Lookup.Found> none = new HashMap<>();
            found.keySet().forEach(id -> none.put(id, new Lookup.Found.Missing()));
            return none;
        }
    },
    /** Sends a write without an answer again. */
    TIMEOUT_RETRIED {
        @Override
        Writer writer(Writer writer) {
            return operations -> {
                Map<String, Outcome> outcomes = new LinkedHashMap<>(writer.write(operations));
                operations.stream()
                        .filter(operation -> outcomes.get(operation.id()) instanceof Outcome.Unknown)
                        .forEach(operation -> outcomes.putAll(writer.write(List.of(operation))));
                return outcomes;
            };
        }
    },
    /** Takes all operations of a batch for sent before the first single call. */
    BATCH_IN_DOUBT {
        @Override
        void change(Commit commit, Store store) {
            List.copyOf(commit.intents())
                    .forEach(intent -> commit.put(intent.toBuilder().sent(true).build()));
        }
    },
    /** Takes an answer without a list for an empty list. */
    NO_LIST_IS_EMPTY {
        @Override
        Page read(Reader reader, ReadRequest request, TestClock clock) {
            try {
                return reader.read(request);
            } catch (TalkException e) {
                if (e.code() != ErrorCode.UNREADABLE) {
                    throw e;
                }
                return Page.last(List.of(), new Position.Keyset(clock.instant(), ""));
            }
        }
    },
    /** Takes a short page for the last one. */
    SHORT_PAGE_IS_THE_END {
        @Override
        Page read(Reader reader, ReadRequest request, TestClock clock) {
            Page page = reader.read(request);
            return page.hasMore() && page.changes().size() < request.limit()
                    ? Page.last(page.changes(), new Position.Keyset(clock.instant(), ""))
                    : page;
        }
    },
    /** Ignores the further addresses of a person. */
    SECOND_KEYS_IGNORED {
        @Override
        Change change(Change change, TestClock clock) {
            return change instanceof RecordSnapshot snapshot ? snapshot.matchValues(Map.of()) : change;
        }
    },
    /** Takes a record with a respelt id for another one. */
    RESPELT_ID_IS_ANOTHER {
        @Override
        void change(Commit commit, Store store) {
            commit.linksAdded().removeIf(link -> isRespelt(link.first()) || isRespelt(link.second()));
        }
    },
    /** Drops echo marks, so that Talk's writes look like edits. */
    OWN_WRITE_IS_AN_EDIT {
        @Override
        void change(Commit commit, Store store) {
            replace(
                    commit,
                    (record, index) -> record.stamps()
                            .with(
                                    index,
                                    record.stamps().time(index),
                                    record.stamps().marks(index) & ~Stamps.ECHO,
                                    record.stamps().written(index)));
        }
    },
    /** Takes keys that Talk wrote for a person's own, so that they prove identity against links. */
    WRITTEN_KEY_IS_EVIDENCE {
        @Override
        void change(Commit commit, Store store) {
            replace(
                    commit,
                    (record, index) -> index == Mutant.EMAIL ? without(record, index, Stamps.ECHO) : record.stamps());
        }
    },
    /** Judges duplicates as agreeing before everything is read. */
    AGREED_AT_FIRST_SIGHT {
        @Override
        void change(Commit commit, Store store) {
            if (!commit.readings().isEmpty()) {
                replace(commit, (record, index) -> with(record, index, Stamps.AGREED));
            }
        }
    },
    /** Takes values from before records were linked for edits, so that records that contradict each other overwrite. */
    FIRST_VALUE_IS_AN_EDIT {
        @Override
        void change(Commit commit, Store store) {
            replace(commit, (record, index) -> with(record, index, Stamps.EDITED));
        }
    },
    /** Takes the new occupant of a slot for the old one. */
    SLOT_IS_A_PERSON {
        @Override
        TypeSpec spec(TypeSpec spec) {
            TypeSpec.Builder same = TypeSpec.of(spec.schema(), spec.fields())
                    .deletes(spec.deletes())
                    .indexLag(spec.indexLag())
                    .readLimit(spec.readLimit())
                    .writeLimit(spec.writeLimit());
            spec.relistEvery().ifPresent(same::relistEvery);
            same = spec.inserts() ? same.inserts() : same;
            same = spec.updates() ? same.updates() : same;
            return (spec.archives() ? same.archives() : same).build();
        }
    },
    /** Keeps the values of records that left a cluster. */
    VALUES_SURVIVE_A_SPLIT {
        @Override
        void change(Commit commit, Store store) {
            replace(commit, (record, index) -> without(record, index, Stamps.FOREIGN));
        }
    },
    /** Drops the written value beside the system's rendering. */
    RENDERING_FORGOTTEN {
        @Override
        void change(Commit commit, Store store) {
            replace(
                    commit,
                    (record, index) -> record.stamps()
                            .with(
                                    index,
                                    record.stamps().time(index),
                                    record.stamps().marks(index),
                                    null));
        }
    },
    /** Takes a placeholder in place of an address for an address that all strangers share. */
    PLACEHOLDER_IS_AN_ADDRESS {
        @Override
        Change change(Change change, TestClock clock) {
            if (!(change instanceof RecordSnapshot snapshot)) {
                return change;
            }
            int email = snapshot.fields().schema().index("email");
            return snapshot.fields().slot(email) instanceof String text && text.indexOf('@') < 0
                    ? snapshot.with(email, "null@x.example")
                    : change;
        }
    },
    /** Finds no record by its contents, so that those without a match key are doubled. */
    EQUALS_NOT_FOUND {
        @Override
        boolean finds(MatchKey key) {
            return !key.rule().startsWith("=");
        }
    },
    /** Drops a batch of the sink. */
    SINK_BATCH_LOST {
        @Override
        SinkBatch batch(SinkBatch batch) {
            return Math.floorMod(batch.mark().hashCode(), 4) == 0 ? new SinkBatch(List.of(), batch.mark()) : batch;
        }
    },
    /** Lets the tables of the sink look untouched at all times. */
    SINK_SEEMS_UNTOUCHED {
        @Override
        Optional<String> fingerprint(Optional<String> fingerprint) {
            return fingerprint.map(any -> "untouched");
        }
    };

    private static final int EMAIL = Person.SCHEMA.index("email");

    TypeSpec spec(TypeSpec spec) {
        return spec;
    }

    /** The stamps of the future that were read, by record. */
    private static final Map<String, Instant> FUTURE = new HashMap<>();

    void change(Commit commit, Store store) {}

    boolean finds(MatchKey key) {
        return true;
    }

    Page page(Page page, TestClock clock) {
        return page;
    }

    Change change(Change change, TestClock clock) {
        return change;
    }

    Map<String, Lookup.Found> found(Map<String, Lookup.Found> found) {
        return found;
    }

    Page read(Reader reader, ReadRequest request, TestClock clock) {
        return reader.read(request);
    }

    Writer writer(Writer writer) {
        return writer;
    }

    SinkBatch batch(SinkBatch batch) {
        return batch;
    }

    Optional<String> fingerprint(Optional<String> fingerprint) {
        return fingerprint;
    }

    private static Map<String, Duration> longWaited(Store store) {
        Map<String, Duration> waited = new HashMap<>();
        store.intents().forEach(intent -> waited.put(intent.operation(), Duration.ofDays(1000)));
        return waited;
    }

    private static boolean isRespelt(RecordRef record) {
        return Character.isUpperCase(record.id().charAt(0));
    }

    private static RecordSnapshot untimed(RecordSnapshot snapshot) {
        RecordSnapshot untimed = RecordSnapshot.of(snapshot.id(), snapshot.fields());
        return snapshot.version().map(untimed::version).orElse(untimed);
    }

    private static Stamps with(SourceRecord record, int index, int mark) {
        return record.has(index, Stamps.ECHO) || record.rawValues().slot(index) == null
                ? record.stamps()
                : marked(record, index, mark, 0);
    }

    private static Stamps without(SourceRecord record, int index, int mark) {
        return marked(record, index, 0, mark);
    }

    private static Stamps marked(SourceRecord record, int index, int added, int removed) {
        Stamps stamps = record.stamps();
        return stamps.with(index, stamps.time(index), (stamps.marks(index) | added) & ~removed, stamps.written(index));
    }

    private static void replace(Commit commit, BiFunction<SourceRecord, Integer, Stamps> stamping) {
        for (StoredRecord stored : commit.records()) {
            SourceRecord record = stored.record();
            for (int i = 0; i < record.rawValues().schema().size(); i++) {
                record = SourceRecord.remembered(
                                record.ref(),
                                record.rawValues(),
                                record.modified(),
                                record.created(),
                                record.firstSeen(),
                                stamping.apply(record, i))
                        .matching(record.matchValues());
            }
            commit.put(stored.withRecord(record));
        }
    }

    @Override
    public Store store(Store store, TestClock clock) {
        return Doors.proxy(Store.class, (method, arguments) -> {
            if (method.getName().equals("commit") && arguments != null && arguments[0] instanceof Commit commit) {
                change(commit, store);
            }
            if (method.getName().equals("withKeys")
                    && arguments != null
                    && arguments[1] instanceof Collection<?> keys) {
                arguments[1] = keys.stream()
                        .filter(key -> key instanceof MatchKey known && finds(known))
                        .toList();
            }
            return Doors.call(store, method, arguments);
        });
    }

    @Override
    public SinkPlugin sink(SinkPlugin plugin) {
        return Doors.sink(
                plugin,
                sink -> Doors.proxy(Sink.class, (method, arguments) -> {
                    if (method.getName().equals("apply")
                            && arguments != null
                            && arguments[0] instanceof SinkBatch batch) {
                        sink.apply(batch(batch));
                        return null;
                    }
                    if (method.getName().equals("fingerprint")) {
                        return fingerprint(sink.fingerprint());
                    }
                    return Doors.call(sink, method, arguments);
                }));
    }

    @Override
    public ConnectorPlugin connector(ConnectorPlugin plugin, TestClock clock) {
        return new ConnectorPlugin() {
            @Override
            public PluginSpec spec() {
                return plugin.spec();
            }

            @Override
            public Connector open(Settings settings, PluginContext context) {
                Connector connector = plugin.open(settings, context);
                return Doors.proxy(Connector.class, (method, arguments) -> {
                    EntityType type =
                            arguments != null && arguments[0] instanceof EntityType known ? known : EntityType.PERSON;
                    return switch (method.getName()) {
                        case "types" ->
                            connector.types().stream().map(Mutant.this::spec).toList();
                        case "reader" -> connector.reader(type).map(reader -> meddled(reader, clock));
                        case "lookup" -> connector.lookup(type).map(this::meddled);
                        case "writer" -> connector.writer(type).map(Mutant.this::writer);
                        default -> Doors.call(connector, method, arguments);
                    };
                });
            }

            private Reader meddled(Reader reader, TestClock clock) {
                return request -> {
                    Page read = read(reader, request, clock);
                    List<Change> changes = read.changes().stream()
                            .map(change -> change(change, clock))
                            .toList();
                    return page(
                            read.hasMore() ? Page.more(changes, read.next()) : Page.last(changes, read.next()), clock);
                };
            }

            @SuppressWarnings("unchecked") // what the look-up answers, whoever asks
            private Lookup meddled(Lookup lookup) {
                return Doors.proxy(Lookup.class, (method, arguments) -> {
                    Object answer = Doors.call(lookup, method, arguments);
                    return method.getName().equals("byId")
                            ? found((Map<String, Lookup.Found>) Objects.requireNonNull(answer))
                            : answer;
                });
            }
        };
    }
}
