package io.sesam.talk.tests.world.cloud;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.tests.world.boundary.Gate;
import io.sesam.talk.tests.world.script.Abilities;
import io.sesam.talk.tests.world.script.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reader of a simulated system. Lists by id; then, where supported, reads changes by time and id. */
final class CloudReader implements Reader {
    private static final Position.Token END = new Position.Token("!");

    private final Cloud cloud;
    private final Gate gate;

    private record At(Instant time, String id) {
        static final Comparator<At> ORDER = Comparator.comparing(At::time).thenComparing(At::id);
    }

    CloudReader(Cloud cloud, Gate gate) {
        this.cloud = cloud;
        this.gate = gate;
    }

    @Override
    public Page read(ReadRequest request) {
        Optional<Fault.Kind> fault = gate.pass(cloud.name());
        if (fault.isEmpty()) {
            return page(request);
        }
        Fault.Kind kind = fault.get();
        switch (kind) {
            case LOST_REQUEST, LOST_ANSWER, SERVER_ERROR ->
                throw new TalkException(ErrorCode.UNREACHABLE, cloud.name() + " did not answer");
            case LIMITED -> throw new TalkException(ErrorCode.QUOTA_EXHAUSTED, "come back in an hour");
            case RESET -> throw new IllegalStateException("the connection broke");
            case NO_LIST -> throw new TalkException(ErrorCode.UNREADABLE, noList(cloud));
            case SHORT_PAGE -> {
                int half = Math.max(1, request.limit() / 2);
                return page(request.after()
                        .map(position -> ReadRequest.after(position, request.until(), half))
                        .orElseGet(() -> ReadRequest.fromStart(request.until(), half)));
            }
            case POSITION_LOST -> {
                if (request.after().isPresent()) {
                    throw new TalkException(ErrorCode.POSITION_LOST, "the position is no longer known");
                }
            }
            default -> {}
        }
        Page page = page(request);
        gate.crashIf(fault);
        return broken(page, kind, request);
    }

    /** Describes an answer that lacks what was asked for (R39). */
    static String noList(Cloud cloud) {
        return cloud.name() + " answered without a list of records; nothing is known about them";
    }

    private Page broken(Page page, Fault.Kind kind, ReadRequest request) {
        boolean listing =
                cloud.isKnown() && isListing(request) && cloud.abilities.reads().feed() != Abilities.Feed.CHANGES;
        return switch (kind) {
            case TWICE ->
                with(
                        page,
                        Stream.concat(page.changes().stream(), page.changes().stream())
                                .toList());
            case EMPTY -> listing && request.after().isEmpty() ? Page.last(List.of(), end(cloud.times.now())) : page;
            case HALF ->
                listing
                        ? with(
                                page,
                                IntStream.range(0, page.changes().size())
                                        .filter(i -> i % 2 == 0
                                                || isAwaited(page.changes().get(i)))
                                        .mapToObj(page.changes()::get)
                                        .toList())
                        : page;
            default -> page;
        };
    }

    /**
     * Checks for a record of an in-doubt insert. When a half listing hides it and there is no look-up, its
     * existence cannot be known.
     */
    private boolean isAwaited(Change change) {
        Row row = cloud.rowShown(change.id());
        return row != null && row.answerLost;
    }

    private static Page with(Page page, List<Change> changes) {
        return page.hasMore() ? Page.more(changes, page.next()) : Page.last(changes, page.next());
    }

    private static boolean isListing(ReadRequest request) {
        return request.after().map(Position.Token.class::isInstance).orElse(true);
    }

    private Page page(ReadRequest request) {
        if (request.after().filter(END::equals).isPresent()) {
            return Page.last(List.of(), END);
        }
        return isListing(request) ? listing(request) : changes(request);
    }

    /**
     * Lists a page. Changes made during the listing are reported afterwards, so the position keeps the time at
     * which the listing began, in whichever run.
     */
    private Page listing(ReadRequest request) {
        String[] under = request.after()
                .map(position -> ((Position.Token) position).value().split(" ", 2))
                .orElse(new String[] {cloud.times.now().toString(), ""});
        Instant begun = Instant.parse(under[0]);
        String after = under[1];
        List<Row> rows = cloud.rows.tailMap(after, false).values().stream()
                .limit(request.limit())
                .toList();
        List<RecordSnapshot> page = rows.stream().map(cloud::shown).toList();
        return page.size() < request.limit()
                ? Page.last(page, end(begun))
                : Page.more(page, new Position.Token(begun + " " + rows.get(rows.size() - 1).id));
    }

    private Position end(Instant begun) {
        return cloud.abilities.reads().feed() == Abilities.Feed.LISTING ? END : new Position.Keyset(begun, "");
    }

    private Page changes(ReadRequest request) {
        Position.Keyset after = (Position.Keyset) request.after().orElseThrow();
        At from = new At(cloud.times.truth(after.time()), after.id());
        Instant now = cloud.clock.instant();
        Instant visible = now.minus(cloud.spec.indexLag());
        List<At> all = new ArrayList<>();
        cloud.rows.values().forEach(row -> row.indexedAt(visible).ifPresent(time -> all.add(new At(time, row.id))));
        if (cloud.abilities.reads().feed() == Abilities.Feed.CHANGES) {
            cloud.goneAt.forEach((id, time) -> all.add(new At(time, id)));
        }
        List<At> wanted = all.stream()
                .filter(at -> At.ORDER.compare(at, from) >= 0 && !at.time().isAfter(visible))
                .sorted(At.ORDER)
                .limit(request.limit() + 1L)
                .toList();
        List<Change> page =
                wanted.stream().limit(request.limit()).map(at -> told(at.id())).toList();
        if (wanted.size() > request.limit()) {
            At next = wanted.get(request.limit());
            return Page.more(page, new Position.Keyset(cloud.times.shown(next.time()), next.id()));
        }
        return Page.last(page, new Position.Keyset(cloud.times.shown(now), ""));
    }

    private Change told(String id) {
        Row row = cloud.rows.get(id);
        return row == null ? cloud.goneAsTold(id) : cloud.shown(row);
    }
}
