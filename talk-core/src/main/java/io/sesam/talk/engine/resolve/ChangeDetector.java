package io.sesam.talk.engine.resolve;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells an edit from an echo, and when each was made (R12, R13, R20).
 *
 * <p>What a system shows is compared with what was last seen there: what is the same keeps its time; what differs was
 * edited, unless it is what the system makes of a value that Talk wrote.
 */
public final class ChangeDetector {
    private ChangeDetector() {}

    /**
     * What is to be remembered of a record that has just been read.
     *
     * @param before what is remembered, or {@code null} at first sight
     * @param now what the system shows
     * @param seen when it was read
     * @param linked whether the record was not alone in its cluster: a value that is gone was cleared then (R13)
     * @return the very object {@code before} when nothing that matters differs
     */
    public static SourceRecord observe(
            @Nullable SourceRecord before, RecordRef ref, RecordSnapshot now, Instant seen, boolean linked) {
        return before == null ? first(ref, now, seen) : again(before, now, seen, linked);
    }

    private static SourceRecord first(RecordRef ref, RecordSnapshot now, Instant seen) {
        long modified = micros(now.modified());
        SourceRecord record = SourceRecord.remembered(
                ref, now.fields(), modified, micros(now.created()), SourceRecord.micros(seen), null);
        Schema schema = now.fields().schema();
        for (int i = 0; i < schema.size(); i++) {
            Instant own = now.times().get(schema.property(i).name());
            if (own != null) {
                record = record.stamped(record.stamps().with(i, SourceRecord.micros(own), 0, null));
            }
        }
        return record;
    }

    private static SourceRecord again(SourceRecord before, RecordSnapshot now, Instant seen, boolean linked) {
        Schema schema = before.said().schema();
        Fields.Builder said = before.said().toBuilder();
        Stamps stamps = before.stamps();
        boolean spelling = false;
        boolean edited = false;
        for (int i = 0; i < schema.size(); i++) {
            Object shown = now.fields().slot(i);
            if (shown == null || isSaid(before, i, shown)) {
                continue;
            }
            said.slot(i, shown);
            spelling = true;
            Object value = normal(schema, i, shown);
            Object old = normal(schema, i, before.said().slot(i));
            boolean rendering = value != null && before.has(i, Stamps.ECHO) && isRendering(before, i, value);
            if (rendering) {
                stamps = stamps.with(i, stamps.time(i), stamps.marks(i) & ~Stamps.UNSEEN, stamps.told(i));
                edited = true;
            } else if (!Objects.equals(value, old)) {
                boolean cleared = value == Blank.BLANK && old != null && linked;
                stamps = stamps.with(i, editTime(before, now, i, seen), cleared ? Stamps.CLEARED : 0, null);
                edited = true;
            }
        }
        if (!spelling) {
            return before;
        }
        boolean plain = before.isPlain() && !edited;
        long modified = plain ? before.modified() : Math.max(before.modified(), micros(now.modified()));
        return SourceRecord.remembered(
                before.ref(), said.build(), modified, before.created(), before.firstSeen(), plain ? null : stamps);
    }

    /**
     * What is to be remembered of a record to which Talk may have written without ever getting an answer: what has
     * changed, and can be what the system made of a value that was told, is an echo of it (R12c, R20, R21).
     *
     * @param told the fields that may have been written
     * @param times when each of them was said by the one whom Talk repeated; {@link SourceRecord#NEVER} when nobody says
     *     so any more: whatever else is said of it has been said since
     * @param borrowed which of them only enrichers said (R31)
     */
    public static SourceRecord observeUnanswered(
            SourceRecord before,
            RecordSnapshot now,
            Instant seen,
            boolean linked,
            Fields told,
            long[] times,
            boolean[] borrowed) {
        Schema schema = before.said().schema();
        Fields.Builder said = before.said().toBuilder();
        Fields.Builder echoed = Fields.builder(schema);
        Stamps stamps = before.stamps();
        for (int i = 0; i < schema.size(); i++) {
            Object wrote = told.slot(i);
            Object shown = now.fields().slot(i);
            if (wrote != null && shown != null && isEcho(before, i, wrote, shown)) {
                said.slot(i, shown);
                echoed.slot(i, shown);
                int marks = echoOf(wrote, borrowed[i]);
                stamps = stamps.with(i, times[i], marks, wrote instanceof Reference ? null : wrote);
            }
        }
        Fields echoes = echoed.build();
        if (echoes.saysNothing()) {
            return again(before, now, seen, linked);
        }
        SourceRecord written = SourceRecord.remembered(
                before.ref(), said.build(), before.modified(), before.created(), before.firstSeen(), stamps);
        SourceRecord seenNow = again(written, withoutWritten(now, echoes), seen, linked);
        return SourceRecord.remembered(
                before.ref(),
                seenNow.said(),
                Math.max(before.modified(), micros(now.modified())),
                before.created(),
                before.firstSeen(),
                seenNow.stamps());
    }

    /** The marks of what Talk wrote; to take back what an enricher gave is nobody's clear. */
    private static int echoOf(Object told, boolean faint) {
        return Stamps.ECHO | (faint ? Stamps.FAINT : told == Blank.BLANK ? Stamps.CLEARED : 0);
    }

    private static boolean isFaint(GoldenRecord golden, int index) {
        int winner = golden.winner(index);
        return winner >= 0 && golden.member(winner).has(index, Stamps.FAINT);
    }

    private static boolean isEcho(SourceRecord before, int index, Object told, Object shown) {
        Schema schema = before.said().schema();
        Object value = normal(schema, index, shown);
        return !Objects.equals(value, normal(schema, index, before.said().slot(index)))
                && (told.equals(value) || isPlausible(told, shown));
    }

    /** Letter for letter; two countries may be equal and spelt differently. */
    private static boolean isSaid(SourceRecord before, int index, Object shown) {
        Object slot = before.said().slot(index);
        return slot != null
                && shown.equals(slot)
                && !before.has(index, Stamps.UNSEEN)
                && (shown instanceof String || Fields.saidText(shown).equals(Fields.saidText(slot)));
    }

    /** What the system shows is what it was told, or, not yet seen, what it can have made of it. */
    private static boolean isRendering(SourceRecord before, int index, Object value) {
        Object told = before.stamps().told(index);
        if (value.equals(told)) {
            return true;
        }
        return before.has(index, Stamps.UNSEEN)
                && told instanceof String written
                && value instanceof String shown
                && Renderings.isPlausible(written, shown);
    }

    /**
     * When an edit was made: by the property's own time; else when the record was modified, if that moved; else now. A
     * modification time that stands still while values change is not kept up, and says nothing.
     */
    private static long editTime(SourceRecord before, RecordSnapshot now, int index, Instant seen) {
        Instant own = now.times().get(before.said().schema().property(index).name());
        if (own != null) {
            return SourceRecord.micros(own);
        }
        long modified = micros(now.modified());
        return modified == SourceRecord.NEVER || modified == before.modified() ? SourceRecord.micros(seen) : modified;
    }

    /**
     * What is to be remembered of a record that Talk has just written: what it wrote is an echo, with the time and the
     * full value of the one who said it; what else the system shows is an observation as any other.
     *
     * @param before what was remembered; {@code null} for a record just made
     * @param wrote the fields that were written
     * @param golden where the values came from
     * @param after what the system shows of the record since, if it told
     * @param spec what the fields make of values, for systems that do not tell
     */
    public static SourceRecord written(
            @Nullable SourceRecord before,
            RecordRef ref,
            Fields wrote,
            GoldenRecord golden,
            Optional<RecordSnapshot> after,
            TypeSpec spec,
            Instant seen) {
        SourceRecord base = before != null
                ? after.map(now -> again(before, withoutWritten(now, wrote), seen, true))
                        .orElse(before)
                : made(ref, after.map(RecordSnapshot::fields).orElse(Fields.unknown(wrote.schema())), golden, seen);
        Fields.Builder said = base.said().toBuilder();
        Stamps stamps = base.stamps();
        for (int i = 0; i < wrote.schema().size(); i++) {
            Object told = wrote.slot(i);
            if (told != null) {
                Object shown = after.map(RecordSnapshot::fields).orElse(wrote).slot(i);
                boolean seenNow = after.isPresent() && shown != null;
                said.slot(i, seenNow ? shown : rendered(spec, wrote.schema(), i, told));
                int marks = echoOf(told, isFaint(golden, i)) | (seenNow ? 0 : Stamps.UNSEEN);
                stamps = stamps.with(i, timeOf(golden, i), marks, told instanceof Reference ? null : told);
            }
        }
        long modified = after.flatMap(RecordSnapshot::modified)
                .map(SourceRecord::micros)
                .orElse(base.modified());
        return SourceRecord.remembered(ref, said.build(), modified, base.created(), base.firstSeen(), stamps);
    }

    /**
     * What is to be remembered of a record that Talk made and nobody answered for, as it was found: perhaps somebody has
     * edited it since, however soon. What cannot have been made of what was written is an edit. What is blank there is taken
     * for never written: a blank at the first link is no clear (R13).
     */
    public static SourceRecord found(
            RecordRef ref, Fields wrote, GoldenRecord golden, RecordSnapshot shown, TypeSpec spec, Instant seen) {
        RecordSnapshot blanks = RecordSnapshot.of(shown.id(), onlyBlanks(shown.fields()));
        return again(
                written(null, ref, whatShows(wrote, shown.fields(), spec), golden, Optional.of(blanks), spec, seen),
                shown,
                seen,
                true);
    }

    /** Of what was written, what the record says anything about, or would never show. */
    private static Fields whatShows(Fields wrote, Fields shown, TypeSpec spec) {
        Fields.Builder fields = wrote.toBuilder();
        for (int i = 0; i < wrote.schema().size(); i++) {
            boolean readable = spec.field(wrote.schema().property(i).name())
                    .filter(FieldSpec::isReadable)
                    .isPresent();
            if (shown.slot(i) == null && readable && wrote.slot(i) != Blank.BLANK) {
                fields.slot(i, null);
            }
        }
        return fields.build();
    }

    private static Fields onlyBlanks(Fields shown) {
        Fields.Builder blanks = Fields.builder(shown.schema());
        for (int i = 0; i < shown.schema().size(); i++) {
            if (shown.slot(i) == Blank.BLANK) {
                blanks.slot(i, Blank.BLANK);
            }
        }
        return blanks.build();
    }

    /** It is younger than all that it was made from, however coarse the clock: a cluster keeps its founder (R9). */
    private static SourceRecord made(RecordRef ref, Fields shown, GoldenRecord golden, Instant seen) {
        long now = SourceRecord.micros(seen);
        for (SourceRecord member : golden.members()) {
            now = Math.max(now, member.firstSeen() + 1);
        }
        return SourceRecord.remembered(ref, shown, SourceRecord.NEVER, now, now, null);
    }

    /** Whether a record can be what a system made of these fields: each that it shows is that value, or made of it. */
    public static boolean canBe(Fields shown, Fields wrote) {
        boolean any = false;
        for (int i = 0; i < wrote.schema().size(); i++) {
            Object told = wrote.slot(i);
            Object seen = shown.slot(i);
            if (told == null || told == Blank.BLANK || seen == null) {
                continue;
            }
            if (!told.equals(normal(wrote.schema(), i, seen)) && !isPlausible(told, seen)) {
                return false;
            }
            any = true;
        }
        return any;
    }

    private static boolean isPlausible(Object told, Object seen) {
        return told instanceof String written && seen instanceof String shown && Renderings.isPlausible(written, shown);
    }

    private static long timeOf(GoldenRecord golden, int index) {
        int winner = golden.winner(index);
        return winner < 0 ? SourceRecord.NEVER : golden.members().get(winner).time(index);
    }

    private static RecordSnapshot withoutWritten(RecordSnapshot now, Fields wrote) {
        Fields.Builder rest = now.fields().toBuilder();
        for (int i = 0; i < wrote.schema().size(); i++) {
            if (wrote.slot(i) != null) {
                rest.slot(i, null);
            }
        }
        RecordSnapshot others = RecordSnapshot.of(now.id(), rest.build()).times(now.times());
        return now.modified().map(others::modified).orElse(others);
    }

    private static Object rendered(TypeSpec spec, Schema schema, int index, Object told) {
        if (!(told instanceof String text)) {
            return told;
        }
        Optional<FieldSpec> field = spec.field(schema.property(index).name());
        return field.flatMap(f -> f.render(text)).orElse(text);
    }

    private static @Nullable Object normal(Schema schema, int index, @Nullable Object slot) {
        return slot instanceof String text
                ? Normalizer.normalize(schema.property(index).kind(), text)
                : slot;
    }

    private static long micros(Optional<Instant> time) {
        return time.map(SourceRecord::micros).orElse(SourceRecord.NEVER);
    }
}
