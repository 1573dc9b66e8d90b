package io.sesam.talk.engine.enrich;

import io.sesam.talk.engine.config.EnricherConnection;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.enricher.Question;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Loader of enrichment states of one type. */
final class EnrichmentStates {
    private final Store store;
    private final TypePolicy policy;
    private final EnricherConnection connection;
    private final Set<String> asksBy;

    EnrichmentStates(Store store, TypePolicy policy, EnricherConnection connection) {
        this.store = store;
        this.policy = policy;
        this.connection = connection;
        this.asksBy = connection.enricher().asksBy(policy.type());
    }

    List<EnrichmentState> of(Set<GoldenId> goldens) {
        Map<GoldenId, List<StoredRecord>> members = new HashMap<>();
        for (StoredRecord member : References.of(store, policy.schema()).normalize(store.members(goldens))) {
            members.computeIfAbsent(member.golden(), id -> new ArrayList<>()).add(member);
        }
        return goldens.stream()
                .map(id -> new EnrichmentState(id, members.getOrDefault(id, List.of()), connection.name()))
                .toList();
    }

    Optional<Question> question(EnrichmentState enrichmentState) {
        return enrichmentState.question(policy.survivorship(), asksBy);
    }

    String fingerprint(Question question) {
        return EnrichmentState.fingerprint(question, connection.enricher().edition());
    }
}
