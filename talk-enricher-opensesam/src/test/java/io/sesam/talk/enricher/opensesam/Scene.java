package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.Enricher;
import io.sesam.talk.spi.enricher.Question;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.testkit.TestClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** An enricher with both registers on loopback. The host's organisations have a number each. */
final class Scene implements AutoCloseable {
    static final Schema SCHEMA = Organisation.SCHEMA.with(Property.text("orgnr"), Property.text("lei"));
    static final String ONE = "900000014";
    static final String TWO = "900000081";
    static final String THREE = "900000154";
    static final String LEI = "TALKTEST000000000169";

    final TestClock clock = TestClock.create();
    final FakeRegister register = new FakeRegister();
    private final List<Enricher> opened = new ArrayList<>();

    PluginContext context() {
        return PluginContext.of(
                new SystemName("opensesam"), clock, new SplittableRandom(1), Map.of(EntityType.ORGANISATION, SCHEMA));
    }

    Enricher open(Object... keysAndValues) {
        Map<String, Object> raw = new HashMap<>(Map.of(
                "baseUrl",
                register.url(),
                "gleifUrl",
                register.url(),
                "number",
                "orgnr",
                "lei",
                "lei",
                "callsPerSecond",
                500));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            raw.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        List<String> problems = new ArrayList<>();
        OpenSesamPlugin plugin = new OpenSesamPlugin();
        Settings settings =
                Settings.read("opensesam", Path.of(""), raw, plugin.spec().settings(), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        Enricher enricher = plugin.open(settings, context());
        opened.add(enricher);
        return enricher;
    }

    static Question question(String... propertiesAndTexts) {
        Fields.Builder fields = Fields.builder(SCHEMA);
        for (int i = 0; i < propertiesAndTexts.length; i += 2) {
            fields.text(propertiesAndTexts[i], propertiesAndTexts[i + 1]);
        }
        return new Question(fields.build());
    }

    static Answer ask(Enricher enricher, String... propertiesAndTexts) {
        return enricher.ask(List.of(question(propertiesAndTexts))).get(0);
    }

    @Override
    public void close() {
        opened.forEach(Enricher::close);
        register.close();
    }
}
