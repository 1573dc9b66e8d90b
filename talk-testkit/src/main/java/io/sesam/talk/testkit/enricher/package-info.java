/** Scripted register and contract tests for enrichment. */
@NullMarked
package io.sesam.talk.testkit.enricher;

import org.jspecify.annotations.NullMarked;
