/**
 * The contract suite that every connector passes: {@link io.sesam.talk.testkit.connector.ConnectorContract}.
 *
 * <p>The author of a connector supplies a {@link io.sesam.talk.testkit.connector.ConnectorWorld}: the system as a person sees it.
 */
@NullMarked
package io.sesam.talk.testkit.connector;

import org.jspecify.annotations.NullMarked;
