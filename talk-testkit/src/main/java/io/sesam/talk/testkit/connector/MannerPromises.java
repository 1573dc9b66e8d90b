package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.SettingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The promises about secrets, error messages and resources. */
final class MannerPromises {
    /** A value of every record, which no message may contain. */
    private static final String CANARY = "canary7f3a";

    private static final List<Missing> MISSING = List.of(
            new Missing(
                    "a failure is reported with its code, and without values (R37)",
                    breakage -> true,
                    "the world has no breakage. Return some from breakages(): Breakage.of(\"a revoked token\","
                            + " ErrorCode.ACCESS_REFUSED, …), of(\"the server down\", ErrorCode.UNREACHABLE, …)."),
            new Missing(
                    "an answer without a list is no empty list (R39)",
                    breakage -> breakage.reads().contains(ErrorCode.UNREADABLE)
                            && !breakage.name().equals(Breakage.RING),
                    "no breakage answers without a list. Add Breakage.withoutList(…), where the system has lists."),
            new Missing(
                    "a listing that goes round is no complete listing (R39)",
                    breakage -> breakage.name().equals(Breakage.RING),
                    "no breakage has pages that go round. Add Breakage.ring(…), where the system names its next page."));

    /** A promise that needs a breakage, for a world without one. */
    private record Missing(String words, Predicate<Breakage> occasion, String advice) {}

    private MannerPromises() {}

    static List<ConnectorPromise> all(ConnectorWorld world) {
        List<ConnectorPromise> promises = new ArrayList<>(List.of(
                new ConnectorPromise(
                        "close() leaves no thread behind (R36)",
                        "Close the HTTP client, executors and timers in close().",
                        MannerPromises::leavesNoThread),
                new ConnectorPromise(
                        "nothing that is printed contains a secret (R37)",
                        "Use Setting.secret, and print no header, URL or settings.",
                        MannerPromises::keepsSecrets)));
        for (Missing missing : MISSING) {
            if (world.breakages().stream().noneMatch(missing.occasion())) {
                promises.add(new ConnectorPromise(
                        missing.words(), missing.advice(), trial -> ConnectorTrial.notShown(missing.advice())));
            }
        }
        for (Breakage breakage : world.breakages()) {
            promises.add(new ConnectorPromise(
                    "with " + breakage.name()
                            + ", the error message names the problem without values, and nothing is lost (R37)",
                    "Throw TalkException with a code of the breakage; say what was tried and what came back, without values.",
                    trial -> saysWhatIsWrong(trial, breakage.name())));
        }
        return promises;
    }

    private static void leavesNoThread(ConnectorTrial trial) throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (Connector connector = trial.another()) {
            connector.check();
            connector.types();
            connector.reader(trial.type()).ifPresent(reader -> Pages.of(reader, null, 10));
        }
        Set<Thread> left = left(before);
        for (long waited = 0, wait = 10; waited < patience(left) && !left.isEmpty(); waited += wait, wait *= 2) {
            // Before JDK 21, java.net.http ends its thread when the client is garbage collected.
            System.gc();
            Thread.sleep(wait);
            left = left(before);
        }
        assertThat(left).as("threads remaining after close()").isEmpty();
    }

    /** The most milliseconds to wait for the end of threads. Those of java.net.http end after a garbage collection. */
    private static long patience(Set<Thread> left) {
        return left.stream().anyMatch(thread -> thread.getName().startsWith("HttpClient-")) ? 10_000 : 2_000;
    }

    private static Set<Thread> left(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
                .filter(thread -> !thread.getName().startsWith("simulated-"))
                .filter(thread -> thread.getThreadGroup() != null
                        && !thread.getThreadGroup().getName().equals("system"))
                .collect(Collectors.toSet());
    }

    private static void keepsSecrets(ConnectorTrial trial) {
        List<String> secrets = trial.plugin().spec().settings().stream()
                .filter(setting -> setting.kind() == SettingKind.SECRET)
                .map(Setting::key)
                .map(key -> trial.world().settings().get(key))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .toList();
        String printed = trial.connector() + " " + trial.connector().check() + " " + trial.plugin() + " "
                + trial.plugin().spec() + " " + trial.connector().types();
        assertThat(secrets).as("secrets in printed text").noneMatch(printed::contains);
    }

    private static void saysWhatIsWrong(ConnectorTrial trial, String name) throws Exception {
        Fields record = withCanary(trial);
        String id = trial.world().put(record);
        trial.put(2);
        WritePromises.readIfPossible(trial);
        Breakage breakage = trial.world().breakages().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        breakage.act().run();
        Check check = trial.connector().check();
        List<String> original = new ArrayList<>(
                check.findings().stream().map(Check.Finding::message).toList());
        original.addAll(reads(trial, breakage, check));
        original.addAll(writes(trial, breakage, id, record));
        assertThat(original).as("messages that contain personal values").noneMatch(message -> message.contains(CANARY));
        assertThat(original).as("messages").allMatch(message -> !message.isBlank());
    }

    private static List<String> reads(ConnectorTrial trial, Breakage breakage, Check check) {
        if (!trial.canRead()) {
            return List.of();
        }
        TalkException problem = problem(trial::readAll);
        if (breakage.reads().isEmpty()) {
            assertThat(problem)
                    .as("the error of reading, which should still work")
                    .isNull();
            return List.of();
        }
        assertThat(problem).as("the error of reading, which cannot work").isNotNull();
        TalkException thrown = Objects.requireNonNull(problem);
        assertThat(thrown.code()).as("the code: %s", thrown.getMessage()).isIn(breakage.reads());
        // A check asks for one page; only a listing shows that pages go round.
        if (!breakage.name().equals(Breakage.RING)) {
            assertThat(check.isFine())
                    .as("check(), although reading fails with: %s", thrown.getMessage())
                    .isFalse();
        }
        return messages(thrown);
    }

    private static List<String> writes(ConnectorTrial trial, Breakage breakage, String id, Fields record) {
        if (!trial.canWrite() || !trial.spec().updates()) {
            return List.of();
        }
        List<String> reasons = new ArrayList<>();
        TalkException problem = problem(() -> {
            Outcome outcome = trial.write(trial.update(id, ChangePromises.change(trial), record));
            reasons.addAll(reason(outcome).stream().toList());
            boolean done = outcome instanceof Outcome.Applied;
            assertThat(done)
                    .as("whether the record was written: %s", reasons)
                    .isEqualTo(breakage.writes().isEmpty());
        });
        if (problem != null) {
            assertThat(problem.code()).as("the code: %s", problem.getMessage()).isIn(breakage.writes());
            reasons.addAll(messages(problem));
        }
        return reasons;
    }

    private static Optional<String> reason(Outcome outcome) {
        return outcome.fold(
                applied -> Optional.empty(),
                noChange -> Optional.empty(),
                conflict -> Optional.empty(),
                rejected -> Optional.of(rejected.reason()),
                later -> Optional.of(later.reason()),
                unknown -> Optional.of(unknown.reason()));
    }

    private static @Nullable TalkException problem(Runnable call) {
        try {
            call.run();
            return null;
        } catch (TalkException e) {
            return e;
        }
    }

    private static List<String> messages(TalkException problem) {
        List<String> messages = new ArrayList<>(problem.problems());
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            messages.add(String.valueOf(cause.getMessage()));
        }
        return messages;
    }

    private static Fields withCanary(ConnectorTrial trial) {
        Fields.Builder record = trial.sample().toBuilder();
        for (Map.Entry<String, String> entry : canaries(trial).entrySet()) {
            record.text(entry.getKey(), entry.getValue());
        }
        return record.build();
    }

    private static Map<String, String> canaries(ConnectorTrial trial) {
        return trial.spec().fields().stream()
                .map(FieldSpec::name)
                .filter(name -> trial.spec()
                                .schema()
                                .property(trial.spec().schema().index(name))
                                .kind()
                        == Kind.TEXT)
                .collect(Collectors.toMap(name -> name, name -> CANARY + " " + name));
    }
}
