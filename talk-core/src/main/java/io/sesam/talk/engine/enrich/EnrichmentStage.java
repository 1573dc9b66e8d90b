package io.sesam.talk.engine.enrich;

import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.config.EnricherConnection;
import io.sesam.talk.engine.report.SyncReportData;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.engine.run.Workers;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.enricher.News;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The enrichment stage of a run (R31). Asks only about golden records that are new or changed, here or in the
 * register, and about expired answers.
 */
public final class EnrichmentStage {
    private static final int GOLDENS_AT_ONCE = 500;
    private static final int PAGES_OF_NEWS = 200;

    private final EngineConfig config;
    private final Store store;
    private final RunContext run;
    private final Participants participants;

    /** Creates the enrichment stage of a run. */
    public EnrichmentStage(EngineConfig config, RunContext run, Participants participants) {
        this.config = config;
        this.store = config.store();
        this.run = run;
        this.participants = participants;
    }

    /** Asks all enrichers, one after another, because each changes golden records. */
    public void enrich(Workers threads) {
        if (!config.enrichers().isEmpty()) {
            threads.all(List.of(() -> config.enrichers().forEach(this::enrich)));
        }
    }

    private void enrich(EnricherConnection connection) {
        Calls.Count before = connection.calls().count();
        List<TypeEnrichment> parts = new ArrayList<>();
        for (TypePolicy policy : config.policies().values()) {
            run.guarded(connection.name(), () -> {
                if (!connection.enricher().asksBy(policy.type()).isEmpty()) {
                    parts.add(new TypeEnrichment(connection, policy, run, participants.targets(policy.type())));
                }
            });
        }
        run.guarded(
                connection.name(), () -> connection.enricher().news().ifPresent(news -> hear(connection, news, parts)));
        run.guarded(connection.name(), () -> {
            parts.forEach(TypeEnrichment::expire);
            examineChanged(connection, parts);
        });
        parts.forEach(part -> run.guarded(connection.name(), part::ask));
        long waiting = parts.stream().mapToLong(TypeEnrichment::stillWaiting).sum();
        run.stats().enriched(connection.name(), new SyncReportData.EnrichedData(0, 0, 0, 0, 0, 0, waiting));
        run.stats().called(connection.name(), connection.calls().count().since(before));
    }

    private void hear(EnricherConnection connection, News news, List<TypeEnrichment> parts) {
        StateKey<EngineState.NewsPosition> key = StateKey.news(connection.name());
        for (int pages = 0; pages < PAGES_OF_NEWS; pages++) {
            run.cancellation().check();
            Optional<Position> position = store.state(key).map(EngineState.NewsPosition::position);
            News.Page page = news.since(position);
            if (page.hasMore() && position.filter(page.next()::equals).isPresent()) {
                throw new TalkException(
                        ErrorCode.CURSOR_STUCK,
                        "Enricher " + connection.name()
                                + " returned the position of its change feed that it was given, although more"
                                + " follows. Please report this to the author of the enricher.");
            }
            parts.forEach(part -> part.changed(page.changed()));
            parts.forEach(part -> part.reopened(page.topics()));
            if (position.filter(page.next()::equals).isEmpty()) {
                remember(new Commit().put(key, new EngineState.NewsPosition(page.next())));
            }
            if (!page.hasMore()) {
                return;
            }
        }
    }

    /**
     * Requests questions about golden records changed since the last run, or about all when the enricher has another
     * edition.
     */
    private void examineChanged(EnricherConnection connection, List<TypeEnrichment> parts) {
        StateKey<EngineState.EnrichmentMark> key = StateKey.enrichment(connection.name());
        String edition = Integer.toHexString(connection.enricher().edition().hashCode());
        long after = store.state(key)
                .filter(noted -> noted.edition().equals(edition))
                .map(EngineState.EnrichmentMark::sequence)
                .orElse(0L);
        List<StoredGolden> page = store.goldensAfter(after, GOLDENS_AT_ONCE);
        while (!page.isEmpty()) {
            run.cancellation().check();
            after = page.get(page.size() - 1).sequence();
            Commit commit = new Commit().put(key, new EngineState.EnrichmentMark(after, edition));
            Map<EntityType, Set<GoldenId>> present = present(page);
            parts.forEach(part -> part.examine(present.getOrDefault(part.type(), Set.of()), commit));
            remember(commit);
            page = store.goldensAfter(after, GOLDENS_AT_ONCE);
        }
    }

    private static Map<EntityType, Set<GoldenId>> present(List<StoredGolden> page) {
        Map<EntityType, Set<GoldenId>> present = new HashMap<>();
        page.stream()
                .filter(golden -> !golden.removed())
                .forEach(golden -> present.computeIfAbsent(
                                golden.values().schema().type(), type -> new LinkedHashSet<>())
                        .add(golden.id()));
        return present;
    }

    private void remember(Commit commit) {
        run.state().alone(() -> {
            run.state().commit(commit);
        });
    }
}
