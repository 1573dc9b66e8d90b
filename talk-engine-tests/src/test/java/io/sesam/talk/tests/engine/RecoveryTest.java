package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A record is inserted once, through crashes and lost answers (R21). */
@Tag("R21")
@Tag("slow")
final class RecoveryTest {
    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");

    /** The ways to find the record of an insert. */
    @SuppressWarnings("ImmutableEnumChecker") // the functions keep nothing
    enum Way {
        OPERATION(table -> table.keepsOperations(Duration.ZERO)),
        KEY(table -> table.findsBy(Duration.ZERO, "email")),
        READING(table -> {});

        private final Consumer<MemoryTable> ability;

        Way(Consumer<MemoryTable> ability) {
            this.ability = ability;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("acceptance-9")
    void anInsertWhoseAnswerWasLostIsFoundAndNotMadeAgain(Way way) {
        way.ability.accept(erp);
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.losesReplies(true);
        assertThat(world.sync().inDoubt()).isEqualTo(1);
        erp.losesReplies(false);

        SyncReport report = world.sync();

        assertThat(report.inDoubt()).isZero();
        assertThat(erp.ids()).containsExactly("1");
        assertThat(origins("erp", "1")).contains(Link.Origin.CREATED);
        assertThat(journal()).containsExactly("inserted", "unknown");
        assertThat(world.sync().writes()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void anInsertThatWasNeverDoneIsDoneOnce(Way way) {
        way.ability.accept(erp);
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.system("erp").failNextWrite(new IllegalStateException("reset"));
        assertThat(world.sync().inDoubt()).isEqualTo(1);
        assertThat(erp.ids()).isEmpty();

        world.settle();

        assertThat(erp.ids()).hasSize(1);
        assertThat(world.sync().isClean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R20")
    @Tag("R12")
    void whatIsFoundAgainIsAnEchoAndNoEdit(Way way) {
        way.ability.accept(erp);
        erp.makes("firstname", text -> text.toUpperCase(Locale.ROOT));
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.losesReplies(true);
        world.sync();
        erp.losesReplies(false);

        world.settle();

        assertThat(crm.text("1", "firstname")).isEqualTo("Ada");
        assertThat(erp.text("1", "firstname")).isEqualTo("ADA");
        crm.put("1", "firstname", "Augusta");
        world.settle();
        assertThat(erp.text("1", "firstname")).isEqualTo("AUGUSTA");
        assertThat(erp.ids()).hasSize(1);
    }

    /** A record is deleted while nobody knows whether its copy exists. */
    @ParameterizedTest
    @EnumSource
    @Tag("R11")
    @Tag("R12")
    void whatIsFoundAfterItsSourceWasDeletedIsAnEcho(Way way) {
        way.ability.accept(erp);
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        String ola = crm.add("firstname", "Ola", "email", "ola@x.example");
        erp.losesReplies(true);
        world.sync();
        erp.losesReplies(false);
        crm.delete(ola);
        world.settle();
        crm.put("1", "email", "ola@x.example");
        world.settle();

        crm.put("1", "firstname", "Augusta");
        world.settle();

        assertThat(erp.ids()).hasSize(2);
        assertThat(erp.find("firstname", "Augusta")).isEqualTo(erp.ids());
    }

    /** A colleague edits before the next run. */
    @ParameterizedTest
    @EnumSource
    @Tag("R19")
    void anEditOfARecordWhoseAnswerWasLostIsAnEdit(Way way) {
        way.ability.accept(erp);
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.losesReplies(true);
        world.sync();
        erp.losesReplies(false);
        world.clock.advance(Duration.ofMinutes(1));
        erp.put("1", "firstname", "Augusta");

        world.settle();

        assertThat(crm.text("1", "firstname")).isEqualTo("Augusta");
        assertThat(erp.text("1", "firstname")).isEqualTo("Augusta");
        assertThat(erp.ids()).hasSize(1);
    }

    /** A record without a match key is listed before the look-up by operation finds it. */
    @Test
    void whatIsListedBeforeItCanBeLookedUpIsNobodyNew() {
        MemoryTable web = world.people("web");
        erp.keepsOperations(Duration.ofHours(1));
        crm.add("firstname", "Ada", "lastname", "Lovelace");
        erp.losesReplies(true);
        world.sync();
        erp.losesReplies(false);
        assertThat(erp.ids()).hasSize(1);
        assertThat(web.ids()).hasSize(1);

        for (int run = 0; run < 3; run++) {
            world.sync();
            assertThat(crm.ids()).hasSize(1);
            assertThat(web.ids()).hasSize(1);
        }
        world.clock.advance(Duration.ofHours(2));
        world.settle();

        assertThat(List.of(crm.ids(), erp.ids(), web.ids())).allMatch(ids -> ids.size() == 1);
        erp.put("1", "firstname", "Augusta");
        world.settle();
        assertThat(List.of(crm.text("1", "firstname"), web.text("1", "firstname")))
                .containsOnly("Augusta");
    }

    /** Talk sent an older value after a newer edit, and no record has the older value any more. */
    @Test
    @Tag("R12")
    @Tag("R20")
    void anUpdateWhoseAnswerWasLostNeverBeatsWhatWasSaidMeanwhile() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        crm.put("1", "firstname", "Augusta");
        world.system("erp").writesMixed(operations -> {
            world.clock.advance(Duration.ofMinutes(1));
            crm.put("1", "firstname", "Amalie");
            world.clock.advance(Duration.ofMinutes(1));
        });
        erp.losesReplies(true);
        world.sync();
        assertThat(erp.text("1", "firstname")).isEqualTo("Augusta");
        erp.losesReplies(false);
        world.system("erp").writesMixed(operations -> {});

        // The source of the value is read before the record that received it.
        world.system("erp").failNextRead(new TalkException(ErrorCode.UNREACHABLE, "gone for a while"));
        world.sync();
        world.settle();

        assertThat(crm.text("1", "firstname")).isEqualTo("Amalie");
        assertThat(erp.text("1", "firstname")).isEqualTo("Amalie");
    }

    @Test
    void aRecordWhoseKeyTheSystemCutIsStillKnownAgain() {
        erp.makes("email", text -> text.substring(0, Math.min(5, text.length())));
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.losesReplies(true);
        world.sync();
        erp.losesReplies(false);

        world.settle();

        assertThat(erp.ids()).hasSize(1);
        assertThat(crm.ids()).hasSize(1);
        assertThat(crm.text("1", "email")).isEqualTo("ada@x.example");
    }

    @Test
    void nothingIsConcludedBeforeTheIndexCanKnow() {
        erp.keepsOperations(Duration.ofHours(1));
        crm.add("firstname", "Ada", "lastname", "Lovelace");
        erp.losesReplies(true);
        world.sync();
        erp.losesReplies(false);

        for (int run = 0; run < 5; run++) {
            assertThat(world.sync().inDoubt()).isEqualTo(1);
        }
        world.clock.advance(Duration.ofHours(1));

        assertThat(world.sync().inDoubt()).isZero();
        assertThat(erp.ids()).hasSize(1);
    }

    @Test
    void whatCannotBeFoundOutBlocksItsOwnInsertAloneUntilAPersonSays() {
        World other = new World();
        MemoryTable source = other.people("crm");
        MemoryTable blind = other.holds(
                "erp",
                TypeSpec.of(Person.SCHEMA, FieldSpec.of("firstname"), FieldSpec.writeOnly("email"))
                        .inserts()
                        .updates()
                        .build());
        source.add("firstname", "Ada", "email", "ada@x.example");
        other.system("erp").failNextWrite(new IllegalStateException("reset"));
        other.sync();
        source.add("firstname", "Alan", "email", "alan@x.example");

        other.settle();
        assertThat(blind.find("firstname", "Alan")).hasSize(1);
        assertThat(blind.find("firstname", "Ada")).isEmpty();
        assertThat(other.sync().isClean()).isFalse();

        try (Talk talk = other.talk()) {
            assertThat(talk.status().inDoubt()).isEqualTo(1);
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> talk.stewardship().notDone("nonsense"))
                    .withMessageContaining("nonsense");
            talk.stewardship().notDone(talk.stewardship().inDoubt().get(0).operation());
        }
        other.settle();
        assertThat(blind.find("firstname", "Ada")).hasSize(1);
        assertThat(other.sync().isClean()).isTrue();
    }

    @Test
    void aLookUpThatFailsConcludesNothing() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.losesReplies(true);
        world.sync();
        erp.losesReplies(false);
        world.system("erp").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "token revoked"));

        assertThat(world.sync().inDoubt()).isEqualTo(1);

        world.settle();
        assertThat(erp.ids()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("acceptance-10")
    void aCrashAtAnyStepMakesNothingTwiceAndLosesNothing(Way way) {
        int commits = commitsOfAWholeLife(way);
        assertThat(commits).isGreaterThan(8);
        for (int step = 1; step <= commits; step++) {
            for (boolean afterwards : List.of(false, true)) {
                Life life = new Life(way);
                life.diary.crashAt(step, afterwards);
                life.begin();
                life.diary.crashNoMore();
                life.world.settle();
                life.world.settle();
                assertThat(life.erp.ids())
                        .describedAs("crash %s commit %s", afterwards ? "after" : "before", step)
                        .hasSize(6);
                assertThat(life.crm.ids()).hasSize(6);
                assertThat(life.world.sync().isClean()).isTrue();
                assertThat(life.world.sync().writes()).isZero();
            }
        }
    }

    private static int commitsOfAWholeLife(Way way) {
        Life life = new Life(way);
        life.begin();
        return life.diary.length();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("acceptance-11")
    void aStoreRestoredFromAnOlderBackupFindsWhatIsThere(Way way) {
        int commits = commitsOfAWholeLife(way);
        for (int backup = 0; backup <= commits; backup++) {
            Life life = new Life(way);
            life.begin();
            life.diary.restore(Math.min(backup, life.diary.length()));
            life.world.settle();
            life.world.settle();
            assertThat(life.erp.ids())
                    .describedAs("backup of commit %s", backup)
                    .hasSize(6);
            assertThat(life.crm.ids()).hasSize(6);
            assertThat(life.world.sync().writes()).isZero();
        }
    }

    /** A few people on both sides, and one run. */
    private static final class Life {
        final World world = new World();
        final Diary diary = new Diary();
        final MemoryTable crm = world.people("crm");
        final MemoryTable erp = world.people("erp");

        Life(Way way) {
            world.store = diary.store();
            Stream.of(crm, erp).forEach(way.ability);
            for (String name : List.of("a", "b", "c", "d", "e")) {
                crm.add("firstname", name, "email", name + "@x.example");
            }
            erp.add("firstname", "f", "email", "f@x.example");
        }

        void begin() {
            try {
                world.sync();
            } catch (TalkException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED);
            }
        }
    }

    private Set<Link.Origin> origins(String system, String id) {
        return Set.copyOf(world.store.links(List.of(RecordRef.of(system, PERSON, id))).stream()
                .map(Link::origin)
                .toList());
    }

    private List<String> journal() {
        return world.store.audit(0, 100).stream()
                .map(entry -> entry.outcome().text())
                .toList();
    }

    /** A colleague edits the record, and then another one the record it was made from. */
    @ParameterizedTest
    @EnumSource
    @Tag("R12")
    void anEditOfWhatWasInsertedIsNoNewerThanALaterOneOfItsSource(Way way) {
        way.ability.accept(erp);
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.losesReplies(true);
        world.sync();
        erp.losesReplies(false);
        erp.put("1", "firstname", "Augusta");
        world.clock.advance(Duration.ofMinutes(1));
        crm.put("1", "firstname", "Amalie");

        world.settle();

        assertThat(erp.text("1", "firstname")).isEqualTo("Amalie");
        assertThat(crm.text("1", "firstname")).isEqualTo("Amalie");
    }

    /** The insert did not happen, and a colleague had entered the same person there, which the index showed only later. */
    @Test
    @Tag("R12")
    void aRecordThatOnlyLooksLikeTheInsertIsNoNewerThanItIs() {
        crm.add("firstname", "Eve", "email", "eve@x.example");
        world.settle();
        erp.add("firstname", "Grace", "email", "ada@x.example");
        world.clock.advance(Duration.ofSeconds(1));
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.answeringReads(request -> Page.last(List.of(), request.after().orElseThrow()));
        world.system("erp").failNextWrite(new IllegalStateException("reset"));
        assertThat(world.sync().inDoubt()).isEqualTo(1);
        erp.answeringReads(null);

        world.settle();

        assertThat(erp.find("firstname", "Ada")).hasSize(1);
        assertThat(crm.find("firstname", "Ada")).hasSize(1);
        assertThat(List.of(crm.ids().size(), erp.ids().size())).containsOnly(2);
    }

    /** The insert did not happen. Somebody enters another person there, and gives them the address of the insert later. */
    @ParameterizedTest
    @EnumSource
    @Tag("R19")
    void aRecordThatGotTheKeyFromAPersonIsNotTheInsert(Way way) {
        way.ability.accept(erp);
        crm.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada@x.example");
        world.system("erp").failNextWrite(new IllegalStateException("reset"));
        assertThat(world.sync().inDoubt()).isEqualTo(1);
        String entered = erp.add("firstname", "Augusta", "email", "augusta@x.example");
        assertThat(world.sync().inDoubt()).isEqualTo(1);
        world.clock.advance(Duration.ofMinutes(1));
        erp.put(entered, "email", "ada@x.example");

        world.settle();

        assertThat(erp.text(entered, "email")).isEqualTo("ada@x.example");
        assertThat(erp.text(entered, "lastname")).isEqualTo("Lovelace");
        assertThat(world.sync().isClean()).isTrue();
    }

    /** The index shows the record only an hour later, and the host's clock jumps by a year before. */
    @ParameterizedTest
    @EnumSource(names = {"OPERATION", "READING"})
    @Tag("R12")
    void aClockThatJumpsAheadGivesNoSearchUp(Way way) {
        for (boolean lasting : List.of(false, true)) {
            Indexed life = new Indexed(way, Duration.ZERO);

            life.host(Duration.ofDays(366));
            assertThat(life.world.sync().inDoubt()).isEqualTo(1);
            life.host(lasting ? Duration.ofDays(366) : Duration.ZERO);
            for (int run = 0; run < 5; run++) {
                assertThat(life.world.sync().inDoubt()).isEqualTo(1);
            }
            life.world.clock.advance(Duration.ofHours(1));
            life.erp.answeringReads(null);

            assertThat(life.world.sync().inDoubt()).isZero();
            assertThat(life.erp.ids()).hasSize(1);
            assertThat(life.crm.ids()).hasSize(1);
        }
    }

    /** An insert was sent, or was lost, while the host's clock was wrong. */
    @ParameterizedTest
    @EnumSource
    @Tag("R12")
    void aWrongClockMakesNoSearchEndlessAndFindsWhatIsThere(Way way) {
        for (Duration wrong : List.of(Duration.ofDays(366), Duration.ofDays(-366), Duration.ofMinutes(10))) {
            for (boolean done : List.of(false, true)) {
                for (boolean lasting : List.of(false, true)) {
                    World fresh = new World();
                    MemoryTable source = fresh.people("crm");
                    MemoryTable target = fresh.people("erp");
                    way.ability.accept(target);
                    source.add("firstname", "Alan", "email", "alan@x.example");
                    fresh.config = builder -> builder.clock(Clock.offset(fresh.clock, wrong));
                    fresh.settle();
                    source.add("firstname", "Ada", "email", "ada@x.example");
                    target.losesReplies(done);
                    if (!done) {
                        fresh.system("erp").failNextWrite(new IllegalStateException("reset"));
                    }
                    assertThat(fresh.sync().inDoubt()).isEqualTo(1);
                    target.losesReplies(false);
                    fresh.config = builder -> builder.clock(lasting ? Clock.offset(fresh.clock, wrong) : fresh.clock);

                    for (int run = 0; run < 4; run++) {
                        fresh.sync();
                    }

                    assertThat(target.ids())
                            .as("clock wrong by %s, done %s, lasting %s", wrong, done, lasting)
                            .hasSize(2);
                    assertThat(source.ids()).hasSize(2);
                    assertThat(fresh.sync().isClean()).isTrue();
                }
            }
        }
    }

    /** An insert whose answer was lost, and an index that shows its record an hour later. */
    private static final class Indexed {
        final World world = new World();
        final MemoryTable crm = world.people("crm");
        final MemoryTable erp = world.holds(
                "erp", World.full(Person.SCHEMA).indexLag(Duration.ofHours(1)).build());

        Indexed(Way way, Duration wrong) {
            if (way == Way.OPERATION) {
                erp.keepsOperations(Duration.ofHours(1));
            }
            erp.answeringReads(request -> Page.last(List.of(), new Position.Keyset(world.clock.instant(), "")));
            crm.add("firstname", "Ada", "email", "ada@x.example");
            host(wrong);
            erp.losesReplies(true);
            assertThat(world.sync().inDoubt()).isEqualTo(1);
            erp.losesReplies(false);
        }

        void host(Duration ahead) {
            world.config = builder -> builder.clock(Clock.offset(world.clock, ahead));
        }
    }
}
