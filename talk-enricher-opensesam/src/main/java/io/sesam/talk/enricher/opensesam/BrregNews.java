package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.enricher.News;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

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

    @Override
    public Page since(Optional<Position> position) {
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
        return new Page(new LinkedHashSet<>(updates.numbers()), next, updates.hasMore());
    }
}
