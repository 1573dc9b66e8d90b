package io.sesam.talk.engine.explain;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Claim;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Provenance;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.result.Explanation;
import io.sesam.talk.result.Explanation.Destination;
import io.sesam.talk.result.Explanation.Member;
import io.sesam.talk.result.Explanation.SharedKey;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.AuditEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation in plain words. */
final class ExplanationText {
    private final Explanation explanation;
    private final List<String> lines = new ArrayList<>();

    ExplanationText(Explanation explanation) {
        this.explanation = explanation;
    }

    List<String> lines() {
        lines.add("The golden record " + explanation.golden() + " of type " + explanation.type() + " is made of");
        explanation.members().forEach(member -> detail(words(member)));
        if (!explanation.keys().isEmpty() || !explanation.links().isEmpty()) {
            lines.add("What belongs together, and why:");
            explanation.keys().forEach(key -> detail(words(key)));
            explanation.links().forEach(link -> detail(words(link)));
        }
        if (!explanation.values().isEmpty()) {
            lines.add("Whose word counts:");
            explanation.values().forEach(this::value);
        }
        explanation.systems().forEach(this::system);
        return lines.stream().map(this::plain).toList();
    }

    private void detail(String line) {
        lines.add("  " + line);
    }

    /** An enricher's answer is called by the entry of its register. */
    private String plain(String line) {
        String plain = line;
        for (Member member : explanation.members()) {
            if (member.isEnrichment()) {
                plain = plain.replace(member.record().toString(), member.name());
            }
        }
        return plain;
    }

    private static String words(Member member) {
        String what = member.isEnrichment() ? " (an enricher's answer, which fills blanks)" : "";
        String crowd = member.isOversized() ? " (it stands alone: too many records share its key)" : "";
        return member.record() + (member.isLive() ? "" : " (gone)") + what + crowd;
    }

    private static String words(SharedKey key) {
        return names(key.records()) + " have the same " + key.rule() + ", \"" + key.value() + "\"";
    }

    private static String names(List<RecordRef> records) {
        return records.stream().map(RecordRef::toString).collect(Collectors.joining(" and "));
    }

    private static String words(Link link) {
        String both = link.first() + " and " + link.second();
        return switch (link.origin()) {
            case CREATED -> both + ": Talk made the one from the other";
            case RENAMED -> both + ": they were one when Talk wrote another key to one of them";
            case MERGED -> both + ": the system has merged them";
            case EQUAL -> both + ": they have no match key, and equal each other in all that both systems can hold";
            case ENRICHED -> both + ": the register's entry is about it";
            case STEWARD -> both + ": a person decided that they are the same";
            case APART -> both + ": a person decided that they are not the same";
        };
    }

    private void value(Provenance provenance) {
        detail(provenance.property() + ": " + words(provenance.winner()) + ", which won (" + provenance.rule() + ")");
        provenance.lost().forEach(claim -> detail("  not " + words(claim)));
    }

    private static String words(Claim claim) {
        return quoted(claim.value().known().orElse(null))
                + (claim.echo() ? ", written by Talk to " : ", from ")
                + claim.source()
                + (claim.isTimeKnown() ? " at " + second(claim.time()) : " at an unknown time");
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private void system(Destination system) {
        String state = system.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        lines.add(system.system() + " is " + state + (system.because().isEmpty() ? "" : ": " + system.because()));
        system.planned().forEach(this::planned);
        system.left().forEach(left -> detail(left.property() + " is not written: " + left.reason()));
        system.journal().forEach(this::entry);
    }

    private void planned(PlannedChange change) {
        String record = change.recordId().map(id -> " the record " + id).orElse(" a record");
        detail(verb(change.kind()) + record + changed(change.before(), change.after()) + ", " + change.cause());
        change.refused().forEach(reason -> detail("  not: " + reason));
    }

    private void entry(AuditEntry entry) {
        detail(second(entry.time()) + ": " + entry.outcome() + " " + entry.recordId()
                + changed(entry.before(), entry.after()) + (entry.reason() == null ? "" : ", " + entry.reason()));
    }

    private static String changed(Fields before, Fields after) {
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < after.schema().size(); i++) {
            if (after.slot(i) != null) {
                String from = before.slot(i) == null ? "" : quoted(before.slot(i)) + " -> ";
                changes.add(after.schema().property(i).name() + " " + from + quoted(after.slot(i)));
            }
        }
        return changes.isEmpty() ? "" : ": " + String.join(", ", changes);
    }

    private static String quoted(@Nullable Object slot) {
        if (slot == null || slot == Blank.BLANK) {
            return "nothing";
        }
        return '"' + Fields.textOf(slot) + '"';
    }

    private static String verb(Operation.Kind kind) {
        return switch (kind) {
            case INSERT -> "it makes";
            case UPDATE -> "it changes";
            case ARCHIVE -> "it archives";
        };
    }
}
