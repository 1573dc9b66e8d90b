package io.sesam.talk.enricher.opensesam;

import com.google.auto.service.AutoService;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.enricher.Enricher;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A plugin that completes organisations from open data. Uses Norway's Register of Legal Entities and the Global LEI
 * Index (GLEIF).
 *
 * <p>The names of the host's organisations, with country and postal code, are sent to these registers, unless Norway's
 * is read from a local index. Neither needs a key. The register's data are under NLOD 2.0, which requires naming the
 * source; the index's under CC0.
 */
@AutoService(EnricherPlugin.class)
public final class OpenSesamPlugin implements EnricherPlugin {
    private static final String BRREG = "brreg";
    private static final String GLEIF = "gleif";

    private static final Setting<List<String>> REGISTERS = Setting.texts("registers")
            .orElse(List.of(BRREG, GLEIF))
            .describedAs("the registers to query, the most trusted first: brreg (Norway) and gleif (worldwide)");
    private static final Setting<String> NUMBER = Setting.text("number")
            .describedAs("the property of organisations that contains Norwegian organisation numbers, if any");
    private static final Setting<String> LEI = Setting.text("lei")
            .describedAs("the property of organisations that contains legal entity identifiers, if any");
    private static final Setting<Path> INDEX = Setting.path("index")
            .describedAs("the file of a local index of Norway's register, which is used instead of its API; built"
                    + " from the register's bulk file and kept up to date by its update feed");
    private static final Setting<Path> BULK_FILE = Setting.path("bulkFile")
            .describedAs("the register's bulk file, enheter_alle.json.gz, from which the index is built;"
                    + " downloaded when left out");
    private static final Setting<Integer> PER_RUN = Setting.number("perRun")
            .describedAs("the maximum number of organisations looked up in one run, while the others wait for the"
                    + " next: 1000 when left out, and unlimited where only a local index is used");
    private static final Setting<Integer> CALLS_PER_SECOND = Setting.number("callsPerSecond")
            .orElse(5)
            .describedAs("the maximum number of calls per second to each register");
    private static final Setting<String> BASE_URL = Setting.text("baseUrl")
            .orElse("https://data.brreg.no/enhetsregisteret/api")
            .describedAs("the address of Norway's register");
    private static final Setting<String> GLEIF_URL =
            Setting.text("gleifUrl").orElse("https://api.gleif.org/api/v1").describedAs("the address of GLEIF");

    /** Creates the plugin. */
    public OpenSesamPlugin() {}

    @Override
    public PluginSpec spec() {
        return PluginSpec.of(
                "opensesam",
                "Open data on legal entities: Norway's register and the Global LEI Index (GLEIF).",
                List.of(REGISTERS, NUMBER, LEI, INDEX, BULK_FILE, PER_RUN, CALLS_PER_SECOND, BASE_URL, GLEIF_URL));
    }

    @Override
    public Enricher open(Settings settings, PluginContext context) {
        refuseNonsense(settings, context);
        Registries registries = new Registries(context, settings.get(CALLS_PER_SECOND));
        List<Registry> opened = new LinkedHashSet<>(settings.get(REGISTERS))
                .stream()
                        .map(source -> source.equals(BRREG)
                                ? registries.brreg(
                                        settings.get(BASE_URL),
                                        settings.find(NUMBER),
                                        settings.find(INDEX),
                                        settings.find(BULK_FILE))
                                : registries.gleif(settings.get(GLEIF_URL), settings.find(LEI)))
                        .toList();
        Set<String> asksBy = new LinkedHashSet<>(List.of("name", "country", "zip"));
        Stream.of(settings.find(NUMBER), settings.find(LEI))
                .flatMap(Optional::stream)
                .forEach(asksBy::add);
        boolean isLocal = settings.find(INDEX).isPresent()
                && settings.get(REGISTERS).stream().allMatch(BRREG::equals);
        int perRun = settings.find(PER_RUN).orElse(isLocal ? Integer.MAX_VALUE : 1_000);
        String edition = settings.get(REGISTERS) + " " + settings.find(NUMBER) + " " + settings.find(LEI);
        return new OpenSesamEnricher(opened, asksBy, edition, isLocal ? 500 : 50, perRun);
    }

    private static void refuseNonsense(Settings settings, PluginContext context) {
        List<String> problems = new ArrayList<>();
        List<String> registers = settings.get(REGISTERS);
        if (registers.isEmpty() || !Set.of(BRREG, GLEIF).containsAll(registers)) {
            problems.add("opensesam: registers must be brreg, gleif or both, not " + registers);
        }
        if (settings.find(PER_RUN).orElse(1) < 1 || settings.get(CALLS_PER_SECOND) < 1) {
            problems.add("opensesam: perRun and callsPerSecond must be at least 1");
        }
        if (settings.find(BULK_FILE).isPresent() && settings.find(INDEX).isEmpty()) {
            problems.add("opensesam: bulkFile requires index, the file of the index to build from it");
        }
        Optional<Schema> schema = context.schema(EntityType.ORGANISATION);
        Stream.of(NUMBER, LEI)
                .forEach(
                        setting -> settings.find(setting)
                                .filter(name -> schema.filter(known -> known.indexOf(name) >= 0)
                                        .isEmpty())
                                .ifPresent(
                                        name -> problems.add(
                                                "opensesam: " + setting.key() + " refers to the property \"" + name
                                                        + "\", which organisations do not have; declare the property, or correct the setting")));
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems);
        }
    }
}
