package io.sesam.talk.rest;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.ListingReader;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.http.Verdict;
import io.sesam.talk.http.WebConnector;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteCost;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Nearest;
import io.sesam.talk.spi.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A connector to a system described by a profile. */
final class RestConnector extends WebConnector {
    private static final int WRITES_AT_ONCE = 10;

    private final List<RestRecords> records;
    private final List<String> warnings;
    private final Optional<Supplier<Description>> description;
    private final RestProfile profile;
    private @Nullable Description known;

    private RestConnector(
            HttpApi api,
            RestProfile profile,
            List<Part> parts,
            List<RestRecords> records,
            List<String> warnings,
            Optional<Supplier<Description>> description) {
        super(api, parts);
        this.profile = profile;
        this.records = records;
        this.warnings = warnings;
        this.description = description;
    }

    static RestConnector open(RestProfile given, Settings settings, PluginContext context) {
        RestProfile placed = settings.find(RestSettings.BASE_URL).map(given::at).orElse(given);
        RestProfile profile =
                settings.find(RestSettings.TOKEN_URL).map(placed::tokensAt).orElse(placed);
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>(profile.remark().stream().toList());
        if (!profile.base().matches("https?://[^\\s?#]+")) {
            problems.add("baseUrl is missing; set it to the address of the API, beginning with https://");
        }
        Optional<Supplier<Description>> description = description(profile, settings, context);
        boolean writes = profile.types().stream().anyMatch(type -> type.writes().any());
        if (writes && profile.confirmsWrites() && description.isEmpty()) {
            problems.add(
                    "the profile declares writes that the API description must confirm; set openapi or openapiUrl");
        }
        List<Typed> types = typed(profile, context, problems, warnings);
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems.stream()
                    .map(problem -> context.name() + ": " + problem)
                    .toList());
        }
        HttpApi api = enter(profile, settings, context).build();
        Runnable confirmation = profile.confirmsWrites() ? confirming(profile, description) : () -> {};
        List<Part> parts = new ArrayList<>();
        List<RestRecords> records = new ArrayList<>();
        for (Typed each : types) {
            RestRecords some = new RestRecords(api, profile.base(), each.type(), each.mapping());
            records.add(some);
            parts.add(part(api, profile, each, some, confirmation));
        }
        return new RestConnector(api, profile, parts, records, warnings, description);
    }

    /** A type of the profile with its mapping. */
    private record Typed(RestType type, Mapping mapping) {}

    private static List<Typed> typed(
            RestProfile profile, PluginContext context, List<String> problems, List<String> warnings) {
        List<String> known =
                context.schemas().keySet().stream().map(EntityType::name).toList();
        List<Typed> types = new ArrayList<>();
        for (RestType type : profile.types()) {
            Optional<Schema> schema = context.schemas().values().stream()
                    .filter(each -> each.type().name().equals(type.name()))
                    .findFirst();
            if (schema.isEmpty()) {
                problems.add("the profile has the type " + type.name() + ", which is not a type of this Talk"
                        + Nearest.hint(type.name(), known));
            } else {
                types.add(new Typed(type, new RestMapping(type, schema.get(), problems, warnings).mapping()));
            }
        }
        return types;
    }

    private static Part part(
            HttpApi api, RestProfile profile, Typed typed, RestRecords records, Runnable confirmation) {
        RestType type = typed.type();
        TypeSpec.Builder spec = TypeSpec.of(
                        typed.mapping().schema(), typed.mapping().specs())
                .indexLag(type.overlap())
                .readLimit(type.paging().size())
                .writeLimit(WRITES_AT_ONCE)
                .writeCost(WriteCost.perRecord(1))
                .deletes(type.deletes());
        type.writes().insert().ifPresent(any -> spec.inserts());
        type.writes().update().ifPresent(any -> spec.updates());
        type.writes().removal().ifPresent(any -> spec.archives());
        if (type.deletes() == Deletes.ID_SWEEP) {
            spec.relistEvery(type.relistEvery());
        }
        Optional<Writer> writer = type.writes().any()
                ? Optional.of(new RestWriter(api, type, typed.mapping(), records, confirmation))
                : Optional.empty();
        return new Part(
                spec.build(), new ListingReader(profile.name(), records, type.overlap()), records.lookup(), writer);
    }

    private static HttpApi.Builder enter(RestProfile profile, Settings settings, PluginContext context) {
        return profile.access()
                .enter(
                        profile.name(),
                        profile.base(),
                        settings,
                        context,
                        quotas -> profile.limits()
                                .map(limits -> quotas.window(Quotas.GENERAL, limits.calls(), limits.per()))
                                .orElse(quotas));
    }

    private static Optional<Supplier<Description>> description(
            RestProfile profile, Settings settings, PluginContext context) {
        Optional<Supplier<Description>> ofFile = settings.find(RestSettings.OPENAPI)
                .map(file -> () -> {
                    try {
                        return new Description(profile, OpenApi.read(Files.readString(file), file.toString()));
                    } catch (IOException e) {
                        throw new TalkException(
                                ErrorCode.CONFIGURATION,
                                context.name() + ": openapi: " + file
                                        + " cannot be read; check that the file exists and is readable");
                    }
                });
        return ofFile.or(() -> settings.find(RestSettings.OPENAPI_URL).map(address -> () -> {
            try (HttpApi api = enter(profile, settings, context)
                    .verdicts(verdicts -> verdicts.status(200, response -> new Verdict.Success()))
                    .build()) {
                return new Description(
                        profile, OpenApi.read(api.read(ApiCall.get(address)).text(), address));
            }
        }));
    }

    private static Runnable confirming(RestProfile profile, Optional<Supplier<Description>> description) {
        boolean[] confirmed = new boolean[1];
        return () -> {
            if (!confirmed[0]) {
                List<String> missing = description.orElseThrow().get().unconfirmed();
                if (!missing.isEmpty()) {
                    throw new TalkException(
                            ErrorCode.UNWRITABLE,
                            profile.name()
                                    + ": nothing was written, because the API description does not confirm the writes: "
                                    + String.join("; ", missing));
                }
                confirmed[0] = true;
            }
        };
    }

    /** Leaves out properties that cannot be written according to the API description. */
    @Override
    protected TypeSpec present(TypeSpec spec) {
        TypeSpec present = spec;
        for (RestType type : profile.types()) {
            if (type.name().equals(spec.type().name())) {
                for (Map.Entry<String, String> property : described()
                        .map(some -> some.unwritable(type))
                        .orElse(Map.of())
                        .entrySet()) {
                    present = present.lacking(property.getKey(), property.getValue());
                }
            }
        }
        return present;
    }

    /** Reads the API description once. One that cannot be read leaves nothing out; writing names the reason. */
    private synchronized Optional<Description> described() {
        if (known == null && description.isPresent()) {
            try {
                known = description.get().get();
            } catch (TalkException e) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(known);
    }

    @Override
    protected Check checkSystem(Set<EntityType> types) {
        Check warned = warnings.stream().map(Check::warning).reduce(Check.fine(), Check::and);
        Check reading = records.stream()
                .filter(some -> types.contains(some.type()))
                .map(some -> Check.trying(some::look))
                .reduce(Check.fine(), RestConnector::once);
        Check described = description
                .map(some -> Check.trying(() -> some.get().check(types)))
                .orElseGet(Check::fine);
        return warned.and(reading).and(described);
    }

    /** Reports an unreachable system or refused access only once. */
    private static Check once(Check one, Check other) {
        return one.findings().containsAll(other.findings()) ? one : one.and(other);
    }
}
