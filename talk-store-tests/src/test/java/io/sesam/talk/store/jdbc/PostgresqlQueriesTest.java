package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a store answers queries of a process that does not own it. */
@Tag("R44")
@Tag("slow")
final class PostgresqlQueriesTest {
    private static final StateKey<EngineState.IssuedToken> KEY = StateKey.token("a");

    private final Map<String, Object> settings = Postgres.settings("PT10M");

    private Optional<Store> openForQueries(PostgresqlStorePlugin plugin, Map<String, ?> raw) {
        List<String> problems = new ArrayList<>();
        Settings read = Settings.read("store", Path.of("."), raw, plugin.spec().settings(), problems);
        assertThat(problems).isEmpty();
        return plugin.openForQueries(
                read,
                PluginContext.of(OtherEngine.CRM, Clock.systemUTC(), new SplittableRandom(), OtherEngine.SCHEMAS));
    }

    private Optional<Store> openForQueries() {
        return openForQueries(new PostgresqlStorePlugin(), settings);
    }

    private static Commit token(String value) {
        return new Commit().put(KEY, new EngineState.IssuedToken(value));
    }

    private static List<GoldenId> found(Store store, String words) {
        return store.search(new GoldenSearch(
                        EntityType.PERSON, List.of(words), Optional.empty(), Optional.empty(), false, null, 5))
                .goldens();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyAnswerShowsWhatTheOwnerHasCommittedByThen(boolean lent) throws Exception {
        try (CheckedPool pool = new CheckedPool(Postgres.url(), 1);
                Store owner = Postgres.open(settings, OtherEngine.SCHEMAS)) {
            Map<String, Object> ofPool = new HashMap<>(settings);
            ofPool.keySet().retainAll(List.of("schema", "lease"));
            Optional<Store> opened = lent ? openForQueries(PostgresqlStorePlugin.over(pool), ofPool) : openForQueries();
            try (Store reader = opened.orElseThrow()) {
                assertThat(reader.history()).isEqualTo(owner.history());
                assertThat(reader.lastSequence()).isZero();
                RecordRef ada = new RecordRef(OtherEngine.CRM, EntityType.PERSON, "r0");
                GoldenId golden = GoldenId.foundedBy(ada);
                assertThat(reader.records(List.of(ada))).isEmpty();
                assertThat(reader.parkedCount()).isZero();
                assertThat(reader.parked(OtherEngine.CRM, EntityType.PERSON, List.of(golden)))
                        .isEmpty();

                owner.commit(OtherEngine.page(0).put(KEY, new EngineState.IssuedToken("one")));
                assertThat(reader.lastSequence()).isEqualTo(OtherEngine.PAGE);
                assertThat(reader.records(List.of(ada))).isEqualTo(owner.records(List.of(ada)));
                assertThat(reader.members(List.of(golden))).isEqualTo(owner.members(List.of(golden)));
                assertThat(reader.counts()).isEqualTo(owner.counts());
                assertThat(found(reader, "ada"))
                        .as("what the owner has only logged")
                        .hasSize(5);
                assertThat(found(owner, "ada")).hasSize(5);
                assertThat(found(reader, "ada")).as("the same search").isEqualTo(found(owner, "ada"));

                owner.commit(token("two").put(parked(golden)));
                assertThat(reader.state(KEY)).contains(new EngineState.IssuedToken("two"));
                assertThat(reader.parked(OtherEngine.CRM, EntityType.PERSON, List.of(golden)))
                        .hasSize(1);
                assertThatExceptionOfType(TalkException.class)
                        .isThrownBy(() -> reader.commit(token("of the reader")))
                        .matches(e -> e.code() == ErrorCode.STORE_IN_USE)
                        .withMessageContaining("belongs to another engine");
                owner.commit(token("three"));
                assertThat(reader.state(KEY)).contains(new EngineState.IssuedToken("three"));
            }
            assertThat(owner.state(KEY)).contains(new EngineState.IssuedToken("three"));
            pool.isUntouched();
        }
    }

    private static Parked parked(GoldenId golden) {
        return Parked.builder()
                .system(OtherEngine.CRM)
                .type(EntityType.PERSON)
                .golden(golden)
                .reason("refused")
                .fingerprint("f")
                .since(Instant.EPOCH)
                .build();
    }

    @Test
    void tablesOfAnotherVersionAreNotRead() throws Exception {
        Postgres.open(settings, OtherEngine.SCHEMAS).close();
        Object schema = settings.get("schema");
        Postgres.run("delete from " + schema + ".talk_migrations where version = (select max(version) from " + schema
                + ".talk_migrations)");
        assertThat(openForQueries()).as("its owner has not migrated it").isEmpty();
        Postgres.run("insert into " + schema + ".talk_migrations (version, applied) values (99, 'x')");
        assertThat(openForQueries())
                .as("the newer version says that older ones may read it")
                .isPresent()
                .get()
                .satisfies(Store::close);
        Postgres.run("update " + schema + ".about set value = '99' where name = 'readers'");
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(this::openForQueries)
                .matches(e -> e.code() == ErrorCode.STORE_NEWER);
    }

    @Test
    void aSchemaThatDoesNotExistIsNotMade() throws Exception {
        assertThat(openForQueries()).isEmpty();
        assertThat(Postgres.run("select nspname from pg_namespace where nspname = '" + settings.get("schema") + "'"))
                .isEmpty();
    }
}
