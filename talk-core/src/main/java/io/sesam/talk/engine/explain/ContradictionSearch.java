package io.sesam.talk.engine.explain;

import io.sesam.talk.engine.report.Ordered;
import io.sesam.talk.model.Claim;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Provenance;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.query.Contradiction;
import io.sesam.talk.query.ContradictionPage;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds golden records whose systems have different values, page by page.
 *
 * <p>Looks at golden records with records of several systems, in the order of their last change, and at a bounded number for one
 * page. For one page and one thread.
 */
public final class ContradictionSearch {
    private static final int CHUNK = 250;
    private static final int MOST_CHUNKS = 8;

    private final Store store;
    private final TypePolicy policy;
    private final int limit;
    private final List<Contradiction> found = new ArrayList<>();

    /** Prepares a page of at most so many contradictions of the type of a policy. */
    public ContradictionSearch(Store store, TypePolicy policy, int limit) {
        this.store = store;
        this.policy = policy;
        this.limit = limit;
    }

    /** Values of a {@link Contradiction}. */
    private record Found(GoldenRecord golden, List<Provenance> values) implements Contradiction {}

    /** Values of a {@link ContradictionPage}. */
    private record Page(List<Contradiction> found, Optional<String> next) implements ContradictionPage {
        Page {
            found = Ordered.copy(found);
        }
    }

    /** The page after a position; {@code ""} for the first. */
    public ContradictionPage after(String position) {
        long after = sequence(position);
        for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
            List<StoredGolden> stored = store.goldensAfter(after, CHUNK);
            List<StoredGolden> several =
                    stored.stream().filter(this::hasSeveralSystems).toList();
            for (GoldenRecord golden : new GoldenReader(store, policy).byIds(ids(several))) {
                List<Provenance> values = differences(golden);
                if (!values.isEmpty()) {
                    if (found.size() == limit) {
                        return page(after);
                    }
                    found.add(new Found(golden, values));
                }
                after = sequenceOf(golden.id(), several);
            }
            if (stored.size() < CHUNK) {
                return new Page(found, Optional.empty());
            }
            after = stored.get(stored.size() - 1).sequence();
        }
        return page(after);
    }

    private Page page(long after) {
        return new Page(found, Optional.of(Long.toString(after)));
    }

    private static long sequence(String position) {
        try {
            return position.isEmpty() ? 0 : Long.parseLong(position);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the position is of another query", e);
        }
    }

    private boolean hasSeveralSystems(StoredGolden golden) {
        return !golden.removed()
                && golden.values().schema().type().equals(policy.type())
                && golden.systems().bySystem().size() > 1;
    }

    private static List<GoldenId> ids(List<StoredGolden> goldens) {
        return goldens.stream().map(StoredGolden::id).toList();
    }

    private static long sequenceOf(GoldenId id, List<StoredGolden> goldens) {
        return goldens.stream()
                .filter(golden -> golden.id().equals(id))
                .mapToLong(StoredGolden::sequence)
                .findFirst()
                .orElseThrow();
    }

    /** The properties of which other systems have other values than the surviving one. */
    private static List<Provenance> differences(GoldenRecord golden) {
        List<Provenance> differences = new ArrayList<>();
        for (Provenance value : golden.provenance()) {
            SystemName winner = value.winner().source().system();
            List<Claim> others = value.lost().stream()
                    .filter(claim -> claim.value().known().isPresent()
                            && !claim.source().system().equals(winner))
                    .toList();
            if (value.winner().value().known().isPresent() && !others.isEmpty()) {
                differences.add(new Provenance(value.property(), value.winner(), value.rule(), others));
            }
        }
        return differences;
    }
}
