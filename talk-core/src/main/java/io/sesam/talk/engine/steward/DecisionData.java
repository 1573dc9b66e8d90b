package io.sesam.talk.engine.steward;

import io.sesam.talk.event.DecisionEvent;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Values of a {@link DecisionEvent}. */
record DecisionData(
        Kind kind,
        Instant time,
        Optional<String> actor,
        Optional<SystemName> system,
        Optional<EntityType> type,
        List<RecordRef> records,
        Optional<GoldenId> golden)
        implements DecisionEvent {
    DecisionData {
        records = List.copyOf(records);
    }
}
