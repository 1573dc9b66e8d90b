package io.sesam.talk.spi;

import java.util.List;

/** Parser of a system's webhook requests. Safe for use by several threads; never calls the system. */
@FunctionalInterface
public interface Webhooks {
    /**
     * Verifies a request and returns the records it concerns. Hints may be duplicated, late, out of order, or
     * concern deleted records.
     *
     * @throws io.sesam.talk.error.TalkException ACCESS_REFUSED, when the signature is wrong or the request too old;
     *     UNREADABLE, when it cannot be parsed
     */
    List<Hint> receive(WebhookRequest request);
}
