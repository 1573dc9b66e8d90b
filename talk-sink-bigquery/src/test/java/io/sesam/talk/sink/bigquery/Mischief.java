package io.sesam.talk.sink.bigquery;

import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimRequest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Faults between a sink and BigQuery. From a seeded random source; about every second attempt gets one. */
final class Mischief implements Consumer<Random> {
    private static final List<Predicate<SimRequest>> KINDS = List.of(
            request -> true,
            request -> request.method().equals("POST") && request.path().endsWith("/tables"),
            request -> request.method().equals("POST") && request.path().endsWith("/jobs"),
            request -> request.path().contains("/upload/") && request.method().equals("POST"),
            request -> request.path().contains("/upload/") && request.method().equals("PUT"),
            request -> request.method().equals("DELETE"));

    private static final String UNAVAILABLE =
            "{\"error\":{\"code\":503,\"message\":\"try again\",\"errors\":[{\"reason\":\"backendError\"}]}}";

    private final SimBigQuery sim;
    private final Map<String, Integer> done = new TreeMap<>();

    Mischief(SimBigQuery sim) {
        this.sim = sim;
    }

    /** Returns the number of faults by kind. */
    Map<String, Integer> done() {
        return done;
    }

    @Override
    public void accept(Random random) {
        Predicate<SimRequest> kind = KINDS.get(random.nextInt(KINDS.size()));
        switch (random.nextInt(12)) {
            case 0 -> fail("503", kind, new SimFault.Answer(503, UNAVAILABLE));
            case 1 -> fail("reset before", kind, new SimFault.Reset(false));
            case 2 -> fail("answer lost", kind, new SimFault.Reset(true));
            case 3 -> fail("answer cut", kind, new SimFault.Truncated());
            case 4 -> {
                sim.abortNextScript(random.nextInt(10));
                done("script aborted");
            }
            case 5 -> {
                sim.failNextJob("backendError", "Error encountered during execution. Retrying may solve the problem.");
                done("job failed");
            }
            default -> done("nothing");
        }
    }

    private void fail(String what, Predicate<SimRequest> kind, SimFault simFault) {
        sim.server().fail(kind, simFault);
        done(what);
    }

    private void done(String what) {
        done.merge(what, 1, Integer::sum);
    }
}
