package io.sesam.talk.spring;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.result.SyncReport;
import org.springframework.context.ApplicationEvent;

/** An application event: a scheduled sync has come to its end. Published in the thread of the schedule. */
@Experimental
public final class TalkSyncEvent extends ApplicationEvent {
    private static final long serialVersionUID = 1L;

    private final transient SyncReport report;

    TalkSyncEvent(Object source, SyncReport report) {
        super(source);
        this.report = report;
    }

    /** The report of the sync; holds no values of people. */
    public SyncReport report() {
        return report;
    }
}
