/**
 * The runs of tenants in one process: its heartbeat, its turns by db-scheduler, and what a run's end means for the next one.
 */
@NullMarked
package io.sesam.talk.tenants.run;

import org.jspecify.annotations.NullMarked;
