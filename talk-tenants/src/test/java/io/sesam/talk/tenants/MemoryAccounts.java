package io.sesam.talk.tenants;

import io.sesam.talk.model.Person;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts with two systems in memory each, a crm and an erp. */
final class MemoryAccounts {
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    /** The systems of one account. */
    record Account(MemorySystem crm, MemorySystem erp, MemoryTable crmPeople, MemoryTable erpPeople) {
        static Account create() {
            MemorySystem crm = MemorySystem.at(Clock.systemUTC());
            MemorySystem erp = MemorySystem.at(Clock.systemUTC());
            return new Account(crm, erp, crm.holds(people()), erp.holds(people()));
        }

        private static TypeSpec people() {
            List<FieldSpec> fields = Person.SCHEMA.properties().stream()
                    .map(property -> FieldSpec.of(property.name()))
                    .toList();
            return TypeSpec.of(Person.SCHEMA, fields).inserts().updates().build();
        }
    }

    Account of(String tenant) {
        return accounts.computeIfAbsent(tenant, id -> Account.create());
    }

    Account of(TenantId tenant) {
        return of(tenant.value());
    }

    TalkSettings settings(TenantId tenant) {
        Account account = of(tenant.value());
        return settings(account.crm(), account.erp());
    }

    static TalkSettings settings(ConnectorPlugin crm, ConnectorPlugin erp) {
        return TalkSettings.source()
                .plugin(new Named("crm-plugin", crm))
                .plugin(new Named("erp-plugin", erp))
                .read(Map.of(
                        "trust",
                        List.of("crm", "erp"),
                        "connections",
                        Map.of("crm", Map.of("connector", "crm-plugin"), "erp", Map.of("connector", "erp-plugin"))));
    }

    /** A plugin under another name. */
    record Named(String name, ConnectorPlugin plugin) implements ConnectorPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.of(name, "A system.", plugin.spec().settings());
        }

        @Override
        public Connector open(Settings settings, PluginContext context) {
            return plugin.open(settings, context);
        }
    }
}
