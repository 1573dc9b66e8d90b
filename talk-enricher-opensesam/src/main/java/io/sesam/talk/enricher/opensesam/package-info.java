/**
 * Enricher with open company data. Sources are Norway's Register of Legal Entities and the Global LEI Index (GLEIF).
 */
@NullMarked
package io.sesam.talk.enricher.opensesam;

import org.jspecify.annotations.NullMarked;
