package io.sesam.talk.console.view;

import io.sesam.talk.Status;
import io.sesam.talk.model.EntityType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A system in the overview.
 *
 * @param name its name
 * @param paused why it is paused; empty when it is not
 * @param lastRead time of the last complete reading of any type
 * @param records number of its records, by type
 * @param waiting number of comparisons that are still to be done
 */
public record SystemRow(
        String name,
        Optional<Status.Paused> paused,
        Optional<Instant> lastRead,
        Map<EntityType, Long> records,
        long waiting) {}
