package io.sesam.talk.store.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A separate process that commits pages until it is killed. It opens a store and reports on its output.
 *
 * <p>A place is the path of a SQLite file, or the address of a PostgreSQL database, a schema and a lease.
 */
final class OtherEngine implements AutoCloseable {
    static final int PAGE = 200;
    static final SystemName CRM = new SystemName("crm");
    static final Map<EntityType, Schema> SCHEMAS = Map.of(EntityType.PERSON, Person.SCHEMA);

    private final Process process;
    private final BufferedReader output;

    private OtherEngine(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts committing pages from a number on. */
    static OtherEngine start(String place, int firstPage) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherEngine.class.getName(),
                        place,
                        Integer.toString(firstPage))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new OtherEngine(process);
    }

    /** Returns the next output line. {@code open}, the number of a committed page, or a refusal. */
    String hear() throws IOException {
        String line = output.readLine();
        return line == null ? "nothing" : line;
    }

    /** Sends a signal to the process. */
    void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assumeTrue(status == 0, "this machine cannot stop a process");
    }

    /** Kills the process. Its remaining output can still be read, which is why its handle is used. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
        process.destroyForcibly();
    }

    /** Runs in the separate process. */
    public static void main(String[] arguments) {
        try (Store store = open(arguments[0])) {
            say("open");
            for (int page = Integer.parseInt(arguments[1]); ; page++) {
                store.commit(page(page));
                say(Integer.toString(page));
            }
        } catch (TalkException e) {
            say(e.code().name());
        }
    }

    /** Opens the store at a place. */
    static Store open(String place) {
        String[] words = place.split(" ", 3);
        return words.length == 3
                ? Postgres.open(Postgres.settings(words[0], words[1], words[2]), SCHEMAS)
                : SqliteStorePlugin.at(Path.of(place), SCHEMAS);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    static Commit page(int number) {
        Commit commit = new Commit();
        for (int i = number * PAGE; i < (number + 1) * PAGE; i++) {
            RecordRef ref = new RecordRef(CRM, EntityType.PERSON, "r" + i);
            SourceRecord record = SourceRecord.of(
                    ref, Person.of("Ada " + i, "L", i + "@example.org").toFields());
            GoldenId golden = GoldenId.foundedBy(ref);
            commit.put(new StoredRecord(
                    record,
                    StoredRecord.Status.LIVE,
                    golden,
                    Set.of(new MatchKey("email", i + "@example.org")),
                    false,
                    null,
                    1));
            commit.put(new StoredGolden(golden, record.rawValues(), 1, i + 1, false));
            commit.add(new PendingComparison(CRM, EntityType.PERSON, golden));
        }
        Position next = new Position.Token(Integer.toString(number));
        return commit.put(new ReadState(CRM, EntityType.PERSON, next, 1, false, null, Instant.EPOCH));
    }
}
