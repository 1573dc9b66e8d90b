package io.sesam.talk.connector.wave;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.Settings;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One connection to a business in Wave. */
final class WaveConnector implements Connector {
    private final Settings settings;
    private final WaveClient client;
    private final List<WaveType> types;

    WaveConnector(Settings settings, Lent lent) {
        this.settings = settings;
        this.client = new WaveClient(settings, lent);
        this.types = WaveType.all(lent);
    }

    @Override
    public Check check() {
        try {
            Check archived = client.details().path("isArchived").asBoolean()
                    ? Check.problem("the business is archived in Wave; restore it there, or set another businessId")
                    : Check.fine();
            types.forEach(type -> reader(type).read(ReadRequest.fromStart(Instant.EPOCH, 1)));
            return settings.find(WavePlugin.INCOME_ACCOUNT).isPresent()
                    ? archived
                    : archived.and(
                            Check.warning(
                                    "incomeAccountId is not set, so no product is made in Wave; products there are read and changed"));
        } catch (TalkException e) {
            return Check.problem(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<TypeSpec> types() {
        return types.stream().map(this::spec).toList();
    }

    private TypeSpec spec(WaveType type) {
        TypeSpec.Builder spec = TypeSpec.of(type.mapping().schema(), type.specs())
                .inserts()
                .updates()
                .deletes(Deletes.ID_SWEEP)
                .relistEvery(settings.get(WavePlugin.SWEEP_EVERY))
                .readLimit(100)
                .writeLimit(50);
        type.twin().ifPresentOrElse(spec::sameRecordAs, spec::archives);
        return spec.build();
    }

    private Optional<WaveType> of(EntityType type) {
        return types.stream().filter(each -> each.type().equals(type)).findFirst();
    }

    @Override
    public Optional<Reader> reader(EntityType type) {
        return of(type).map(this::reader);
    }

    private Reader reader(WaveType type) {
        return new WaveReader(client, type, settings.get(WavePlugin.OVERLAP));
    }

    @Override
    public Optional<Lookup> lookup(EntityType type) {
        return of(type).map(each -> new WaveLookup(client, each));
    }

    @Override
    public Optional<Writer> writer(EntityType type) {
        return of(type).map(each -> new WaveWriter(
                client, types, settings.find(WavePlugin.INCOME_ACCOUNT), settings.get(WavePlugin.PERSON_AS_CUSTOMER)));
    }

    @Override
    public void close() {
        client.close();
    }
}
