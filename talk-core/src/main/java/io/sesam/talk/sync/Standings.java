package io.sesam.talk.sync;

import io.sesam.talk.enrich.Standing;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.resolve.References;
import io.sesam.talk.resolve.TypePolicy;
import io.sesam.talk.spi.Question;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks up where golden records of one type stand with one enricher. */
final class Standings {
    private final Store store;
    private final TypePolicy policy;
    private final EnricherConnection connection;
    private final Set<String> asksBy;

    Standings(Store store, TypePolicy policy, EnricherConnection connection) {
        this.store = store;
        this.policy = policy;
        this.connection = connection;
        this.asksBy = connection.enricher().asksBy(policy.type());
    }

    List<Standing> of(Set<GoldenId> goldens) {
        Map<GoldenId, List<StoredRecord>> members = new HashMap<>();
        for (StoredRecord member : References.of(store, policy.schema()).normalize(store.members(goldens))) {
            members.computeIfAbsent(member.golden(), id -> new ArrayList<>()).add(member);
        }
        return goldens.stream()
                .map(id -> new Standing(id, members.getOrDefault(id, List.of()), connection.name()))
                .toList();
    }

    Optional<Question> question(Standing standing) {
        return standing.question(policy.survivorship(), asksBy);
    }

    String fingerprint(Question question) {
        return Standing.fingerprint(question, connection.enricher().edition());
    }
}
