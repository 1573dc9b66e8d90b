package io.sesam.talk.http;

import io.sesam.talk.spi.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many calls an account may make, as the system's documentation says it. Immutable.
 *
 * <p>All connections of one process that name the same account share what it allows.
 */
public final class Quotas {
    /** The quota of calls that name no other. */
    public static final String GENERAL = "general";

    /**
     * So many calls in any stretch of time of a length.
     *
     * @param name which calls: {@link #GENERAL}, or what {@link ApiCall#quota} names
     * @param calls how many
     * @param period in what time
     * @param remaining the header that tells how many are left in the current period
     * @param maximum the header that tells how many there are in a period
     */
    record Window(String name, int calls, Duration period, Optional<String> remaining, Optional<String> maximum) {}

    private final String account;
    private final List<Window> windows;
    private final double reserve;

    private Quotas(String account, List<Window> windows, double reserve) {
        this.account = account;
        this.windows = List.copyOf(windows);
        this.reserve = reserve;
    }

    /** No limit is known; "too many calls" slows down all the same. */
    public static Quotas of(String account) {
        return new Quotas(account, List.of(), 0);
    }

    /** The same, with so many calls in any period; several windows of one name all hold. */
    public Quotas window(String name, int calls, Duration period) {
        return with(new Window(name, calls, period, Optional.empty(), Optional.empty()));
    }

    /** The same, with so many calls in any period, corrected by what headers of answers tell. */
    public Quotas window(String name, int calls, Duration period, String remainingHeader, String maximumHeader) {
        return with(new Window(name, calls, period, Optional.of(remainingHeader), Optional.of(maximumHeader)));
    }

    /** The same, leaving a share of every window to the customer's other applications; 0.1 is a tenth. */
    public Quotas reserve(double share) {
        return new Quotas(account, windows, share);
    }

    private Quotas with(Window window) {
        List<Window> more = new ArrayList<>(windows);
        more.add(window);
        return new Quotas(account, more, reserve);
    }

    /** Tells how many calls may be made, what is reserved for others taken off. */
    void tell(Calls calls) {
        windows.stream()
                .filter(window -> window.name().equals(GENERAL))
                .forEach(window ->
                        calls.limit(Math.max(1, (long) Math.floor(window.calls() * (1 - reserve))), window.period()));
    }

    String account() {
        return account;
    }

    List<Window> windows() {
        return windows;
    }

    double reserve() {
        return reserve;
    }
}
