package io.sesam.talk.console;

import io.sesam.talk.Talk;
import io.sesam.talk.console.page.ReportPage;
import io.sesam.talk.model.Experimental;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.util.Objects;

/** Overview, quality and plan as one self-contained HTML file. */
@Experimental
public final class ConsoleReport {
    /** Begin of the title by which a report is recognised. */
    public static final String TITLE = "Talk report";

    private final Talk talk;
    private final Clock clock;

    private ConsoleReport(Talk talk, Clock clock) {
        this.talk = talk;
        this.clock = clock;
    }

    /** A report about a {@code Talk}. */
    public static ConsoleReport of(Talk talk, Clock clock) {
        return new ConsoleReport(Objects.requireNonNull(talk, "talk"), clock);
    }

    /**
     * Writes the report.
     *
     * <p>With a plan the systems are asked what is new, as by {@link Talk#plan()}, and the report holds values of people. The
     * quality goes through the whole store.
     *
     * @throws IOException when the writer fails
     */
    public void write(Writer out, boolean withPlan) throws IOException {
        out.write(new ReportPage(talk, clock).html(withPlan));
    }
}
