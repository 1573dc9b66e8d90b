package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Seeded edits in several systems converge once they pause. */
final class ConvergenceTest {
    @Test
    @Tag("R18")
    @Tag("R20")
    void onceThePeoplePauseTheSystemsComeToRest() {
        lives(1, 60);
    }

    /** The first seed and the number of histories may be given as {@code -Dtalk.seed} and {@code -Dtalk.histories}. */
    @Test
    @Tag("R18")
    @Tag("R20")
    @Tag("slow")
    void soDoManyMore() {
        lives(Long.getLong("talk.seed", 1000), Integer.getInteger("talk.histories", 120));
    }

    @Test
    @Tag("R18")
    @Tag("acceptance-1")
    void fourSystemsOfFourKindsAreTheSameAfterOneRunAndTenMoreAskForNothing() {
        World world = new World();
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp").makes("lastname", text -> text.toUpperCase(Locale.ROOT));
        MemoryTable staff = world.people("staff").keepsQuietAfterWrites();
        MemoryTable shop = world.people("shop").keepsNoTimes().makes("email", text -> text.toLowerCase(Locale.ROOT));
        List<MemoryTable> tables = List.of(crm, erp, staff, shop);
        for (int i = 0; i < 40; i++) {
            tables.get(i % 4).add("firstname", "P" + i, "lastname", "Name" + i, "email", "P" + i / 2 + "@x.example");
        }
        world.sync();
        for (int run = 0; run < 10; run++) {
            world.systems.values().forEach(MemorySystem::forgetCounts);
            world.sync();
            if (run > 0) {
                assertThat(world.systems.values()).as("run %d", run).allMatch(system -> system.writeCalls() == 0);
            }
        }
        assertThat(tables).allMatch(table -> table.ids().size() == 20);
        assertThat(world.store.goldens(PERSON)).isEqualTo(20);
    }

    private static void lives(long start, int lives) {
        for (long seed = start; seed < start + lives; seed++) {
            live(seed);
        }
    }

    private static void live(long seed) {
        Random random = new Random(seed);
        World world = new World();
        List<String> names = List.of("crm", "erp", "staff", "shop").subList(0, 2 + random.nextInt(3));
        for (String name : names) {
            MemoryTable table =
                    world.people(name, facts -> facts.deletes(random.nextBoolean() ? Deletes.FEED : Deletes.NONE));
            quirk(table, random);
        }
        for (int round = 0; round < 2 + random.nextInt(4); round++) {
            for (int edit = 0; edit < 1 + random.nextInt(8); edit++) {
                edit(world.table(names.get(random.nextInt(names.size())), PERSON), random);
                world.clock.advance(Duration.ofSeconds(random.nextInt(50)));
            }
            if (random.nextInt(4) == 0) {
                world.system(names.get(0)).failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "down"));
            }
            world.sync();
        }
        for (int run = 0; run < 4; run++) {
            world.sync();
        }
        for (int run = 0; run < 3; run++) {
            world.systems.values().forEach(MemorySystem::forgetCounts);
            SyncReport report = world.sync();
            assertThat(report.paused()).as("seed %d", seed).isEmpty();
            assertThat(report.goldenChanges()).as("seed %d", seed).isZero();
            assertThat(world.systems.values().stream()
                            .mapToInt(MemorySystem::writeCalls)
                            .sum())
                    .as("write calls, seed %d", seed)
                    .isZero();
        }
    }

    private static void quirk(MemoryTable table, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> table.makes("lastname", text -> text.toUpperCase(Locale.ROOT));
            case 1 -> table.makes("lastname", text -> text.length() > 4 ? text.substring(0, 4) : text);
            case 2 -> table.makes("email", text -> text.toLowerCase(Locale.ROOT));
            case 3 -> table.keepsQuietAfterWrites();
            case 4 -> table.keepsNoTimes();
            default -> table.makes("firstname", String::strip);
        }
    }

    private static void edit(MemoryTable table, Random random) {
        List<String> ids = table.ids();
        String id = ids.isEmpty() ? "" : ids.get(random.nextInt(ids.size()));
        String email =
                random.nextInt(8) == 0 ? "" : (random.nextBoolean() ? "P" : "p") + random.nextInt(5) + "@x.example";
        switch (id.isEmpty() ? 0 : random.nextInt(6)) {
            case 0 -> table.add("firstname", name(random), "lastname", name(random), "email", email);
            case 1 -> table.put(id, "email", email);
            case 2 -> table.put(id, "lastname", name(random));
            case 3 -> table.put(id, "firstname", "");
            case 4 -> table.put(id, "firstname", name(random), "gender", random.nextBoolean() ? "M" : "");
            default -> table.delete(id);
        }
    }

    private static String name(Random random) {
        return List.of("Ada", "Lovelace", " Grace ", "Hopper", "", "Alan", "Turing-Smith")
                .get(random.nextInt(7));
    }
}
