package io.sesam.talk.contract;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.Calls;
import java.util.List;

/** The results of checking a connection's promises. */
@Experimental
public final class ContractReport {
    private final List<PromiseResult> results;
    private final Calls.Count calls;

    ContractReport(List<PromiseResult> results, Calls.Count calls) {
        this.results = List.copyOf(results);
        this.calls = calls;
    }

    /** The promises, in the order of the check. */
    public List<PromiseResult> results() {
        return results;
    }

    /** The calls that the check made, as far as the connector counts them. */
    public Calls.Count calls() {
        return calls;
    }

    /** Whether no promise is broken. */
    public boolean isKept() {
        return results.stream().noneMatch(result -> result.verdict() == PromiseResult.Verdict.NOT_HELD);
    }
}
