package io.sesam.talk.engine.plan;

import io.sesam.talk.model.GoldenId;
import org.jspecify.annotations.Nullable;

/**
 * A write that Talk refuses before sending.
 *
 * @param golden the golden record
 * @param recordId the record to change; {@code null} for an insert
 * @param reason the reason, without values
 * @param fingerprint of what was to be written
 */
public record Refusal(GoldenId golden, @Nullable String recordId, String reason, String fingerprint) {}
