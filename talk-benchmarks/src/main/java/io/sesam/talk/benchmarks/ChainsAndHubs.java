package io.sesam.talk.benchmarks;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A benchmark of merging with links and shared keys. Merges persons with equally many links, once spread at random,
 * once in chains of 2,000, and once with every two thousand of them sharing one mailbox: none should take much longer
 * than the others.
 *
 * <p>Arguments: number of persons, number of rounds.
 */
public final class ChainsAndHubs {
    private static final int LENGTH = 2_000;

    private ChainsAndHubs() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        List<SourceRecord> people = TalkSide.records(RawPerson.sample(count, 42));
        List<SourceRecord> sharingMailboxes = TalkSide.records(sharingMailboxes(RawPerson.sample(count, 42)));
        List<Link> strewn = links(people, count / 10, false);
        List<Link> chains = links(people, count / 10, true);
        PrintStream out = System.out;
        for (int round = 1; round <= rounds; round++) {
            out.printf(
                    Locale.ROOT,
                    "round %d: no links %.2f s, %d strewn links %.2f s, as many in chains of %d %.2f s, hubs of %d %.2f s%n",
                    round,
                    seconds(people, List.of()),
                    strewn.size(),
                    seconds(people, strewn),
                    LENGTH,
                    seconds(people, chains),
                    LENGTH,
                    seconds(sharingMailboxes, List.of()));
        }
    }

    private static double seconds(List<SourceRecord> records, List<Link> links) {
        long start = System.nanoTime();
        int goldens = BulkMerge.of(TalkSide.POLICY)
                .linkedBy(links)
                .merge(records)
                .goldens()
                .size();
        return goldens == 0 ? 0 : (System.nanoTime() - start) / 1e9;
    }

    private static List<Link> links(List<SourceRecord> people, int count, boolean chained) {
        Random random = new Random(7);
        List<Link> links = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (!chained) {
                link(people, random.nextInt(people.size()), random.nextInt(people.size()), links);
            } else if (i % LENGTH != LENGTH - 1) {
                link(people, i, i + 1, links);
            }
        }
        return links;
    }

    private static void link(List<SourceRecord> people, int one, int other, List<Link> links) {
        if (one != other) {
            links.add(new Link(ref(people, one), ref(people, other), Link.Origin.STEWARD));
        }
    }

    private static RecordRef ref(List<SourceRecord> people, int number) {
        RecordRef ref = people.get(number).ref();
        return new RecordRef(ref.system(), EntityType.PERSON, ref.id());
    }

    /** Returns the persons with a tenth in shared mailboxes. Each mailbox has two thousand of them. */
    private static List<RawPerson> sharingMailboxes(List<RawPerson> people) {
        List<RawPerson> sharingMailboxes = new ArrayList<>(people);
        for (int i = 0; i < people.size() / 10; i++) {
            RawPerson person = people.get(i);
            sharingMailboxes.set(
                    i,
                    new RawPerson(
                            person.number(),
                            person.system(),
                            person.id(),
                            person.modified(),
                            person.firstname(),
                            person.lastname(),
                            "info" + i / LENGTH + "@hub.example",
                            person.gender()));
        }
        return sharingMailboxes;
    }
}
