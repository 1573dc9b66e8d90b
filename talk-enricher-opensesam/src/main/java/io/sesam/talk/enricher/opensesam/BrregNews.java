package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.enricher.News;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The register's update feed. A position is a time until the first update was read, and afterwards the id of the next
 * update.
 */
final class BrregNews implements News {
    private static final int PAGE = 1_000;
    private static final Duration OVERLAP = Duration.ofHours(1);
    private static final String MOMENT = "from ";

    private final BrregApi api;
    private final Clock clock;

    BrregNews(BrregApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** Returns the position at a time. */
    static Position at(Instant moment) {
        return new Position.Token(MOMENT + moment);
    }

    /** Returns a page of the feed, without the names of its entities. */
    Page numbersSince(Optional<Position> position) {
        return read(position, numbers -> Set.of());
    }

    @Override
    public Page since(Optional<Position> position) {
        return read(position, numbers -> topics(api.byNumbers(numbers).values()));
    }

    private Page read(Optional<Position> position, Function<Set<String>, Set<String>> topics) {
        if (position.isEmpty()) {
            return new Page(Set.of(), at(clock.instant().minus(OVERLAP)), false);
        }
        String at = ((Position.Token) position.get()).value();
        BrregApi.Updates updates = at.startsWith(MOMENT)
                ? api.updatesFrom(Instant.parse(at.substring(MOMENT.length())), PAGE)
                : api.updatesFrom(Long.parseLong(at), PAGE);
        Position next = updates.last()
                .<Position>map(last -> new Position.Token(String.valueOf(last + 1)))
                .orElse(position.get());
        Set<String> numbers = new LinkedHashSet<>(updates.numbers());
        return new Page(numbers, topics.apply(numbers), next, updates.hasMore());
    }

    /** Returns the names of entities: a question about one of them may have had a unique answer until now. */
    static Set<String> topics(Collection<Entity> entities) {
        return entities.stream().map(entity -> LegalNames.key(entity.name())).collect(Collectors.toSet());
    }
}
