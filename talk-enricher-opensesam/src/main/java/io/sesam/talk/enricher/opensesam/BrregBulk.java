package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.spi.PrivateFiles;
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

/** A builder of the index from the bulk file. Downloads the register's bulk file once, unless the host provides one. */
final class BrregBulk {
    private static final Logger LOG = LoggerFactory.getLogger(BrregBulk.class);
    private static final long LARGEST = 4L << 30;

    private final HttpApi api;
    private final Clock clock;
    private final Path index;
    private final Optional<Path> atHand;

    /**
     * Creates a builder.
     *
     * @param api a client with deadlines for a large response
     * @param atHand a file that the host has downloaded; empty to download one
     */
    BrregBulk(HttpApi api, Clock clock, Path index, Optional<Path> atHand) {
        this.api = api;
        this.clock = clock;
        this.index = index;
        this.atHand = atHand;
    }

    /** Builds the index if missing; returns whether built. */
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
                    "the register's bulk file cannot be read, or stored beside " + index + " (" + e
                            + "); free disk space there, or set another file",
                    e);
        }
    }

    /** Refuses an unreadable file. */
    static void requireReadable(Path bulk) {
        if (!Files.isReadable(bulk)) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "the bulk file " + bulk
                            + " does not exist or is not readable; put it there, or remove bulkFile to have it downloaded");
        }
    }

    private void make() throws IOException {
        Path parent = index.toAbsolutePath().getParent();
        if (parent != null) {
            PrivateFiles.createDirectories(parent);
        }
        if (atHand.isPresent()) {
            make(atHand.get(), Files.getLastModifiedTime(atHand.get()).toInstant());
            return;
        }
        Path fetched = index.resolveSibling(index.getFileName() + ".download");
        try {
            LOG.info("Downloading the bulk file of Norway's Register of Legal Entities once");
            ApiResponse response = api.read(
                    ApiCall.get("/enheter/lastned").header("Accept", "*/*").into(fetched, LARGEST));
            make(
                    fetched,
                    response.header("Last-Modified").flatMap(BrregBulk::date).orElse(clock.instant()));
        } finally {
            Files.deleteIfExists(fetched);
        }
    }

    /** Builds the index. The update feed is read from the day before the file was made, so that nothing is missed. */
    private void make(Path bulk, Instant made) {
        long count = BrregIndexBuilder.build(bulk, index, made.minus(Duration.ofDays(1)));
        LOG.info("Indexed {} entities of Norway's register in {}", count, index);
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
