package io.sesam.talk.settings.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.sesam.talk.Status;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.Erasure;
import java.io.IOException;
import java.util.function.Function;

/**
 * A Jackson 2 module that writes results of Talk.
 *
 * <p>Writes {@link SyncReport}, {@link SyncPlan}, {@link Status} and what is in them as {@link ResultObjects} has them. Reads
 * nothing: results are made by the engine only.
 */
@Experimental
public final class TalkModule extends SimpleModule {
    private static final long serialVersionUID = 1;

    /** Creates the module; register it with {@code ObjectMapper.registerModule}. */
    public TalkModule() {
        super("talk");
        write(SyncReport.class, ResultObjects::of);
        write(SyncReport.Written.class, ResultObjects::of);
        write(SyncPlan.class, ResultObjects::of);
        write(SyncPlan.Planned.class, ResultObjects::of);
        write(Status.class, ResultObjects::of);
        write(HeldPlan.class, ResultObjects::of);
        write(Erasure.class, ResultObjects::of);
    }

    private <T> void write(Class<T> type, Function<T, ?> object) {
        addSerializer(type, new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider serializers) throws IOException {
                serializers.defaultSerializeValue(object.apply(value), out);
            }
        });
    }
}
