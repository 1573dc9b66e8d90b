package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.contract.PageSequence;
import io.sesam.talk.contract.ReadChecks;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.TestClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The promises of a reader about complete listings. Listings are complete, paged and repeatable. */
final class ReadPromises {
    private static final int RECORDS = 23;
    private static final int PAGE = 5;

    private ReadPromises() {}

    static List<ConnectorPromise> all(ConnectorTrial trial, TypeSpec spec) {
        if (!trial.of(spec.type()).canRead()) {
            return List.of();
        }
        return List.of(
                new ConnectorPromise(
                        "reading from the start returns every record, as it was put",
                        "Compare the fields named above: mapping of names, paging, and filters that hide records.",
                        ReadPromises::isComplete),
                new ConnectorPromise(
                        "a page never holds more than its limit",
                        "Ask the system for at most request.limit() records, or cut the page and keep the rest for the next position.",
                        ReadPromises::keepsWithinLimit),
                new ConnectorPromise(
                        "pages of one record give the same as large pages",
                        "Use request.limit() as page size; test a position that falls between two records of one time.",
                        ReadPromises::goesByOnes),
                new ConnectorPromise(
                        "reading the same position twice gives the same or more",
                        "Keep no state in the reader; everything that it needs is in the position.",
                        ReadPromises::asksTwice),
                new ConnectorPromise(
                        "a reading continues in another connector, as after a crash",
                        "Put all that continues a reading into the position, nothing into fields of the reader.",
                        ReadPromises::survivesACrash),
                new ConnectorPromise(
                        "an empty system gives an empty last page",
                        "Return Page.last without changes and with a position from which the next run can continue.",
                        ReadPromises::isEmpty),
                new ConnectorPromise(
                        "a page that is short is no end (R39)",
                        "Follow the system's own sign of an end, such as an empty cursor, never the number of records.",
                        ReadPromises::readsBeyondShortPages),
                new ConnectorPromise(
                        "the times of a record stay while nobody changes it (R40)",
                        "Take modified and created from the system's answer; leave them out where it has none.",
                        ReadPromises::keepsTimes),
                new ConnectorPromise(
                        "reading changes no record",
                        "Use only reading calls in a reader.",
                        ReadPromises::changesNothing),
                new ConnectorPromise(
                        "two connectors at the same time read the same",
                        "Share no static state between connectors.",
                        ReadPromises::readsTogether));
    }

    private static void isComplete(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(RECORDS);
        seesAll(trial, there, trial.readAll());
    }

    private static void seesAll(ConnectorTrial trial, Map<String, Fields> there, PageSequence pageSequence) {
        Map<String, RecordSnapshot> read = pageSequence.records();
        assertThat(read.keySet()).as("ids that were read").containsExactlyInAnyOrderElementsOf(there.keySet());
        there.forEach((id, put) -> {
            RecordSnapshot record = read.get(id);
            if (record != null) {
                ValueComparison.asWasPut(trial.spec(), put, record.fields());
            }
        });
    }

    private static void readsBeyondShortPages(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(RECORDS);
        PageSequence first = trial.readAll();
        if (!trial.world().shortenPages(PAGE - 1)) {
            ConnectorTrial.notShown(
                    "the world has no short pages. Implement shortenPages(…), where the system has pages.");
        }
        seesAll(trial, there, trial.readAll());
        Map<String, Fields> later = trial.put(RECORDS);
        assertThat(trial.readAfter(first).records().keySet())
                .as("ids that were read in short pages of changes")
                .containsAll(later.keySet());
    }

    /** Reads twice. A time that is the time of reading makes every record look newer than its rivals. */
    private static void keepsTimes(ConnectorTrial trial) throws InterruptedException {
        trial.put(4);
        Map<String, RecordSnapshot> first = trial.readAll().records();
        if (trial.world().clock() instanceof TestClock clock) {
            clock.advance(Duration.ofMinutes(5));
        } else {
            Thread.sleep(2);
        }
        trial.reopen();
        Map<String, RecordSnapshot> again = trial.readAll().records();
        assertThat(again.keySet()).as("ids, read again").isEqualTo(first.keySet());
        ReadChecks.keepsTimes(first, again);
    }

    private static void keepsWithinLimit(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(RECORDS);
        PageSequence pageSequence = Pages.of(trial.reader(), null, PAGE);
        seesAll(trial, there, pageSequence);
        assertThat(pageSequence.pages().size()).as("pages").isGreaterThanOrEqualTo(RECORDS / PAGE);
    }

    private static void goesByOnes(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(7);
        seesAll(trial, there, Pages.of(trial.reader(), null, 1));
    }

    private static void asksTwice(ConnectorTrial trial) {
        trial.put(RECORDS);
        PageSequence pageSequence = Pages.of(trial.reader(), null, PAGE);
        for (int i = 0; i < pageSequence.pages().size(); i++) {
            PageSequence again =
                    Pages.of(trial.reader(), pageSequence.positions().get(i), PAGE);
            ReadChecks.repeats(pageSequence.idsFrom(i), again.idsFrom(0), i + 1);
        }
    }

    private static void survivesACrash(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(RECORDS);
        Set<String> read = new HashSet<>();
        @Nullable Position position = null;
        boolean more = true;
        for (int page = 0; more; page++) {
            assertThat(page).as("pages, each from a connector of its own").isLessThan(10 * RECORDS);
            Page next = Pages.page(trial.reader(), position, PAGE);
            next.changes().forEach(change -> read.add(change.id()));
            position = Position.parse(next.next().text());
            more = next.hasMore();
            trial.reopen();
        }
        assertThat(read)
                .as("ids that were read, each page by a connector of its own")
                .containsAll(there.keySet());
    }

    private static void isEmpty(ConnectorTrial trial) {
        PageSequence pageSequence = trial.readAll();
        assertThat(pageSequence.changes()).as("changes in an empty system").isEmpty();
        assertThat(trial.readAfter(pageSequence).changes())
                .as("changes after that")
                .isEmpty();
    }

    private static void changesNothing(ConnectorTrial trial) {
        trial.put(RECORDS);
        Map<String, Fields> before = trial.world().list(trial.type());
        trial.readAfter(trial.readAll());
        assertThat(trial.world().list(trial.type())).as("records after reading").isEqualTo(before);
    }

    private static void readsTogether(ConnectorTrial trial) {
        Map<String, Fields> there = trial.put(RECORDS);
        try (Connector other = trial.another()) {
            Reader reader = trial.readerOf(other);
            Page first = Pages.page(trial.reader(), null, PAGE);
            PageSequence whole = Pages.of(reader, null, PAGE);
            PageSequence rest = Pages.of(trial.reader(), first.next(), PAGE);
            Set<String> ids = new HashSet<>(rest.idsFrom(0));
            first.changes().forEach(change -> ids.add(change.id()));
            assertThat(whole.records().keySet())
                    .as("records read by the other connector")
                    .containsAll(there.keySet());
            assertThat(ids).as("records read by the first connector").containsAll(there.keySet());
        }
    }
}
