package io.sesam.talk.engine.report;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.Progress;
import java.time.Duration;
import java.util.OptionalLong;

/** Values of a {@link Progress}. */
public record ProgressData(Stage stage, SystemName system, String what, long done, OptionalLong total, Duration elapsed)
        implements Progress {
    @Override
    public String toString() {
        return stage + " " + system + "/" + what + " " + done + (total.isPresent() ? " of " + total.getAsLong() : "");
    }
}
