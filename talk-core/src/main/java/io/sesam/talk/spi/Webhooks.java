package io.sesam.talk.spi;

import java.util.List;

/** Understands what a system sends when something changes. Called from any thread; asks the system nothing. */
@FunctionalInterface
public interface Webhooks {
    /**
     * Sees that a request comes from the system, and reads which records it is about. Hints may be doubled, late and out
     * of order, and name records that are gone.
     *
     * @throws io.sesam.talk.error.TalkException ACCESS_REFUSED, when it does not come from there or is too old;
     *     UNREADABLE, when it cannot be understood
     */
    List<Hint> receive(WebhookRequest request);
}
