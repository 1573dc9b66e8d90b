package io.sesam.talk.testkit.connector;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Connectors that leave something behind, say what nobody may read, or keep a failure to themselves. */
final class MannerMutants {
    private static final String SAID =
            ", the error message names the problem without values, and nothing is lost (R37)";

    private MannerMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of("leaves a thread behind", "close() leaves no thread behind (R36)", LeftThread::new),
                Mutant.of("prints its token", "nothing that is printed contains a secret (R37)", () -> new Fault() {
                    @Override
                    public String print(String token, String honest) {
                        return honest + " with " + token;
                    }
                }),
                Mutant.of("names the person in a failure", "with a revoked token" + SAID, () -> new Fault() {
                    @Override
                    public String message(ModelWorld world, String honest) {
                        String id = world.system.table(EntityType.PERSON).ids().get(0);
                        return honest + " Asked for "
                                + world.system.table(EntityType.PERSON).text(id, "firstname");
                    }
                }),
                Mutant.of(
                        "finds no problem where nothing can be read", "with a revoked token" + SAID, () -> new Fault() {
                            @Override
                            public Check check(ModelWorld world, Check honest) {
                                return Check.fine();
                            }
                        }),
                Mutant.of("says nothing in a failure", "with a revoked token" + SAID, () -> new Fault() {
                    @Override
                    public String message(ModelWorld world, String honest) {
                        return "";
                    }
                }),
                Mutant.of(
                        "takes a missing list for an empty one",
                        "with answers without a list" + SAID,
                        () -> inTrouble((world, request) ->
                                Page.last(List.of(), new Position.Keyset(world.clock.instant(), "")))),
                Mutant.of(
                        "follows pages that go round",
                        "with pages that go round" + SAID,
                        () -> inTrouble((world, request) -> Page.more(
                                List.of(),
                                new Position.Token(
                                        request.after()
                                                        .map(Position::text)
                                                        .orElse("")
                                                        .equals("ta")
                                                ? "b"
                                                : "a")))));
    }

    /** Answers of a system that does not answer as it should. */
    @FunctionalInterface
    private interface Reading {
        Page read(ModelWorld world, ReadRequest request);
    }

    private static Fault inTrouble(Reading reading) {
        return new Fault() {
            @Override
            public Optional<Page> readInTrouble(ModelWorld world, ReadRequest request) {
                return Optional.of(reading.read(world, request));
            }
        };
    }

    /** Starts a thread in check() that goes on after close(). It ends with the world. */
    private static final class LeftThread implements Fault {
        @Override
        public Check check(ModelWorld world, Check honest) {
            CountDownLatch end = world.end;
            Thread thread = new Thread(
                    () -> {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "poller");
            thread.setDaemon(true);
            thread.start();
            return honest;
        }
    }
}
