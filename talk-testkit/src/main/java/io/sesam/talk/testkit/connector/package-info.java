/**
 * Contract tests for connectors: {@link io.sesam.talk.testkit.connector.ConnectorContract}.
 *
 * <p>The author of a connector implements {@link io.sesam.talk.testkit.connector.ConnectorWorld}: the system as its
 * user sees it.
 */
@NullMarked
package io.sesam.talk.testkit.connector;

import org.jspecify.annotations.NullMarked;
