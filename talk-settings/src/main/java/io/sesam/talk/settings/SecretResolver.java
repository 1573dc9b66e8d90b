package io.sesam.talk.settings;

import io.sesam.talk.model.Experimental;
import java.util.Optional;

/**
 * Looks up a secret by name, such as in a vault.
 *
 * <p>Registered for a scheme: {@code ${vault:crm/token}} asks the resolver of {@code vault} for {@code crm/token}. Called while
 * settings are read, in the calling thread, once for each place.
 */
@Experimental
@FunctionalInterface
public interface SecretResolver {
    /**
     * Returns the secret; empty when there is none of that name.
     *
     * <p>An exception becomes a problem of the place that names its class; its message is not repeated.
     */
    Optional<String> resolve(String name);
}
