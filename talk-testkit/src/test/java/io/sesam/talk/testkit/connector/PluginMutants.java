package io.sesam.talk.testkit.connector;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Plugins that describe themselves wrongly, and connectors that describe their types wrongly. */
final class PluginMutants {
    private PluginMutants() {}

    static List<Mutant> all() {
        List<Mutant> mutants = new ArrayList<>(plugins());
        mutants.addAll(connectors());
        mutants.addAll(types());
        return mutants;
    }

    /** A plugin that is on the class path, and registered nowhere. */
    private record Unregistered(ConnectorPlugin plugin) implements ConnectorPlugin {
        @Override
        public PluginSpec spec() {
            return plugin.spec();
        }

        @Override
        public Connector open(Settings settings, PluginContext context) {
            return plugin.open(settings, context);
        }
    }

    private static List<Mutant> plugins() {
        AtomicInteger asked = new AtomicInteger();
        return List.of(
                Mutant.of(
                        "is not registered",
                        "the plugin is found by the service loader",
                        new Unregistered(new ModelPlugin())),
                Mutant.of(
                        "has a name with a space",
                        "the spec has a name and a description",
                        new ModelPlugin(spec -> PluginSpec.of("The Model", spec.description(), spec.settings()))),
                Mutant.of(
                        "describes itself by nothing",
                        "the spec has a name and a description",
                        new ModelPlugin(spec -> PluginSpec.of(spec.name(), " ", spec.settings()))),
                Mutant.of(
                        "does not say what a setting means",
                        "every setting has a unique key and a description",
                        new ModelPlugin(
                                spec -> with(spec, Setting.flag("cautious").orElse(false)))),
                Mutant.of(
                        "has two settings of one key",
                        "every setting has a unique key and a description",
                        new ModelPlugin(spec -> with(spec, ModelPlugin.WORLD))),
                Mutant.of(
                        "has another name each time",
                        "the spec is the same every time",
                        new ModelPlugin(spec ->
                                PluginSpec.of("model" + asked.incrementAndGet(), spec.description(), spec.settings()))),
                Mutant.of(
                        "takes a misspelt setting",
                        "an undeclared setting is refused, with the nearest known one",
                        new ModelPlugin(
                                spec -> with(spec, Setting.text("worldx").describedAs("A misspelt name.")))));
    }

    private static PluginSpec with(PluginSpec spec, Setting<?> more) {
        List<Setting<?>> settings = new ArrayList<>(spec.settings());
        settings.add(more);
        return PluginSpec.of(spec.name(), spec.description(), settings);
    }

    /** Fails in open() where the system cannot be asked. */
    private record Hasty() implements Fault {
        @Override
        public void open(ModelWorld world) {
            if (world.trouble == ModelWorld.Trouble.REFUSED) {
                throw new TalkException(ErrorCode.ACCESS_REFUSED, "The session was refused. Renew the token.");
            }
        }
    }

    private static List<Mutant> connectors() {
        return List.of(
                Mutant.of(
                        "asks the system when it is opened",
                        "a connector can be opened and closed without a call",
                        Hasty::new),
                Mutant.of(
                        "finds a problem that is none",
                        "check() finds no problem in a healthy world, and changes nothing",
                        () -> new Fault() {
                            @Override
                            public Check check(ModelWorld world, Check honest) {
                                return Check.problem("There is no person.");
                            }
                        }),
                Mutant.of(
                        "reads any type, as one that is empty",
                        "an unknown type has no reader, lookup or writer",
                        () -> new Fault() {
                            @Override
                            public Optional<Reader> reader(EntityType type, Optional<Reader> honest) {
                                return honest.or(() -> Optional.of(
                                        request -> Page.last(List.of(), new Position.Keyset(Instant.EPOCH, ""))));
                            }
                        }),
                Mutant.of(
                        "describes the types by its first record",
                        "types() names the types of an empty world",
                        () -> new Fault() {
                            @Override
                            public List<TypeSpec> types(ModelWorld world, List<TypeSpec> honest) {
                                return honest.stream()
                                        .filter(spec -> world.system
                                                        .table(spec.type())
                                                        .ids()
                                                        .get(0)
                                                != null)
                                        .toList();
                            }
                        }));
    }

    private static TypeSpec.Builder like(TypeSpec honest, List<FieldSpec> fields) {
        TypeSpec.Builder spec = TypeSpec.of(honest.schema(), fields)
                .inserts()
                .updates()
                .archives()
                .deletes(honest.deletes())
                .writeCost(honest.writeCost());
        return spec;
    }

    private static Mutant described(String does, String promise, UnaryOperator<TypeSpec> described) {
        return Mutant.of(does, "person: " + promise, () -> Faults.types(described));
    }

    private static List<Mutant> types() {
        return List.of(
                Mutant.of(
                        "has other limits each time",
                        "person: types() contains it once, and returns the same twice",
                        PluginMutants::changing),
                described(
                        "reads pages of no record",
                        "limits are at least one",
                        spec -> like(spec, spec.fields()).readLimit(0).build()),
                described(
                        "has a type without a field",
                        "it has a field, and every field can be read or written",
                        spec -> like(spec, List.of()).build()),
                described(
                        "requires a field that cannot be written",
                        "required fields can be written",
                        spec -> like(spec, requiringWhatIsReadOnly(spec)).build()),
                Mutant.of(
                        "declares writes, and has no writer",
                        "person: a type with writable fields has a writer, and the other way round",
                        () -> new Fault() {
                            @Override
                            public boolean writes() {
                                return false;
                            }
                        }),
                described(
                        "has a writer, and declares no write",
                        "a type with writable fields has a writer, and the other way round",
                        spec -> TypeSpec.of(spec.schema(), spec.fields()).build()),
                Mutant.of(
                        "has fields to be read, and no reader",
                        "person: a type with readable fields has a reader",
                        () -> new Fault() {
                            @Override
                            public Optional<Reader> reader(EntityType type, Optional<Reader> honest) {
                                return Optional.empty();
                            }
                        }),
                Mutant.of(
                        "finds deletions by listings, and cannot look records up",
                        "person: a type whose deletions are found by complete listings has a lookup to confirm them",
                        SweepWithoutLookup::new),
                Mutant.of(
                        "tries out a write in check()",
                        "person: types() and check() change nothing",
                        () -> new Fault() {
                            @Override
                            public Check check(ModelWorld world, Check honest) {
                                world.system.table(EntityType.PERSON).add("lastname", "Test");
                                return honest;
                            }
                        }));
    }

    private static Fault changing() {
        AtomicInteger asked = new AtomicInteger(100);
        return Faults.types(spec ->
                like(spec, spec.fields()).readLimit(asked.incrementAndGet()).build());
    }

    private static List<FieldSpec> requiringWhatIsReadOnly(TypeSpec spec) {
        return spec.fields().stream()
                .map(field -> field.name().equals("lastname")
                        ? FieldSpec.readOnly("lastname").required()
                        : field)
                .toList();
    }

    /** A sweep without the look-up that confirms it. */
    private static final class SweepWithoutLookup implements Fault {
        @Override
        public List<TypeSpec> types(ModelWorld world, List<TypeSpec> honest) {
            return honest.stream()
                    .map(spec ->
                            like(spec, spec.fields()).deletes(Deletes.ID_SWEEP).build())
                    .toList();
        }

        @Override
        public Optional<Lookup> lookup(ModelWorld world, EntityType type, Optional<Lookup> honest) {
            return Optional.empty();
        }
    }
}
