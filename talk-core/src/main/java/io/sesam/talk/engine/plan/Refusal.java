package io.sesam.talk.engine.plan;

import io.sesam.talk.model.GoldenId;
import org.jspecify.annotations.Nullable;

/**
 * A write that Talk does not even ask for.
 *
 * @param golden the golden record
 * @param recordId the record that should be changed; {@code null} for one that should be made
 * @param reason why, without values
 * @param fingerprint of what was to be written
 */
public record Refusal(GoldenId golden, @Nullable String recordId, String reason, String fingerprint) {}
