package io.sesam.talk.http;

import io.sesam.talk.spi.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The call quotas of one account. As the system's documentation states them. Immutable.
 *
 * <p>All connections of one process that name the same account share its quotas.
 */
public final class Quotas {
    /** The quota of calls without a named one. */
    public static final String GENERAL = "general";

    /**
     * A maximum number of calls per period.
     *
     * @param name the quota: {@link #GENERAL}, or one that {@link ApiCall#quota} names
     * @param calls the maximum number of calls
     * @param period the length of any period
     * @param remaining the header with the calls left in the current period
     * @param maximum the header with the maximum of a period
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

    /** Creates quotas without a known limit. A "too many calls" response slows down all the same. */
    public static Quotas of(String account) {
        return new Quotas(account, List.of(), 0);
    }

    /** Returns a copy with another window. All windows of one name apply together. */
    public Quotas window(String name, int calls, Duration period) {
        return with(new Window(name, calls, period, Optional.empty(), Optional.empty()));
    }

    /** Returns a copy with a window corrected by headers. */
    public Quotas window(String name, int calls, Duration period, String remainingHeader, String maximumHeader) {
        return with(new Window(name, calls, period, Optional.of(remainingHeader), Optional.of(maximumHeader)));
    }

    /** Returns a copy with a share for other applications. The share is taken off every window; 0.1 is a tenth. */
    public Quotas reserve(double share) {
        return new Quotas(account, windows, share);
    }

    private Quotas with(Window window) {
        List<Window> more = new ArrayList<>(windows);
        more.add(window);
        return new Quotas(account, more, reserve);
    }

    /** Reports the usable number of calls. The reserve for other applications is taken off. */
    void report(Calls calls) {
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
