package io.sesam.talk.console.view;

import io.sesam.talk.query.QualityReport;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A report as one file.
 *
 * @param made time at which it was made
 * @param style the style sheet, ours
 * @param overview systems, what waits, runs
 * @param quality the quality of each type
 * @param plan what a sync would write; empty when it was not asked
 */
public record ReportView(
        Instant made, String style, Overview overview, Map<String, QualityReport> quality, Optional<PlanView> plan) {}
