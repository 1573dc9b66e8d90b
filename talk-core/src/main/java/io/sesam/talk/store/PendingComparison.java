package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import org.jspecify.annotations.Nullable;

/**
 * A changed golden record to compare with a system.
 *
 * @param system the system to compare with
 * @param type the type
 * @param golden the golden record
 */
public record PendingComparison(SystemName system, EntityType type, GoldenId golden) {
    // Written out because it is asked millions of times: what the compiler adds is slow until it is warm.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof PendingComparison that
                        && golden.equals(that.golden)
                        && system.equals(that.system)
                        && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * system.hashCode() + type.hashCode()) + golden.hashCode();
    }
}
