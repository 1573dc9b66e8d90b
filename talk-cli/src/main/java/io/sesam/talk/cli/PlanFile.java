package io.sesam.talk.cli;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.result.PlanDigest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A plan in a file, between {@code talk plan} and {@code talk apply}. */
final class PlanFile {
    private PlanFile() {}

    /**
     * Writes it whole, readable by its owner only, or leaves what was there.
     *
     * @throws TalkException UNWRITABLE when something other than a plan is there, which is never replaced
     */
    static void write(PlanDigest plan, Path file) {
        requirePlanOrNothing(file);
        try {
            Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
            Path making = Files.createTempFile(directory, ".", ".making");
            try {
                try (Writer writer = Files.newBufferedWriter(making, StandardCharsets.UTF_8)) {
                    plan.write(writer);
                }
                Files.move(making, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(making);
            }
        } catch (IOException e) {
            throw new TalkException(
                    ErrorCode.UNWRITABLE,
                    "the plan cannot be written to " + file + " ("
                            + e.getClass().getSimpleName() + "); name another file",
                    e);
        }
    }

    private static void requirePlanOrNothing(Path file) {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean isPlan = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        try {
            isPlan = isPlan && read(file) != null;
        } catch (TalkException e) {
            isPlan = false;
        }
        if (!isPlan) {
            throw new TalkException(
                    ErrorCode.UNWRITABLE,
                    "the plan is not written to " + file + ", because what is there is no plan; name another file");
        }
    }

    static PlanDigest read(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return PlanDigest.read(reader);
        } catch (IOException e) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "the plan " + file + " cannot be read (" + e.getClass().getSimpleName()
                            + "); \"talk plan --out FILE\" makes one",
                    e);
        }
    }
}
