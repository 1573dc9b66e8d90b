package io.sesam.talk.connector.rest;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorContract;
import io.sesam.talk.testkit.connector.ConnectorWorld;
import io.sesam.talk.testkit.json.JsonApiWorld;
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
    private static final Map<String, String> PERSON = Map.of(
            "firstname", "/name/first",
            "lastname", "/name/last",
            "email", "/email",
            "gender", "/gender",
            "organisation", "/company");
    private static final Map<String, String> ORGANISATION = Map.of(
            "name", "/title",
            "address", "/visit/street",
            "zip", "/visit/zip",
            "country", "/visit/country",
            "domain", "/web");

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

    /** A world from maps alone: its locations are stated here again, and not taken from the profile. */
    private static ConnectorWorld desk() {
        Desk desk = new Desk();
        String base = desk.server.uri().toString();
        return new JsonApiWorld(
                        desk.server.uri(),
                        Map.of(
                                "profile",
                                SmallWorld.profile("desk.yaml"),
                                "baseUrl",
                                base,
                                "accessToken",
                                "canary-desk"))
                .header("Authorization", "Bearer canary-desk")
                .clock(desk.clock)
                .listQuery("limit=1000")
                .under("/person")
                .answers("/data", "/person", "/id")
                .type(Person.SCHEMA, "/people", PERSON)
                .under("/company")
                .answers("/data", "/company", "/id")
                .type(Organisation.SCHEMA, "/companies", ORGANISATION)
                .breakage(Breakage.of("the key revoked", ErrorCode.ACCESS_REFUSED, desk::revoke))
                .breakage(Breakage.of("the server down", ErrorCode.UNREACHABLE, desk.server::close))
                .breakage(Breakage.withoutList(true, desk::fallIll))
                .breakage(Breakage.ring(desk::goRound))
                .tellingUnknown()
                .noticingStaleDecisions()
                .closing(desk::close);
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
