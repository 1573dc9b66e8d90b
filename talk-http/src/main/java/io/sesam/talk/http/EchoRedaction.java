package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Redaction of request values that a response repeats. Systems often quote the request in their error messages. */
final class EchoRedaction {
    /** The name of a requested field, such as a property in a search. */
    private static final Pattern NAME_OF_A_FIELD = Pattern.compile("[a-z][A-Za-z_]*");

    private EchoRedaction() {}

    /** Returns the verdict without request values and credentials. */
    static Verdict of(Verdict verdict, ApiCall call, Map<String, String> shown) {
        if (verdict instanceof Verdict.Success) {
            return verdict;
        }
        String reason = Redaction.without(values(call, shown), reason(verdict));
        if (verdict instanceof Verdict.Again again) {
            return new Verdict.Again(again.after(), again.nothingDone(), reason);
        }
        if (verdict instanceof Verdict.Limited limited) {
            return new Verdict.Limited(limited.after(), reason);
        }
        if (verdict instanceof Verdict.Stop stop) {
            return new Verdict.Stop(stop.code(), reason);
        }
        if (verdict instanceof Verdict.TokenRefused) {
            return new Verdict.TokenRefused(reason);
        }
        return verdict instanceof Verdict.Refused ? new Verdict.Refused(reason) : new Verdict.Unreadable(reason);
    }

    /** Returns the reason; empty for success. */
    static String reason(Verdict verdict) {
        if (verdict instanceof Verdict.Again again) {
            return again.reason();
        }
        if (verdict instanceof Verdict.Limited limited) {
            return limited.reason();
        }
        if (verdict instanceof Verdict.Stop stop) {
            return stop.reason();
        }
        if (verdict instanceof Verdict.TokenRefused refused) {
            return refused.reason();
        }
        if (verdict instanceof Verdict.Refused refused) {
            return refused.reason();
        }
        return verdict instanceof Verdict.Unreadable unreadable ? unreadable.reason() : "";
    }

    private static Set<String> values(ApiCall call, Map<String, String> shown) {
        Set<String> values = new HashSet<>(call.values());
        Set<String> names = new HashSet<>();
        gather(JsonValues.read(call.body().orElse("")), values, names);
        values.removeAll(names);
        if (call.nature() == ApiCall.Nature.READING) {
            values.removeIf(value -> NAME_OF_A_FIELD.matcher(value).matches());
        }
        for (String header : shown.values()) {
            values.addAll(List.of(header, header.substring(header.indexOf(' ') + 1)));
        }
        return values;
    }

    private static void gather(JsonNode node, Set<String> values, Set<String> names) {
        if (node.isTextual()) {
            values.add(node.asText());
        }
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> gather(child, values, names));
    }
}
