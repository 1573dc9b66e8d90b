package io.sesam.talk.connector.rest;

import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.testkit.connector.ConnectorContract;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Contract tests of three different systems, each connected by a profile. */
@Tag("slow")
@Tag("R2")
@Tag("R4")
@Tag("R22")
@Tag("R28")
@Tag("R36")
@Tag("R37")
final class ThreeSystemsContractTest {
    private static Stream<DynamicTest> contract(ConnectorContract.WorldMaker maker) {
        return ConnectorContract.of(new RestPlugin()).world(maker).tests();
    }

    @TestFactory
    Stream<DynamicTest> listsWithoutPages() {
        return contract(() -> new SmallWorld(
                "library.yaml",
                new Library(),
                Map.of(
                        Organisation.SCHEMA,
                        new SmallWorld.Kept(
                                "/suppliers",
                                Map.of(
                                        "name", "/name",
                                        "address", "/address/lines/0",
                                        "zip", "/address/zip",
                                        "country", "/address/country")),
                        Product.SCHEMA,
                        new SmallWorld.Kept("/books", Map.of("name", "/title"))),
                false));
    }

    @TestFactory
    @Tag("R19")
    Stream<DynamicTest> cursorsWrappersAndPatches() {
        return contract(ThreeSystemsContractTest::desk);
    }

    static SmallWorld desk() {
        return new SmallWorld(
                "desk.yaml",
                new Desk(),
                Map.of(
                        Person.SCHEMA,
                        new SmallWorld.Kept(
                                "/people",
                                Map.of(
                                        "firstname", "/name/first",
                                        "lastname", "/name/last",
                                        "email", "/email",
                                        "gender", "/gender",
                                        "organisation", "/company")),
                        Organisation.SCHEMA,
                        new SmallWorld.Kept(
                                "/companies",
                                Map.of(
                                        "name", "/title",
                                        "address", "/visit/street",
                                        "zip", "/visit/zip",
                                        "country", "/visit/country",
                                        "domain", "/web"))),
                true);
    }

    @TestFactory
    @Tag("R19")
    Stream<DynamicTest> linksNumbersAndWholes() {
        return contract(ThreeSystemsContractTest::ledger);
    }

    static SmallWorld ledger() {
        return new SmallWorld(
                "ledger.yaml",
                new Ledger(),
                Map.of(
                        Person.SCHEMA,
                        new SmallWorld.Kept(
                                "/persons",
                                Map.of(
                                        "firstname", "/given",
                                        "lastname", "/family",
                                        "email", "/mail",
                                        "gender", "/sex",
                                        "organisation", "/firm")),
                        Organisation.SCHEMA,
                        new SmallWorld.Kept("/firms", Map.of("name", "/name", "country", "/land", "domain", "/host"))),
                true);
    }
}
