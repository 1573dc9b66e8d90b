package io.sesam.talk.benchmarks;

import io.sesam.talk.enricher.opensesam.OpenSesamPlugin;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.Enricher;
import io.sesam.talk.spi.enricher.Question;
import io.sesam.talk.spi.settings.Settings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * A benchmark of the index of Norway's register. Builds it from a generated bulk file and measures the time and the
 * number of look-ups by name per second; meant for {@code -Xmx256m}. Fails on a wrong answer.
 *
 * <p>Arguments: the number of entities, and of look-ups.
 */
public final class RegisterFile {
    private static final int AT_ONCE = 500;

    private final int entities;
    private final SplittableRandom random = new SplittableRandom(7);

    private RegisterFile(int entities) {
        this.entities = entities;
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException {
        RegisterFile register = new RegisterFile(Integer.parseInt(arguments[0]));
        Path directory = Files.createTempDirectory("talk-register");
        Path bulk = directory.resolve("enheter_alle.json.gz");
        register.write(bulk);
        try (Enricher enricher = open(directory, bulk)) {
            register.measure(enricher, bulk, Integer.parseInt(arguments[1]), System.out);
        }
    }

    private static Enricher open(Path directory, Path bulk) {
        OpenSesamPlugin plugin = new OpenSesamPlugin();
        List<String> problems = new ArrayList<>();
        Map<String, Object> raw = Map.of(
                "registers", List.of("brreg"),
                "index", directory.resolve("brreg.db").toString(),
                "bulkFile", bulk.toString());
        Settings settings =
                Settings.read("opensesam", directory, raw, plugin.spec().settings(), problems);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems.toString());
        }
        Map<EntityType, Schema> schemas = Map.of(EntityType.ORGANISATION, Organisation.SCHEMA);
        return plugin.open(
                settings,
                PluginContext.of(new SystemName("opensesam"), Clock.systemUTC(), new SplittableRandom(1), schemas));
    }

    private void write(Path bulk) throws IOException {
        try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(bulk), 1 << 16), StandardCharsets.UTF_8))) {
            out.write("[");
            for (int i = 0; i < entities; i++) {
                out.write((i == 0 ? "" : ",\n") + entity(i));
            }
            out.write("]");
        }
    }

    private String entity(int i) {
        return """
                {"organisasjonsnummer":"%09d","navn":"%s","organisasjonsform":{"kode":"AS","beskrivelse":"Aksjeselskap",\
                "_links":{"self":{"href":"https://register.example/api/organisasjonsformer/AS"}}},\
                "hjemmeside":"www.selskap%d.no","registreringsdatoEnhetsregisteret":"1995-03-12",\
                "registrertIMvaregisteret":true,"naeringskode1":{"kode":"06.100","beskrivelse":"Utvinning av råolje"},\
                "antallAnsatte":%d,"harRegistrertAntallAnsatte":true,"forretningsadresse":{"land":"Norge",\
                "landkode":"NO","postnummer":"%04d","poststed":"BYEN","adresse":["Storgata %d"],"kommune":"BYEN",\
                "kommunenummer":"0301"},"stiftelsesdato":"1972-09-18","konkurs":false,"underAvvikling":false,\
                "maalform":"Bokmål","_links":{"self":{"href":"https://register.example/api/enheter/%09d"}}}""".formatted(100_000_000 + i, name(i), i, i % 1000, i % 10_000, i % 200, 100_000_000 + i);
    }

    /** Returns a name; every hundredth one is a duplicate. */
    private static String name(int i) {
        return "SELSKAP NUMMER " + (i % 100 == 99 ? i - 1 : i) + " AS";
    }

    private void measure(Enricher enricher, Path bulk, int questions, PrintStream out) throws IOException {
        long begun = System.nanoTime();
        enricher.ask(List.of(question("Selskap nummer 0 AS")));
        double indexed = seconds(begun);
        out.printf(
                Locale.ROOT,
                "%,d entities (%,d MB packed) indexed in %.1f s, heap at most %d MB%n",
                entities,
                Files.size(bulk) >> 20,
                indexed,
                Runtime.getRuntime().maxMemory() >> 20);
        for (int round = 1; round <= 3; round++) {
            long started = System.nanoTime();
            int asked = 0;
            while (asked < questions) {
                ask(enricher);
                asked += AT_ONCE;
            }
            out.printf(Locale.ROOT, "%,d questions by name: %,.0f a second%n", asked, asked / seconds(started));
        }
    }

    private void ask(Enricher enricher) {
        List<Question> questions = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            // one in ten does not exist
            int number = random.nextInt(entities + entities / 9);
            numbers.add(number);
            questions.add(question("Selskap nummer " + number + " as"));
        }
        List<Answer> answers = enricher.ask(questions);
        for (int i = 0; i < AT_ONCE; i++) {
            verify(numbers.get(i), answers.get(i));
        }
    }

    private void verify(int number, Answer answer) {
        boolean right = answer.fold(
                match -> number < entities
                        && number % 100 < 98
                        && match.id().equals(String.valueOf(100_000_000 + number)),
                none -> number >= entities || number % 100 == 99,
                ambiguous -> number < entities && number % 100 == 98,
                couldNotAsk -> false);
        if (!right) {
            throw new IllegalStateException("number " + number + " was answered with " + answer);
        }
    }

    private static Question question(String name) {
        return new Question(
                Fields.builder(Organisation.SCHEMA).text("name", name).build());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
