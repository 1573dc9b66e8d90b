/**
 * What the author of a connector or a sink implements, and what they are lent.
 *
 * <p>A letter to that author. You write one public class, a {@link io.sesam.talk.spi.ConnectorPlugin}. It declares the
 * settings it understands and opens a {@link io.sesam.talk.spi.Connector}. For each type the system holds, the connector
 * offers a {@link io.sesam.talk.spi.Reader} (give me the page after this position), and, where the system can, a
 * {@link io.sesam.talk.spi.Lookup} and a {@link io.sesam.talk.spi.Writer}. What the system cannot do, you do not offer.
 *
 * <p>You have no loops, threads, retries, limits or checkpoints of your own: the engine owns them. Each of your objects
 * is called by one thread at a time. Say what is true of the system in a {@link io.sesam.talk.spi.TypeSpec}; the contract
 * suite in talk-testkit holds you to it. Throw a {@link io.sesam.talk.error.TalkException} for what concerns the whole
 * system, return an {@link io.sesam.talk.spi.Outcome} for what concerns one record.
 *
 * <p>Who knows public data that records can be completed from writes an {@link io.sesam.talk.spi.enricher.EnricherPlugin} instead: its
 * {@link io.sesam.talk.spi.enricher.Enricher} answers a {@link io.sesam.talk.spi.enricher.Question} with an {@link io.sesam.talk.spi.enricher.Answer}.
 */
@NullMarked
package io.sesam.talk.spi;

import org.jspecify.annotations.NullMarked;
