package io.sesam.talk.console.view.golden;

import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.result.Explanation;
import io.sesam.talk.store.Parked;
import java.util.List;

/**
 * One golden record with all that is known about it.
 *
 * @param golden the golden record
 * @param name a name for the title
 * @param members its records, in the order of the columns
 * @param rows its properties
 * @param explanation what binds the records, and what is written where
 * @param drawing the cluster as a drawing
 * @param decisions links and splits by a person that can be withdrawn
 * @param timeline readings, writes and decisions, the newest first
 * @param parked parked writes that can be retried
 */
public record GoldenDetail(
        GoldenRecord golden,
        String name,
        List<SourceRecord> members,
        List<PropertyRow> rows,
        Explanation explanation,
        Drawing drawing,
        List<LinkRow> decisions,
        List<TimelineEntry> timeline,
        List<Parked> parked) {
    /** A decision of a person about two records. */
    public record LinkRow(String one, String other, boolean apart) {}
}
