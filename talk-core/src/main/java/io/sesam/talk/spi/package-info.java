/**
 * Interfaces for authors of connectors, and the objects they receive.
 *
 * <p>You write one public class, a {@link io.sesam.talk.spi.ConnectorPlugin}. It declares its settings and opens a
 * {@link io.sesam.talk.spi.Connector}. For each type the connector offers a {@link io.sesam.talk.spi.Reader} (the
 * page after a position) and, where the system allows it, a {@link io.sesam.talk.spi.Lookup} and a {@link
 * io.sesam.talk.spi.Writer}. A capability that the system lacks is not offered.
 *
 * <p>The engine owns loops, threads, retries, limits and checkpoints; a connector has none. One thread at a time
 * calls each object. Declare the facts about the system in a {@link io.sesam.talk.spi.TypeSpec}; the contract suite
 * in talk-testkit verifies them. Throw a {@link io.sesam.talk.error.TalkException} for a failure of the whole
 * system; return an {@link io.sesam.talk.spi.Outcome} for a single record.
 *
 * <p>To complete records from public data, write an {@link io.sesam.talk.spi.enricher.EnricherPlugin} instead: its
 * {@link io.sesam.talk.spi.enricher.Enricher} answers a {@link io.sesam.talk.spi.enricher.Question} with an {@link
 * io.sesam.talk.spi.enricher.Answer}.
 */
@NullMarked
package io.sesam.talk.spi;

import org.jspecify.annotations.NullMarked;
