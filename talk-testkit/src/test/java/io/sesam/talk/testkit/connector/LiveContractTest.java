package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.contract.ContractReport;
import io.sesam.talk.contract.LiveContract;
import io.sesam.talk.contract.PromiseResult;
import io.sesam.talk.contract.PromiseResult.Verdict;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The promises that can be checked by reading, against an account that nobody may change. */
final class LiveContractTest {
    private static final List<EntityType> TYPES = List.of(EntityType.PERSON, EntityType.ORGANISATION);

    private static ContractReport check(ModelWorld world) {
        try (Connector connector = ConnectorHost.connect(new ModelPlugin(), world)) {
            return new LiveContract(connector, TYPES, new Calls(), world.clock(), Supplier::get).check();
        }
    }

    private static ModelWorld worldOf(Supplier<Fault> faults) {
        ModelWorld world = new ModelWorld(faults, true);
        for (int i = 0; i < 30; i++) {
            world.system
                    .table(EntityType.PERSON)
                    .add("firstname", "F" + i, "lastname", "Secretname", "email", "p" + i + "@x.example");
            world.system
                    .table(EntityType.ORGANISATION)
                    .add("name", "Company " + i, "country", i == 3 ? "Narnia" : "NO");
        }
        return world;
    }

    private static Map<String, Object> records(ModelWorld world) {
        return Map.of("people", world.list(TYPES.get(0)), "companies", world.list(TYPES.get(1)));
    }

    @Test
    void anHonestConnectorKeepsAllPromisesAndNothingIsWritten() {
        try (ModelWorld world = worldOf(() -> Fault.NONE)) {
            Map<String, Object> before = records(world);

            ContractReport report = check(world);

            assertThat(report.results())
                    .filteredOn(result -> result.verdict() == Verdict.NOT_HELD)
                    .isEmpty();
            assertThat(report.isKept()).isTrue();
            assertThat(report.results())
                    .filteredOn(result -> result.verdict() == Verdict.HELD)
                    .hasSizeGreaterThan(20);
            assertThat(report.results().toString())
                    .contains("firstname 30", "country 30 (1 not understood)")
                    .doesNotContain("Secretname", "@x.example", "Company", "Narnia");
            assertThat(world.system.writeCalls()).isZero();
            assertThat(records(world)).isEqualTo(before);
        }
    }

    static Stream<Arguments> whatReadingShows() {
        return Stream.of(
                Arguments.of(
                        (Supplier<Fault>) ReadMutants::timeOfReading,
                        "the times of a record stay while nobody changes it (R40)"),
                Arguments.of(
                        (Supplier<Fault>) LookupMutants::firstIdOnly,
                        "a lookup by id answers every id, as the listing has it"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("whatReadingShows")
    void aBrokenConnectorIsNoticedByReadingAlone(Supplier<Fault> faults, String promise) {
        try (ModelWorld world = worldOf(faults)) {
            ContractReport report = check(world);

            assertThat(report.results())
                    .filteredOn(result -> result.verdict() == Verdict.NOT_HELD)
                    .extracting(PromiseResult::promise)
                    .containsOnly(promise);
            assertThat(report.isKept()).isFalse();
            assertThat(world.system.writeCalls()).isZero();
        }
    }

    /** A connector that counts a writing call for each page, and finds anybody by any operation. */
    private record Careless(Connector honest, Calls calls) implements Connector {
        @Override
        public Check check() {
            return honest.check();
        }

        @Override
        public List<TypeSpec> types() {
            return honest.types();
        }

        @Override
        public Optional<Reader> reader(EntityType type) {
            return honest.reader(type).map(reader -> request -> {
                calls.write();
                return reader.read(request);
            });
        }

        @Override
        public Optional<Lookup> lookup(EntityType type) {
            return honest.lookup(type).map(lookup -> new Lookup() {
                @Override
                public Map<String, Found> byId(Collection<String> ids) {
                    return lookup.byId(ids);
                }

                @Override
                public Optional<ByOperation> byOperation() {
                    return lookup.byOperation().map(operations -> new ByOperation() {
                        @Override
                        public Duration lag() {
                            return operations.lag();
                        }

                        @Override
                        public Map<String, RecordSnapshot> find(Collection<String> asked, Instant since) {
                            Found.Present any =
                                    (Found.Present) lookup.byId(List.of("1")).get("1");
                            return Map.of(asked.iterator().next(), any.record());
                        }
                    });
                }
            });
        }

        @Override
        public Optional<Writer> writer(EntityType type) {
            return honest.writer(type);
        }

        @Override
        public void close() {
            honest.close();
        }
    }

    @Test
    void aWritingCallAndAFalseFindAreNoticed() {
        Calls calls = new Calls();
        try (ModelWorld world = worldOf(() -> Fault.NONE);
                Connector careless = new Careless(ConnectorHost.connect(new ModelPlugin(), world), calls)) {
            ContractReport report = new LiveContract(careless, TYPES, calls, world.clock(), Supplier::get).check();

            assertThat(report.results())
                    .filteredOn(result -> result.verdict() == Verdict.NOT_HELD)
                    .extracting(PromiseResult::promise)
                    .containsOnly(
                            "a lookup by operation finds nothing of an operation that was never sent (R21)",
                            "reading makes no writing call");
        }
    }

    @Test
    void anEmptyAccountShowsLittle() {
        try (ModelWorld world = new ModelWorld(() -> Fault.NONE, true)) {
            ContractReport report = check(world);

            assertThat(report.isKept()).isTrue();
            assertThat(report.results())
                    .filteredOn(result -> result.verdict() == Verdict.NOT_SHOWN)
                    .extracting(PromiseResult::seen)
                    .contains("there is no record");
        }
    }

    @Test
    void anOutageIsToldAndEndsNothingElse() {
        try (ModelWorld world = worldOf(() -> Fault.NONE)) {
            world.system.failNextRead(new TalkException(ErrorCode.UNREACHABLE, "the model cannot be reached"));

            ContractReport report = check(world);

            assertThat(report.results())
                    .filteredOn(result -> result.verdict() == Verdict.NOT_HELD)
                    .singleElement()
                    .matches(result -> result.seen().equals("the model cannot be reached"));
            assertThat(report.results())
                    .filteredOn(result -> result.verdict() == Verdict.NOT_SHOWN)
                    .extracting(PromiseResult::seen)
                    .contains("nothing could be read");
        }
    }
}
