package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.http.Deadlines;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.PluginContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A factory of the registers. Neither documents a rate limit, so calls are paced. */
final class Registries {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final PluginContext context;
    private final Schema schema;
    private final int callsPerSecond;

    Registries(PluginContext context, int callsPerSecond) {
        this.context = context;
        this.schema = context.schema(EntityType.ORGANISATION).orElseThrow();
        this.callsPerSecond = callsPerSecond;
    }

    /**
     * Creates Norway's register.
     *
     * @param number the property with its numbers
     * @param index the file of a local index, which is used instead of the API
     * @param bulk the bulk file, when the host has downloaded it
     */
    Registry brreg(String base, Optional<String> number, Optional<Path> index, Optional<Path> bulk) {
        HttpApi http = api("Enhetsregisteret", base, Deadlines.defaults());
        BrregApi api = new BrregApi(http);
        if (index.isEmpty()) {
            return new Registry(
                    brregSource(api, number),
                    Optional.of(new BrregNews(api, context.clock())),
                    () -> {},
                    api::ping,
                    List.of(http),
                    () -> {});
        }
        HttpApi patient =
                api("Enhetsregisteret", base, new Deadlines(Duration.ofSeconds(10), HOUR, HOUR.multipliedBy(2)));
        BrregIndex local = new BrregIndex(index.get());
        BrregBulk provider = new BrregBulk(patient, context.clock(), index.get(), bulk);
        return new Registry(
                brregSource(local, number),
                Optional.of(new IndexedNews(api, context.clock(), local, provider)),
                () -> provider.provide(local),
                () -> {
                    bulk.filter(file -> !local.isThere()).ifPresent(BrregBulk::requireReadable);
                    api.ping();
                },
                List.of(http, patient),
                local::close);
    }

    private RegistrySource brregSource(Entities entities, Optional<String> number) {
        return new RegistrySource(
                new RegistrySource.Register(
                        "Brønnøysundregistrene, Enhetsregisteret",
                        "NLOD 2.0",
                        "",
                        EntityNumbers::norwegian,
                        Optional.of("NO")),
                entities,
                schema,
                number,
                context.clock());
    }

    /**
     * Creates the Global LEI Index.
     *
     * @param lei the property with its identifiers
     */
    Registry gleif(String base, Optional<String> lei) {
        HttpApi http = api("GLEIF", base, Deadlines.defaults());
        GleifApi api = new GleifApi(http);
        RegistrySource registrySource = new RegistrySource(
                new RegistrySource.Register("GLEIF", "CC0 1.0", "LEI ", EntityNumbers::lei, Optional.empty()),
                api,
                schema,
                lei,
                context.clock());
        return new Registry(registrySource, Optional.empty(), () -> {}, api::ping, List.of(http), () -> {});
    }

    private HttpApi api(String name, String base, Deadlines deadlines) {
        return HttpApi.to(name, HttpApi.address(name, base), context)
                .quotas(Quotas.of(name + " " + base).window(Quotas.GENERAL, callsPerSecond, SECOND))
                .deadlines(deadlines)
                .build();
    }
}
