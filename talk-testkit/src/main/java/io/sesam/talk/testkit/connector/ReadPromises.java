package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Upserted;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a reader promises of a listing: it is complete, goes in pages, and can be asked again. */
final class ReadPromises {
    private static final int RECORDS = 23;
    private static final int PAGE = 5;

    private ReadPromises() {}

    static List<Promise> all(Trial trial, TypeSpec spec) {
        if (!trial.of(spec.type()).canRead()) {
            return List.of();
        }
        return List.of(
                new Promise("reading from the start names every record, as it was put", ReadPromises::isComplete),
                new Promise("a page never holds more than was asked for", ReadPromises::keepsWithinLimit),
                new Promise("pages of one lead to the same as large ones", ReadPromises::goesByOnes),
                new Promise("the same position asked twice gives the same or more", ReadPromises::asksTwice),
                new Promise("a reading goes on in another connector, as after a crash", ReadPromises::survivesACrash),
                new Promise("an empty system gives an empty last page", ReadPromises::isEmpty),
                new Promise("reading changes no record", ReadPromises::changesNothing),
                new Promise("two connectors at once read the same", ReadPromises::readsTogether));
    }

    private static void isComplete(Trial trial) {
        Map<String, Fields> there = trial.put(RECORDS);
        seesAll(trial, there, trial.readAll());
    }

    private static void seesAll(Trial trial, Map<String, Fields> there, Reading reading) {
        Map<String, Upserted> read = reading.records();
        assertThat(read.keySet()).as("ids that were read").containsExactlyInAnyOrderElementsOf(there.keySet());
        there.forEach((id, put) -> {
            Upserted record = read.get(id);
            if (record != null) {
                Same.asWasPut(trial.spec(), put, record.fields());
            }
        });
    }

    private static void keepsWithinLimit(Trial trial) {
        Map<String, Fields> there = trial.put(RECORDS);
        Reading reading = Reading.of(trial.reader(), null, PAGE);
        seesAll(trial, there, reading);
        assertThat(reading.pages().size()).as("pages").isGreaterThanOrEqualTo(RECORDS / PAGE);
    }

    private static void goesByOnes(Trial trial) {
        Map<String, Fields> there = trial.put(7);
        seesAll(trial, there, Reading.of(trial.reader(), null, 1));
    }

    private static void asksTwice(Trial trial) {
        trial.put(RECORDS);
        Reading reading = Reading.of(trial.reader(), null, PAGE);
        for (int i = 0; i < reading.pages().size(); i++) {
            Set<String> rest = idsFrom(reading, i);
            Reading again = Reading.of(trial.reader(), reading.positions().get(i), PAGE);
            assertThat(idsFrom(again, 0))
                    .as("ids from page %d on, asked again", i + 1)
                    .containsAll(rest);
        }
    }

    private static Set<String> idsFrom(Reading reading, int first) {
        Set<String> ids = new HashSet<>();
        for (Page page : reading.pages().subList(first, reading.pages().size())) {
            page.changes().stream().map(Change::id).forEach(ids::add);
        }
        return ids;
    }

    private static void survivesACrash(Trial trial) {
        Map<String, Fields> there = trial.put(RECORDS);
        Set<String> read = new HashSet<>();
        @Nullable Position position = null;
        boolean more = true;
        for (int page = 0; more; page++) {
            assertThat(page).as("pages, each from a connector of its own").isLessThan(10 * RECORDS);
            Page next = Reading.page(trial.reader(), position, PAGE);
            next.changes().forEach(change -> read.add(change.id()));
            position = Position.parse(next.next().text());
            more = next.hasMore();
            trial.reopen();
        }
        assertThat(read)
                .as("ids that were read, each page by a connector of its own")
                .containsAll(there.keySet());
    }

    private static void isEmpty(Trial trial) {
        Reading reading = trial.readAll();
        assertThat(reading.changes()).as("changes of an empty system").isEmpty();
        assertThat(trial.readAfter(reading).changes()).as("changes after that").isEmpty();
    }

    private static void changesNothing(Trial trial) {
        trial.put(RECORDS);
        Map<String, Fields> before = trial.world().list(trial.type());
        trial.readAfter(trial.readAll());
        assertThat(trial.world().list(trial.type()))
                .as("what is there after reading")
                .isEqualTo(before);
    }

    private static void readsTogether(Trial trial) {
        Map<String, Fields> there = trial.put(RECORDS);
        try (Connector other = trial.another()) {
            Reader reader = trial.readerOf(other);
            Page first = Reading.page(trial.reader(), null, PAGE);
            Reading whole = Reading.of(reader, null, PAGE);
            Reading rest = Reading.of(trial.reader(), first.next(), PAGE);
            Set<String> ids = idsFrom(rest, 0);
            first.changes().forEach(change -> ids.add(change.id()));
            assertThat(whole.records().keySet()).as("what the other one read").containsAll(there.keySet());
            assertThat(ids).as("what the first one read").containsAll(there.keySet());
        }
    }
}
