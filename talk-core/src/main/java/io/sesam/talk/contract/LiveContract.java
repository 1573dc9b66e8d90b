package io.sesam.talk.contract;

import io.sesam.talk.contract.PromiseResult.Verdict;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.TypeSpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The read-only promises of a connector, checked against the account that it is connected to.
 *
 * <p>Asks the connector for its types, a few pages of each, and some of these records again. Never asks it to write, erase or fix
 * anything, and stores nothing. What people change in the account meanwhile is asked for a second time before a promise counts as
 * broken. For one thread.
 */
@Experimental
public final class LiveContract {
    private final Connector connector;
    private final Set<EntityType> types;
    private final Calls calls;
    private final Clock clock;
    private final Function<Supplier<ContractReport>, ContractReport> turn;
    private final List<PromiseResult> results = new ArrayList<>();

    /**
     * Prepares the check.
     *
     * @param types the types that are checked, as far as the system has them
     * @param calls counts what the connector asks
     * @param turn runs the check while nothing else uses the connector
     */
    public LiveContract(
            Connector connector,
            Collection<EntityType> types,
            Calls calls,
            Clock clock,
            Function<Supplier<ContractReport>, ContractReport> turn) {
        this.connector = connector;
        this.types = new TreeSet<>(types);
        this.calls = calls;
        this.clock = clock;
        this.turn = turn;
    }

    /** A promise that can be checked; the result says what was seen. */
    @FunctionalInterface
    interface Proof {
        /** Returns what was seen. Throws when the promise is broken or cannot be seen. */
        String prove();
    }

    /** The reason why a promise could not be seen. */
    static final class NotShownException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotShownException(String reason) {
            super(reason);
        }
    }

    /** About how many calls the check makes, if a page or a lookup is one call. Asks nothing. */
    public long expectedCalls() {
        return 3 + (long) types.size() * TypeReading.CALLS;
    }

    /** Checks all promises. */
    public ContractReport check() {
        return turn.apply(this::checkAll);
    }

    private ContractReport checkAll() {
        results.clear();
        Calls.Count before = calls.count();
        prove(
                Optional.empty(),
                "check() finds no problem",
                "See what it found; correct the settings or the access.",
                this::checkFindsNothing);
        prove(
                Optional.empty(),
                "an unknown type has no reader, lookup or writer",
                "Return Optional.empty() for types that types() does not list.",
                () -> {
                    TypeChecks.knowsNoOther(connector);
                    return "it has none";
                });
        List<TypeSpec> specs = new ArrayList<>();
        prove(
                Optional.empty(),
                "types() lists each type once, and the same twice",
                "List each type once, with the same facts while the system is the same.",
                () -> listTypes(specs));
        for (TypeSpec spec : specs) {
            new TypeReading(this, connector, spec, clock).check();
        }
        Calls.Count made = calls.count().since(before);
        prove(
                Optional.empty(),
                "reading makes no writing call",
                "Use only reading calls in check(), types(), readers and lookups.",
                () -> {
                    BrokenPromiseException.unless(made.writes() == 0, made.writes() + " writing calls were counted");
                    return made.reads() + " reading calls were counted, no writing one";
                });
        return new ContractReport(results, made);
    }

    private String checkFindsNothing() {
        List<Check.Finding> findings = connector.check(types).findings();
        findings.stream()
                .filter(finding -> finding.level() == Check.Level.PROBLEM)
                .findFirst()
                .ifPresent(finding -> BrokenPromiseException.unless(false, finding.message()));
        return findings.isEmpty() ? "nothing was found" : findings.size() + " warnings or notes";
    }

    private String listTypes(List<TypeSpec> specs) {
        List<TypeSpec> once = connector.types();
        once.stream().filter(spec -> types.contains(spec.type())).forEach(specs::add);
        List<TypeSpec> again = connector.types();
        specs.forEach(spec -> TypeChecks.isNamedOnce(spec.type(), once, again));
        if (specs.isEmpty()) {
            throw new NotShownException("it lists none of " + types + ", but "
                    + once.stream().map(TypeSpec::type).toList());
        }
        return "it lists " + specs.stream().map(TypeSpec::type).toList();
    }

    /** Checks a promise and notes the result. */
    void prove(Optional<EntityType> type, String promise, String advice, Proof proof) {
        Verdict verdict = Verdict.HELD;
        String seen;
        try {
            seen = proof.prove();
        } catch (NotShownException e) {
            verdict = Verdict.NOT_SHOWN;
            seen = String.valueOf(e.getMessage());
        } catch (BrokenPromiseException | TalkException e) {
            verdict = Verdict.NOT_HELD;
            seen = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            // without its message, which may hold values or secrets
            verdict = Verdict.NOT_HELD;
            seen = "the connector failed with a " + e.getClass().getSimpleName();
        }
        results.add(new PromiseResult(type, promise, verdict, seen, advice));
    }
}
