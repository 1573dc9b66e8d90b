package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.HttpApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that there is an index: fetches the register's bulk file once, unless one is at hand, and makes it. */
final class BrregBulk {
    private static final Logger LOG = LoggerFactory.getLogger(BrregBulk.class);
    private static final long LARGEST = 4L << 30;

    private final HttpApi api;
    private final Clock clock;
    private final Path index;
    private final Optional<Path> atHand;

    /**
     * A bulk file.
     *
     * @param api with patience for a large answer
     * @param atHand a file that the host has fetched; empty to fetch one
     */
    BrregBulk(HttpApi api, Clock clock, Path index, Optional<Path> atHand) {
        this.api = api;
        this.clock = clock;
        this.index = index;
        this.atHand = atHand;
    }

    /** Makes the index, if there is none yet; answers whether it did. */
    boolean provide(BrregIndex local) {
        if (local.isThere()) {
            return false;
        }
        local.close();
        try {
            make();
            return true;
        } catch (IOException e) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "the register's bulk file cannot be read, or kept beside " + index + " (" + e + "); make room"
                            + " there, or name another file",
                    e);
        }
    }

    /** Refuses a file that cannot be read. */
    static void requireReadable(Path bulk) {
        if (!Files.isReadable(bulk)) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "there is no bulk file " + bulk
                            + " to read; put it there, or leave bulkFile out to have it fetched");
        }
    }

    private void make() throws IOException {
        Path parent = index.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (atHand.isPresent()) {
            make(atHand.get(), Files.getLastModifiedTime(atHand.get()).toInstant());
            return;
        }
        Path fetched = index.resolveSibling(index.getFileName() + ".download");
        try {
            LOG.info("fetching the bulk file of Norway's register of legal entities, once");
            ApiResponse response = api.read(
                    ApiCall.get("/enheter/lastned").header("Accept", "*/*").into(fetched, LARGEST));
            make(
                    fetched,
                    response.header("Last-Modified").flatMap(BrregBulk::date).orElse(clock.instant()));
        } finally {
            Files.deleteIfExists(fetched);
        }
    }

    /** What the file lacks is in the news since the day before it was made. */
    private void make(Path bulk, Instant made) {
        long count = BrregIndexBuilder.build(bulk, index, made.minus(Duration.ofDays(1)));
        LOG.info("{} entities of Norway's register are indexed in {}", count, index);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
