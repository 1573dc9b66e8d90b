package io.sesam.talk.http;

import io.sesam.talk.model.Experimental;
import java.time.Duration;

/**
 * Counts of calls that several processes share.
 *
 * <p>All connections of one {@code Talk} share the quotas of an account. Where several processes work with one account, the
 * host provides this store ({@code TalkBuilder.provide(RateLimitStore.class, …)}), for instance on a database or a cache that all
 * of them reach; then they stay within the quotas together. Safe for any thread. Its own clock counts, not that of a process.
 */
@Experimental
@FunctionalInterface
public interface RateLimitStore {
    /**
     * Counts one call, if there is room for it.
     *
     * <p>Asked before each call that the process itself would send, once for each window of the quota, the shortest period
     * first. What it throws pauses the system like a failed call.
     *
     * @param account the account, without any secret
     * @param calls how many calls any period may have; fewer while the system asks for a slower pace
     * @param period the length of any period
     * @return zero when the call is counted; otherwise nothing is counted, and the time until there may be room
     */
    Duration take(String account, int calls, Duration period);
}
