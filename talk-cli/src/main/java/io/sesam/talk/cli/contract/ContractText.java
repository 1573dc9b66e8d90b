package io.sesam.talk.cli.contract;

import io.sesam.talk.contract.ContractReport;
import io.sesam.talk.contract.PromiseResult;
import io.sesam.talk.contract.PromiseResult.Verdict;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The check of a connection's promises as text and as an object. */
public final class ContractText {
    private final String system;

    /** Words about a connection. */
    public ContractText(String system) {
        this.system = system;
    }

    /** What the check is going to do. */
    public String announcement(long calls) {
        return "This asks " + system + " what its connector promises, in about " + calls
                + " reading calls (more where a page"
                + " takes several): its types, up to 3 pages of at most 20 records of each, and some of these records"
                + " again. It writes nothing, there or in the store, and prints no values of people.";
    }

    /** Prints each promise with what was seen. */
    public void print(ContractReport report, PrintStream out) {
        for (PromiseResult result : report.results()) {
            out.println(String.format(Locale.ROOT, "%-9s  ", word(result.verdict()))
                    + result.type().map(type -> type + ": ").orElse("")
                    + result.promise());
            out.println("           " + result.seen());
            if (result.verdict() == Verdict.NOT_HELD) {
                out.println("           What to do: " + result.advice());
            }
        }
        out.println(summary(report));
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static long number(ContractReport report, Verdict verdict) {
        return report.results().stream()
                .filter(result -> result.verdict() == verdict)
                .count();
    }

    private String summary(ContractReport report) {
        return number(report, Verdict.HELD) + " promises held, " + number(report, Verdict.NOT_HELD) + " not held, "
                + number(report, Verdict.NOT_SHOWN) + " not shown by this account of " + system + "; "
                + report.calls().reads() + " reading and " + report.calls().writes() + " writing calls."
                + (report.isKept() ? "" : " Please report what is not held; SUPPORT.md says where.");
    }

    /** The result for programs. */
    public Map<String, Object> object(ContractReport report) {
        List<Map<String, Object>> promises = new ArrayList<>();
        for (PromiseResult result : report.results()) {
            Map<String, Object> one = new LinkedHashMap<>();
            result.type().ifPresent(type -> one.put("type", type.name()));
            one.put("promise", result.promise());
            one.put("result", word(result.verdict()));
            one.put("seen", result.seen());
            if (result.verdict() == Verdict.NOT_HELD) {
                one.put("advice", result.advice());
            }
            promises.add(one);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("system", system);
        object.put("kept", report.isKept());
        object.put("reads", report.calls().reads());
        object.put("writes", report.calls().writes());
        object.put("promises", promises);
        return Map.of("contract", object);
    }
}
