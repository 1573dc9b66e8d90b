package io.sesam.talk.spring;

import io.sesam.talk.Status;
import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.store.Parked;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * State and decisions for operators: {@code /actuator/talk}.
 *
 * <p>Names, numbers and times, no values of people. A plan is decided by {@code POST /actuator/talk/approve/{system}/{type}}, or
 * {@code reject}.
 */
@Endpoint(id = "talk")
@Experimental
public final class TalkEndpoint {
    private static final int MOST_PARKED = 100;

    private final Talk talk;

    TalkEndpoint(Talk talk) {
        this.talk = talk;
    }

    /** Whether it runs, the last sync, what is paused, and what waits for a person. */
    @ReadOperation
    public Map<String, Object> status() {
        Map<String, Object> shown = new LinkedHashMap<>();
        try {
            show(talk.status(), shown);
        } catch (TalkException e) {
            if (e.code() != ErrorCode.STORE_IN_USE) {
                throw e;
            }
            shown.put("standby", true); // of a store that cannot be read meanwhile
        }
        return shown;
    }

    private static void show(Status status, Map<String, Object> shown) {
        shown.put("running", status.isRunning());
        shown.put("standby", status.isStandby());
        status.lastRun().ifPresent(run -> shown.put("lastSync", lastSync(run)));
        Map<String, Object> paused = new LinkedHashMap<>();
        status.paused()
                .forEach((system, pause) ->
                        paused.put(system.value(), Map.of("since", pause.since(), "reason", pause.reason())));
        shown.put("paused", paused);
        shown.put("parked", status.parked());
        shown.put("inDoubt", status.inDoubt());
        shown.put("held", held(status.heldPlans()));
        Map<String, Object> golden = new LinkedHashMap<>();
        status.golden().forEach((type, count) -> golden.put(type.name(), count));
        shown.put("golden", golden);
    }

    /**
     * What waits for a person, the oldest first.
     *
     * @param what {@code parked} for writes and records, at most a hundred; {@code held} for plans
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> waiting(@Selector String what) {
        return switch (what) {
            case "parked" ->
                new WebEndpointResponse<>(Map.of(
                        "parked",
                        talk.stewardship().parked(MOST_PARKED).stream()
                                .map(TalkEndpoint::parked)
                                .toList()));
            case "held" ->
                new WebEndpointResponse<>(Map.of("held", held(talk.stewardship().heldPlans())));
            default -> problem(WebEndpointResponse.STATUS_NOT_FOUND, "there are parked and held");
        };
    }

    private static Map<String, Object> parked(Parked parked) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("system", parked.system().value());
        shown.put("type", parked.type().name());
        shown.put("golden", parked.golden().value());
        String record = parked.recordId();
        if (record != null) {
            shown.put("record", record);
        }
        shown.put("since", parked.since());
        shown.put("reason", parked.reason());
        return shown;
    }

    /**
     * Decides about a held plan.
     *
     * @param decision {@code approve} or {@code reject}
     * @param system the system to be written
     * @param type the type to be written
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> decide(
            SecurityContext caller, @Selector String decision, @Selector String system, @Selector String type) {
        Principal principal = caller.getPrincipal();
        String actor = principal == null ? "actuator" : principal.getName();
        try {
            switch (decision) {
                case "approve" -> talk.stewardship(actor).approve(system, type);
                case "reject" -> talk.stewardship(actor).reject(system, type);
                default -> throw new IllegalArgumentException("a plan can be approved or rejected");
            }
        } catch (TalkException e) {
            return problem(status(e.code()), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) { // no decision, or what cannot be the name of a system or type
            return problem(WebEndpointResponse.STATUS_BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        return new WebEndpointResponse<>(Map.of("held", held(talk.status().heldPlans())));
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case CONFIGURATION -> WebEndpointResponse.STATUS_NOT_FOUND;
            case BUSY, STORE_IN_USE -> 409;
            default -> WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR;
        };
    }

    private static WebEndpointResponse<Map<String, Object>> problem(int status, String message) {
        return new WebEndpointResponse<>(Map.of("problem", message), status);
    }

    private static Map<String, Object> lastSync(Status.LastRun run) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("run", run.run());
        shown.put("started", run.started());
        shown.put("ended", run.ended());
        shown.put("outcome", run.outcome());
        shown.put("writes", run.writes());
        shown.put("goldenChanges", run.goldenChanges());
        return shown;
    }

    private static List<Map<String, Object>> held(List<HeldPlan> plans) {
        return plans.stream().map(TalkEndpoint::held).toList();
    }

    private static Map<String, Object> held(HeldPlan plan) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("system", plan.system().value());
        shown.put("type", plan.type().name());
        shown.put("changes", plan.changes());
        shown.put("removals", plan.removals());
        shown.put("since", plan.since());
        shown.put("approved", plan.approved());
        return shown;
    }
}
