/** Words for the check of a connector's promises against a live account. Asks nothing. */
@NullMarked
package io.sesam.talk.cli.contract;

import org.jspecify.annotations.NullMarked;
