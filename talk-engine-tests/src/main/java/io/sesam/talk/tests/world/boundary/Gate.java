package io.sesam.talk.tests.world.boundary;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.tests.world.script.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The point that every outside call of the engine passes, where faults occur. */
public final class Gate {
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, Fault.Kind> down = new HashMap<>();
    private final Set<String> disturbed = new HashSet<>();
    private final List<String> happened = new ArrayList<>();
    private List<Fault> faults = List.of();
    private Map<Integer, Runnable> interruptions = Map.of();
    private int allCalls;
    private boolean dead;

    /** Begins a run with planned faults, and with people's actions before the n-th call to any system. */
    public void open(List<Fault> planned, Map<Integer, Runnable> peoples) {
        faults = planned;
        interruptions = peoples;
        calls.clear();
        down.clear();
        disturbed.clear();
        happened.clear();
        allCalls = 0;
        dead = false;
    }

    /** Blocks all further calls; the engine is closed. */
    public void close() {
        faults = List.of();
        interruptions = Map.of();
        dead = false;
    }

    /** Checks whether a fault of this run may have prevented reading a system to its end. */
    public boolean isDisturbed(String system) {
        return disturbed.contains(system);
    }

    boolean isCrashed() {
        return dead;
    }

    /** Describes the faults that occurred. */
    public List<String> happened() {
        return List.copyOf(happened);
    }

    /** Passes a call to a system. A fault is thrown or returned for the caller to simulate. */
    public Optional<Fault.Kind> pass(String system) {
        if (dead) {
            throw new Crash();
        }
        allCalls++;
        Runnable interruption = interruptions.get(allCalls);
        if (interruption != null) {
            interruption.run();
        }
        Fault.Kind lasting = down.get(system);
        if (lasting != null) {
            throw trouble(system, lasting);
        }
        Optional<Fault.Kind> kind = next(system);
        kind.ifPresent(what -> {
            disturbed.add(system);
            if (what == Fault.Kind.OUTAGE || what == Fault.Kind.NO_ACCESS) {
                down.put(system, what);
                throw trouble(system, what);
            }
        });
        return kind;
    }

    private Optional<Fault.Kind> next(String place) {
        int call = calls.merge(place, 1, Integer::sum);
        Optional<Fault> fault = faults.stream()
                .filter(planned -> planned.place().equals(place) && planned.call() == call)
                .findFirst();
        fault.ifPresent(planned -> happened.add(planned.toString()));
        if (fault.filter(planned -> planned.kind() == Fault.Kind.CRASH_BEFORE).isPresent()) {
            throw crash();
        }
        return fault.map(Fault::kind);
    }

    private static TalkException trouble(String system, Fault.Kind kind) {
        return kind == Fault.Kind.NO_ACCESS
                ? new TalkException(ErrorCode.ACCESS_REFUSED, system + " refuses the token; connect it anew")
                : new TalkException(ErrorCode.UNREACHABLE, system + " cannot be reached");
    }

    /** Passes a call to the store or a sink, which works or ends the process. */
    <T> T through(String place, Supplier<T> effect) {
        if (dead) {
            throw new Crash();
        }
        Optional<Fault.Kind> kind = next(place);
        if (kind.filter(what -> what == Fault.Kind.SERVER_ERROR).isPresent()) {
            throw new TalkException(
                    place.equals(Fault.STORE) ? ErrorCode.STORE_FAILED : ErrorCode.UNREACHABLE,
                    place + " does not answer");
        }
        T result = effect.get();
        crashIf(kind);
        return result;
    }

    /** Ends the process if that was planned for after the call. */
    public void crashIf(Optional<Fault.Kind> kind) {
        if (kind.filter(what -> what == Fault.Kind.CRASH_AFTER).isPresent()) {
            throw crash();
        }
    }

    private Crash crash() {
        dead = true;
        return new Crash();
    }
}
