/**
 * The talk command: {@link io.sesam.talk.cli.Main} takes a command line, {@link io.sesam.talk.settings.TalkSettings} reads the
 * settings file into a {@code TalkBuilder}, a command does its work, and a report or a {@link io.sesam.talk.cli.JsonOutput}
 * object goes to standard output. Everything else goes to standard error.
 */
@NullMarked
package io.sesam.talk.cli;

import org.jspecify.annotations.NullMarked;
