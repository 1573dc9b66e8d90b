package io.sesam.talk.result;

import io.sesam.talk.engine.enrich.AnswerEntry;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one answer of an enricher (R31).
 *
 * @param enricher who answered
 * @param type what kind of thing it was asked about
 * @param golden the golden record it was asked about
 * @param answerEntry the answer, without the values it gave
 */
public record EnrichmentAnswer(SystemName enricher, EntityType type, GoldenId golden, AnswerEntry answerEntry) {
    private static final int AT_ONCE = 500;

    /** Goes through all answers of an enricher about a type, in pages. */
    public static void each(Store store, SystemName enricher, EntityType type, Consumer<EnrichmentAnswer> action) {
        String after = null;
        List<StoredRecord> page = store.recordsAfter(enricher, type, after, AT_ONCE);
        while (!page.isEmpty()) {
            page.forEach(record -> of(record).ifPresent(action));
            after = page.get(page.size() - 1).ref().id();
            page = store.recordsAfter(enricher, type, after, AT_ONCE);
        }
    }

    private static Optional<EnrichmentAnswer> of(StoredRecord record) {
        @Nullable GoldenId golden = record.golden();
        return golden == null
                ? Optional.empty()
                : AnswerEntry.read(record.version())
                        .filter(answerEntry -> record.isLive() || answerEntry.kind() != AnswerEntry.Kind.MATCH)
                        .map(answerEntry -> new EnrichmentAnswer(
                                record.ref().system(), record.ref().type(), golden, answerEntry));
    }
}
