package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.enricher.News;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The update feed applied to the local index. Changed entities are fetched into the index before they are reported. */
final class IndexedNews implements News {
    private final BrregApi api;
    private final BrregNews feed;
    private final BrregIndex index;
    private final BrregBulk bulk;

    IndexedNews(BrregApi api, Clock clock, BrregIndex index, BrregBulk bulk) {
        this.api = api;
        this.feed = new BrregNews(api, clock);
        this.index = index;
        this.bulk = bulk;
    }

    @Override
    public Page since(Optional<Position> position) {
        boolean isNew = bulk.provide(index);
        if (isNew || position.isEmpty()) {
            Position begin = BrregNews.at(index.asOf());
            return new Page(Set.of(), begin, position.filter(begin::equals).isEmpty());
        }
        Page page = feed.numbersSince(position);
        if (page.changed().isEmpty()) {
            return page;
        }
        Map<String, Entity> entities = api.byNumbers(page.changed());
        index.put(page.changed(), entities);
        return new Page(page.changed(), BrregNews.topics(entities.values()), page.next(), page.hasMore());
    }
}
