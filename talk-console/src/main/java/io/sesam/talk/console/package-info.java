/**
 * Web pages for a data steward: records, decisions, plans, undo and quality.
 *
 * <p>{@link io.sesam.talk.console.ConsoleHandler} answers requests and knows no server. {@link
 * io.sesam.talk.console.ConsoleServer} serves it on this machine only; {@link io.sesam.talk.console.ConsoleServlet} mounts it in a
 * host. All that the pages show and do goes through {@link io.sesam.talk.Talk}.
 */
@NullMarked
package io.sesam.talk.console;

import org.jspecify.annotations.NullMarked;
