package io.sesam.talk.testkit.enricher;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.store.StorePlace;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Two systems, a register, and a store. The store is opened again for every run. */
final class EnrichmentScene {
    static final SystemName REGISTER = new SystemName("register");

    final TestClock clock = TestClock.create();
    final ScriptedRegister register = ScriptedRegister.empty();
    final MemorySystem crmSystem = MemorySystem.at(clock);
    final MemorySystem erpSystem = MemorySystem.at(clock);
    final MemoryTable crm = crmSystem.holds(everything());
    final MemoryTable erp = erpSystem.holds(everything());
    UnaryOperator<TalkBuilder> config = builder -> builder;
    private final StorePlace place;
    private final Random random = new Random(31);

    EnrichmentScene(StorePlace place) {
        this.place = place;
    }

    private static TypeSpec everything() {
        List<FieldSpec> fields = Organisation.SCHEMA.properties().stream()
                .map(Property::name)
                .map(FieldSpec::of)
                .toList();
        return TypeSpec.of(Organisation.SCHEMA, fields)
                .inserts()
                .updates()
                .archives()
                .deletes(Deletes.FEED)
                .readLimit(3)
                .writeLimit(4)
                .build();
    }

    private Store open() {
        return place.open(Map.of(
                EntityType.PERSON, Person.SCHEMA,
                EntityType.ORGANISATION, Organisation.SCHEMA,
                EntityType.PRODUCT, Product.SCHEMA));
    }

    SyncReport sync() {
        clock.advance(Duration.ofMinutes(1));
        List<SyncReport> reports = new ArrayList<>();
        withTalk(talk -> reports.add(talk.sync()));
        clock.advance(Duration.ofMinutes(1));
        return reports.get(0);
    }

    void withTalk(Consumer<Talk> action) {
        TalkBuilder builder = Talk.builder()
                .store(open())
                .clock(clock)
                .random(random)
                .connect("crm", crmSystem, Map.of())
                .connect("erp", erpSystem, Map.of())
                .trust("crm", "erp")
                .enricher("register", register, Map.of());
        try (Talk talk = config.apply(builder).build()) {
            action.accept(talk);
        }
    }

    /** Runs until nothing more is written; returns the last report. */
    SyncReport settle() {
        SyncReport report = sync();
        for (int i = 0; i < 6 && report.writes() > 0; i++) {
            report = sync();
        }
        return report;
    }

    /** Returns the enrichment results of a run. */
    SyncReport.Enriched enriched(SyncReport report) {
        return Objects.requireNonNull(report.enriched().get(REGISTER));
    }

    void withStore(Consumer<Store> action) {
        try (Store store = open()) {
            action.accept(store);
        }
    }

    /** Adds a company with a complete address to the register. */
    void enterAcme() {
        register.enter(
                "900000001",
                "name",
                "ACME AS",
                "address",
                "Storgata 1",
                "zip",
                "0150",
                "country",
                "NO",
                "domain",
                "acme.example");
    }

    /** Returns the live answers for a record's golden record. */
    List<RecordRef> answers(String system, String id) {
        List<RecordRef> refs = new ArrayList<>();
        withStore(store -> members(store, system, id).stream()
                .filter(member -> member.isLive() && member.ref().system().equals(REGISTER))
                .forEach(member -> refs.add(member.ref())));
        return refs;
    }

    /** Returns the source record of a golden value. */
    RecordRef winner(String system, String id, String property) {
        List<RecordRef> refs = new ArrayList<>();
        withTalk(talk -> talk.records().explain(ref(system, id)).values().stream()
                .filter(one -> one.property().equals(property))
                .forEach(one -> refs.add(one.winner().source())));
        return refs.get(0);
    }

    private static List<StoredRecord> members(Store store, String system, String id) {
        return store.members(
                List.of(Objects.requireNonNull(record(store, system, id).golden())));
    }

    private static StoredRecord record(Store store, String system, String id) {
        return store.records(List.of(ref(system, id))).get(0);
    }

    static RecordRef ref(String system, String id) {
        return RecordRef.of(system, EntityType.ORGANISATION, id);
    }
}
