/**
 * Client toolkit for web APIs: calls, retries, paging, mapping.
 *
 * <p>A connector built on it describes its system and contains no loops, retries, waits or limits of its own. Begin
 * with {@link io.sesam.talk.http.WebPlugin} and its settings ({@link io.sesam.talk.http.access.AccessSettings} for tokens and
 * OAuth), create one {@link io.sesam.talk.http.HttpApi} with the system's {@link io.sesam.talk.http.Quotas} and the
 * {@link io.sesam.talk.http.Verdicts} in which it differs from HTTP, and give {@link io.sesam.talk.http.WebConnector}
 * one part for each type:
 * <ul>
 * <li>a {@link io.sesam.talk.http.Mapping}: each property with its paths, for both directions, and with the system's
 * normalisation;
 * <li>a reader: {@link io.sesam.talk.http.SearchReader} where the system can search for changes,
 * {@link io.sesam.talk.http.StableOrderReader} for numbered pages in a stable order,
 * {@link io.sesam.talk.http.UnstableOrderReader} for numbered pages in an unstable order,
 * {@link io.sesam.talk.http.ListingReader} for any listing with fewer guarantees; or one of your own, with
 * {@link io.sesam.talk.http.Pages} and {@link io.sesam.talk.http.ReadWindow};
 * <li>{@link io.sesam.talk.http.Lookups}: by id, by a unique property, and by operation id, which makes inserts
 * exactly-once;
 * <li>a writer: {@link io.sesam.talk.http.Batches} turns calls for one operation, one record or a hundred operations
 * into one outcome per operation.
 * </ul>
 *
 * <p>For GraphQL there is {@link io.sesam.talk.http.GraphQlApi} with its documents in a file; for webhooks
 * {@link io.sesam.talk.http.WebhookSignature}. The contract suite of talk-testkit checks the result. The connectors for
 * HubSpot, Wave and Freshteam are short examples; a plain REST system needs no code, only a profile for
 * talk-connector-rest.
 *
 * <p>A reading call is repeated within a budget that is refilled for each run. A writing call is repeated only when
 * certainly nothing was done, or when it is marked as idempotent; otherwise a lost response is returned as
 * {@link io.sesam.talk.http.WriteReply.Unknown}, and the engine looks the record up before it writes again.
 */
@NullMarked
package io.sesam.talk.http;

import org.jspecify.annotations.NullMarked;
