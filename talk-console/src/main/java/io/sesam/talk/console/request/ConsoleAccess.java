package io.sesam.talk.console.request;

import io.sesam.talk.model.Experimental;
import java.util.Optional;

/**
 * Decides what the sender of a request may do.
 *
 * <p>Asked once for each request, by several threads. A host answers from its own authentication, such as the principal that its
 * filter has put into {@link ConsoleRequest#principal()}.
 */
@Experimental
@FunctionalInterface
public interface ConsoleAccess {
    /** Returns the user, or empty to refuse the request with status 403. */
    Optional<ConsoleUser> user(ConsoleRequest request);
}
