package io.sesam.talk.connector.hubspot;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.SearchReader;
import io.sesam.talk.http.WebConnector;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Reference;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Webhooks;
import io.sesam.talk.spi.settings.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A connection to one HubSpot portal. */
final class HubSpotConnector extends WebConnector {
    private final Settings settings;
    private final PluginContext context;
    private final HubSpotClient client;
    private final List<HubSpotType> types;

    HubSpotConnector(Settings settings, PluginContext context, HubSpotClient client, List<HubSpotType> types) {
        super(
                client.api(),
                types.stream().map(type -> part(settings, client, type)).toList());
        this.settings = settings;
        this.context = context;
        this.client = client;
        this.types = types;
    }

    private static Part part(Settings settings, HubSpotClient client, HubSpotType type) {
        Duration lag = settings.get(HubSpotPlugin.INDEX_LAG);
        TypeSpec spec = TypeSpec.of(type.mapping().schema(), type.mapping().specs())
                .inserts()
                .updates()
                .archives()
                .deletes(Deletes.ARCHIVED_LISTING)
                .indexLag(lag)
                .readLimit(HubSpotClient.BATCH)
                .writeLimit(HubSpotClient.BATCH)
                .writeCost(batch -> cost(type, batch))
                .build();
        HubSpotRecords records = new HubSpotRecords(client, type);
        Lookup lookup = records.lookup();
        return new Part(
                spec,
                new SearchReader("HubSpot", records, lag, settings.get(HubSpotPlugin.ARCHIVED_EVERY)),
                lookup,
                new HubSpotWriter(client, type, lookup));
    }

    /** Counts one call for each kind of write, one that reads the existing records, and the company associations. */
    private static long cost(HubSpotType type, List<Operation> batch) {
        long kinds = batch.stream().map(Operation::kind).distinct().count();
        boolean anyExists =
                batch.stream().anyMatch(operation -> operation.recordId().isPresent());
        long associations = type.company() < 0
                ? 0
                : Stream.<Function<Operation, Fields>>of(Operation::basedOn, Operation::fields)
                        .filter(side -> batch.stream()
                                .anyMatch(operation -> operation.fields().slot(type.company()) != null
                                        && side.apply(operation).slot(type.company()) instanceof Reference))
                        .count();
        return kinds + (anyExists ? 1 : 0) + associations;
    }

    /** Leaves out mapped properties that the portal lacks, because HubSpot refuses a record with one of them as a whole. */
    @Override
    protected TypeSpec present(TypeSpec spec) {
        Map<String, String> further =
                settings.get(HubSpotPlugin.PROPERTIES).getOrDefault(spec.type().name(), Map.of());
        Optional<HubSpotType> type =
                types.stream().filter(each -> each.type().equals(spec.type())).findFirst();
        if (type.isEmpty() || further.isEmpty()) {
            return spec;
        }
        Collection<String> existing = existing(type.get(), further.values());
        TypeSpec present = spec;
        for (Map.Entry<String, String> mapped : further.entrySet()) {
            if (!existing.contains(mapped.getValue())) {
                present = present.lacking(mapped.getKey(), lacks(type.get(), mapped.getValue()));
            }
        }
        return present;
    }

    /** Returns the properties of the portal. A token that may not list them is taken to have what is mapped. */
    private Collection<String> existing(HubSpotType type, Collection<String> mapped) {
        try {
            return client.properties(type);
        } catch (TalkException e) {
            if (e.code() == ErrorCode.ACCESS_REFUSED) {
                return mapped;
            }
            throw e;
        }
    }

    private static String lacks(HubSpotType type, String property) {
        return "HubSpot's " + type.object() + " have no property " + property
                + ", to which a property of Talk is mapped; it is left out, and the others are synced. Create it in HubSpot,"
                + " or correct the setting properties";
    }

    @Override
    protected Check checkSystem(Set<EntityType> asked) {
        Optional<Set<String>> scopes = client.scopes();
        return types.stream()
                .filter(type -> asked.contains(type.type()))
                .map(type -> check(type, scopes))
                .reduce(
                        Check.warning(
                                "Talk cannot see HubSpot's settings \"Create and associate companies with contacts\" and"
                                        + " data enrichment; turn both off, because they create and change companies while Talk"
                                        + " writes"),
                        Check::and);
    }

    private Check check(HubSpotType type, Optional<Set<String>> scopes) {
        Check reading = Check.attempt(() -> client.list(type, false, "", 1));
        return !reading.isFine()
                ? reading
                : writing(type, scopes).and(Check.trying(() -> {
                    Set<String> existing = client.properties(type);
                    Check lacking = type.mapping().names().stream()
                            .filter(name -> !existing.contains(name))
                            .map(name -> Check.warning(lacks(type, name)))
                            .reduce(Check.fine(), Check::and);
                    return existing.contains(HubSpotType.TALK_ID)
                            ? lacking
                            : lacking.and(Check.warning(
                                    "HubSpot's " + type.object() + " have no property " + HubSpotType.TALK_ID
                                            + ". With it, an insert whose response was lost is never repeated as a second record."
                                            + " \"talk check --fix\" creates it"));
                }));
    }

    /** Compares the scopes of the token. Nothing is written to find out. */
    private static Check writing(HubSpotType type, Optional<Set<String>> scopes) {
        List<String> enough = type.writeScopes();
        return scopes.map(granted -> enough.stream().anyMatch(granted::contains)
                        ? Check.fine()
                        : Check.problem("HubSpot: the token lacks the scope " + enough.get(0)
                                + "; without it nothing is written to the " + type.object()
                                + ". Add the scope to the app in HubSpot"))
                .orElseGet(() -> Check.note("HubSpot does not say which scopes this token has; whether it may write "
                        + type.object() + " shows with the first write"));
    }

    @Override
    public Check fix() {
        return fix(types.stream().map(HubSpotType::type).collect(Collectors.toSet()));
    }

    @Override
    public Check fix(Set<EntityType> asked) {
        return types.stream()
                .filter(type -> asked.contains(type.type()))
                .map(type -> Check.attempt(() -> client.makeTalkId(type)))
                .reduce(Check.fine(), Check::and)
                .and(check(asked));
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return settings.find(HubSpotPlugin.WEBHOOK_SECRET).map(secret -> new HubSpotWebhooks(secret, context.clock()));
    }
}
