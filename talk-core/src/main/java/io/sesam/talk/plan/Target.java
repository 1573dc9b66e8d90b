package io.sesam.talk.plan;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.TypeSpec;

/**
 * A type of a system that may be written.
 *
 * @param system the system
 * @param spec what is true of the type there
 * @param policy what Talk may do there
 * @param onboarded when it was first read, in microseconds since 1970: what is older counts as there before
 * @param insertsAllowed whether every system that takes part has been read completely once, and two do (R16)
 * @param fingerprint of its settings and facts: what was refused is tried again when it changes (R22)
 */
public record Target(
        SystemName system,
        TypeSpec spec,
        TargetPolicy policy,
        long onboarded,
        boolean insertsAllowed,
        String fingerprint) {}
