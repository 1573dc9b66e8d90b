package io.sesam.talk.connector.hubspot;

import io.sesam.talk.http.SearchReader;
import io.sesam.talk.http.WebConnector;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

    @Override
    protected Check checkSystem() {
        return types.stream()
                .map(this::check)
                .reduce(
                        Check.warning(
                                "Talk cannot see HubSpot's settings \"Create and associate companies with contacts\" and"
                                        + " data enrichment; turn both off, because they create and change companies while Talk"
                                        + " writes"),
                        Check::and);
    }

    private Check check(HubSpotType type) {
        Check reading = Check.attempt(() -> client.list(type, false, "", 1));
        return !reading.isFine()
                ? reading
                : Check.trying(() -> {
                    client.tryWriting(type);
                    Set<String> existing = client.properties(type);
                    Check lacking = type.mapping().names().stream()
                            .filter(name -> !existing.contains(name))
                            .map(name -> Check.warning("HubSpot's " + type.object() + " have no property " + name
                                    + ", to which a property of Talk is mapped; records with a value for it are refused"
                                    + " there. Create it in HubSpot, or correct the setting properties"))
                            .reduce(Check.fine(), Check::and);
                    return existing.contains(HubSpotType.TALK_ID)
                            ? lacking
                            : lacking.and(Check.warning(
                                    "HubSpot's " + type.object() + " have no property " + HubSpotType.TALK_ID
                                            + ". With it, an insert whose response was lost is never repeated as a second record."
                                            + " \"talk check --fix\" creates it"));
                });
    }

    @Override
    public Check fix() {
        return types.stream()
                .map(type -> Check.attempt(() -> client.makeTalkId(type)))
                .reduce(Check.fine(), Check::and)
                .and(check());
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return settings.find(HubSpotPlugin.WEBHOOK_SECRET).map(secret -> new HubSpotWebhooks(secret, context.clock()));
    }
}
