/**
 * Speaks to web APIs politely, and tells honestly what came back.
 *
 * <p>A connector built on it says what is true of its system and has no loops, retries, waits or limits of its own. Begin
 * with {@link io.sesam.talk.http.WebPlugin} and its settings ({@link io.sesam.talk.http.AccessSettings} for tokens and OAuth), make
 * one {@link io.sesam.talk.http.HttpApi} with the system's {@link io.sesam.talk.http.Quotas} and the
 * {@link io.sesam.talk.http.Verdicts} in which it differs from HTTP, and give
 * {@link io.sesam.talk.http.WebConnector} one part for each type:
 *
 * <ul>
 *   <li>a {@link io.sesam.talk.http.Mapping}: each property and where it stands, for both directions, with what the system
 *       makes of it;
 *   <li>a reader: {@link io.sesam.talk.http.SearchReader} where there is a search for changes,
 *       {@link io.sesam.talk.http.StableOrderReader} for numbered pages in a lasting order,
 *       {@link io.sesam.talk.http.UnstableOrderReader} for numbered pages in an order that moves,
 *       {@link io.sesam.talk.http.ListingReader} for any listing of which less is known; or one of your own, with
 *       {@link io.sesam.talk.http.Pages} and {@link io.sesam.talk.http.ReadWindow};
 *   <li>{@link io.sesam.talk.http.Lookups}: by id, by a key, and by the operation that made a record, which makes inserts
 *       exactly-once;
 *   <li>a writer: {@link io.sesam.talk.http.Batches} turns calls for one, for a record or for a hundred operations into one
 *       honest outcome each.
 * </ul>
 *
 * <p>GraphQL has {@link io.sesam.talk.http.GraphQlApi} and its documents in a file; webhooks have
 * {@link io.sesam.talk.http.WebhookSignature}. The contract suite of talk-testkit then says what was forgotten. The connectors of
 * HubSpot, Wave and Freshteam are examples, and short; a plain REST system needs no code at all but a profile for
 * talk-connector-rest.
 *
 * <p>A reading call is repeated within a budget that each run has anew. A writing call is repeated only when certainly
 * nothing was done, or when it says that twice is once; otherwise a lost answer comes back as
 * {@link io.sesam.talk.http.WriteReply.Unknown}, and the engine looks before it does anything (R21).
 */
@NullMarked
package io.sesam.talk.http;

import org.jspecify.annotations.NullMarked;
