package io.sesam.talk.connector.hubspot;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.Settings;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Webhooks;
import io.sesam.talk.spi.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One connection to a HubSpot portal. */
final class HubSpotConnector implements Connector {
    private final Settings settings;
    private final Lent lent;
    private final HubSpotClient client;
    private final List<HubSpotType> types;
    private final Map<HubSpotType, Boolean> keepsTalkIds = new ConcurrentHashMap<>();

    HubSpotConnector(Settings settings, Lent lent) {
        this.settings = settings;
        this.lent = lent;
        this.client = new HubSpotClient(settings, lent);
        this.types = HubSpotType.all(lent, settings.get(HubSpotPlugin.PROPERTIES));
    }

    @Override
    public Check check() {
        return types.stream()
                .map(this::check)
                .reduce(
                        Check.warning("HubSpot's settings \"Create and associate companies with contacts\" and data"
                                + " enrichment cannot be seen from here; turn them off, or they make and change companies while"
                                + " Talk does"),
                        Check::and);
    }

    private Check check(HubSpotType type) {
        Check reading = trying(() -> {
            client.list(type, false, "", 1);
            return Check.fine();
        });
        if (!reading.isFine()) {
            return reading;
        }
        return trying(() -> {
            client.tryWriting(type);
            return client.hasProperty(type, HubSpotType.TALK_ID)
                    ? Check.fine()
                    : Check.warning(
                            "HubSpot's " + type.object() + " have no property " + HubSpotType.TALK_ID
                                    + "; with it, nothing is ever made twice there, whatever happens: \"talk check --fix\" makes it");
        });
    }

    private static Check trying(Supplier<Check> trial) {
        try {
            return trial.get();
        } catch (TalkException e) {
            return Check.problem(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Check fix() {
        Check made = types.stream()
                .map(type -> trying(() -> {
                    client.makeUniqueProperty(type, HubSpotType.TALK_ID);
                    return Check.fine();
                }))
                .reduce(Check.fine(), Check::and);
        keepsTalkIds.clear();
        return made.and(check());
    }

    private boolean keepsTalkIds(HubSpotType type) {
        return keepsTalkIds.computeIfAbsent(type, each -> client.hasProperty(each, HubSpotType.TALK_ID));
    }

    @Override
    public List<TypeSpec> types() {
        return types.stream()
                .map(type -> TypeSpec.of(type.mapping().schema(), type.specs())
                        .inserts()
                        .updates()
                        .archives()
                        .deletes(Deletes.ARCHIVED_LISTING)
                        .indexLag(settings.get(HubSpotPlugin.INDEX_LAG))
                        .readLimit(100)
                        .writeLimit(100)
                        .build())
                .toList();
    }

    private Optional<HubSpotType> of(EntityType type) {
        return types.stream().filter(each -> each.type().equals(type)).findFirst();
    }

    @Override
    public Optional<Reader> reader(EntityType type) {
        return of(type).map(each -> new HubSpotReader(
                client, each, settings.get(HubSpotPlugin.INDEX_LAG), settings.get(HubSpotPlugin.ARCHIVED_EVERY)));
    }

    @Override
    public Optional<Lookup> lookup(EntityType type) {
        return of(type).map(this::lookup);
    }

    private HubSpotLookup lookup(HubSpotType type) {
        return new HubSpotLookup(client, type, () -> keepsTalkIds(type));
    }

    @Override
    public Optional<Writer> writer(EntityType type) {
        return of(type).map(each -> new HubSpotWriter(client, each, lookup(each), () -> keepsTalkIds(each)));
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return settings.find(HubSpotPlugin.WEBHOOK_SECRET).map(secret -> new HubSpotWebhooks(secret, lent.clock()));
    }

    @Override
    public void close() {
        client.close();
    }
}
