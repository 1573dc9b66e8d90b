package io.sesam.talk.engine.report;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.spi.Operation;
import java.util.List;
import java.util.Optional;

/** Values of a {@link PlannedChange}. */
public record PlannedChangeData(
        SystemName system,
        EntityType type,
        Operation.Kind kind,
        Optional<String> recordId,
        GoldenId golden,
        Fields before,
        Fields after,
        String cause,
        List<String> refused)
        implements PlannedChange {
    /** Copies the collections. */
    public PlannedChangeData {
        refused = Ordered.copy(refused);
    }
    /** Without values of people. */
    @Override
    public String toString() {
        return kind + " " + system + "/" + type + recordId.map(id -> "/" + id).orElse("") + " of " + golden;
    }
}
