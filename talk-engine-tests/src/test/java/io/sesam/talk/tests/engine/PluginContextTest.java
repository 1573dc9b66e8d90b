package io.sesam.talk.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plugins can use everything their context offers. */
final class PluginContextTest {
    private final World world = new World();

    /** Counts two calls per run, waits a minute of its clock, and keeps a token that each reading renews. */
    private static final class Borrower implements ConnectorPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.of("borrower", "Uses what it is given.", List.of());
        }

        @Override
        public Connector open(Settings settings, PluginContext context) {
            return new Connector() {
                @Override
                public Check check() {
                    return context.tokens().read("count").map(Check::warning).orElse(Check.fine());
                }

                @Override
                public Check fix() {
                    context.tokens()
                            .replace("count", context.tokens().read("count").orElse(null), "mended");
                    return check();
                }

                @Override
                public List<TypeSpec> types() {
                    return List.of(World.full(context.schema(EntityType.PERSON).orElseThrow())
                            .build());
                }

                @Override
                public Optional<Reader> reader(EntityType type) {
                    return Optional.of(request -> {
                        context.calls().read();
                        context.calls().write();
                        String before = context.tokens().read("count").orElse(null);
                        assertThat(context.tokens().replace("count", "wrong", "x"))
                                .isFalse();
                        assertThat(context.tokens().replace("count", before, before == null ? "I" : before + "I"))
                                .isTrue();
                        sleep();
                        return Page.last(List.of(), new Position.Token("end"));
                    });
                }

                private void sleep() {
                    try {
                        context.sleeper().sleep(Duration.ofMinutes(1));
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }

                @Override
                public Optional<Lookup> lookup(EntityType type) {
                    return Optional.empty();
                }

                @Override
                public Optional<Writer> writer(EntityType type) {
                    return Optional.empty();
                }

                @Override
                public void close() {}
            };
        }
    }

    private Talk talk() {
        return Talk.builder()
                .store(world.store)
                .clock(world.clock)
                .connect("b", new Borrower(), Map.of())
                .build();
    }

    @Test
    void callsAreReportedForEachRunAlone() {
        try (Talk talk = talk()) {
            talk.sync();
            SyncReport second = talk.sync();
            assertThat(second.calls())
                    .containsExactly(Map.entry(new SystemName("b"), new Calls.Count(1, 1, 0, 0, Duration.ZERO)));
        }
    }

    @Test
    void tokensOutliveTheirRunAndWaitingIsDoneInTheTimeOfTheClock() {
        var before = world.clock.instant();
        try (Talk talk = talk()) {
            talk.sync();
        }
        assertThat(Duration.between(before, world.clock.instant())).isEqualTo(Duration.ofMinutes(1));
        try (Talk talk = talk()) {
            talk.sync();
            assertThat(talk.check().get(new SystemName("b")).findings().get(0).message())
                    .isEqualTo("II");
            assertThat(talk.fix().get(new SystemName("b")).findings().get(0).message())
                    .isEqualTo("mended");
        }
    }

    /** Returns its shared objects, and has no records. */
    private static ConnectorPlugin sharer(List<Object> seen) {
        return new ConnectorPlugin() {
            @Override
            public PluginSpec spec() {
                return PluginSpec.of("sharer", "Shares an object.", List.of());
            }

            @Override
            public Connector open(Settings settings, PluginContext context) {
                seen.add(context.shared().get(Object.class, "account", Object::new));
                return new Borrower().open(settings, context);
            }
        };
    }

    @Test
    @Tag("R36")
    void connectionsOfOneTalkShareAndTwoTalksDoNot() {
        List<Object> seen = new ArrayList<>();
        for (int talks = 0; talks < 2; talks++) {
            Talk.builder()
                    .store(world.store)
                    .clock(world.clock)
                    .connect("one", sharer(seen), Map.of())
                    .connect("other", sharer(seen), Map.of())
                    .build()
                    .close();
        }
        assertThat(seen).hasSize(4);
        assertThat(seen.get(0)).isSameAs(seen.get(1));
        assertThat(seen.get(2)).isSameAs(seen.get(3)).isNotSameAs(seen.get(0));
    }
}
