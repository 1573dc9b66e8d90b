package io.sesam.talk.console.view.quality;

import io.sesam.talk.console.run.QualityCache;
import io.sesam.talk.query.QualityPoint;
import java.util.List;
import java.util.Optional;

/**
 * The quality of a type.
 *
 * @param types the types to choose from
 * @param type the chosen type
 * @param measured the last report
 * @param measuring whether a new one is being made
 * @param trend the quality after the last runs
 */
public record QualityView(
        List<String> types,
        String type,
        Optional<QualityCache.Measured> measured,
        boolean measuring,
        List<QualityPoint> trend) {}
