/** Syncs of three simulated clouds by processes that are killed, again and again (R21). */
package io.sesam.talk.tests.process;
