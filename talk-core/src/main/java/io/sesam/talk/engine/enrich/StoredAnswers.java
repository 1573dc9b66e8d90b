package io.sesam.talk.engine.enrich;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.EnrichmentAnswer;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reader of stored enrichment answers, page by page. */
public final class StoredAnswers {
    private static final int PAGE = 500;

    private final Store store;

    /** Creates a reader of a store. */
    public StoredAnswers(Store store) {
        this.store = store;
    }

    /** Reads all answers of an enricher about a type, ordered by id. */
    public void each(SystemName enricher, EntityType type, Consumer<EnrichmentAnswer> action) {
        String after = null;
        List<StoredRecord> page = store.recordsAfter(enricher, type, after, PAGE);
        while (!page.isEmpty()) {
            page.forEach(record -> answer(record).ifPresent(action));
            after = page.get(page.size() - 1).ref().id();
            page = store.recordsAfter(enricher, type, after, PAGE);
        }
    }

    private static Optional<EnrichmentAnswer> answer(StoredRecord record) {
        @Nullable GoldenId golden = record.golden();
        return golden == null
                ? Optional.empty()
                : AnswerEntry.read(record.version())
                        .filter(entry -> record.isLive() || entry.kind() != EnrichmentAnswer.Kind.MATCH)
                        .map(entry ->
                                entry.about(record.ref().system(), record.ref().type(), golden));
    }
}
