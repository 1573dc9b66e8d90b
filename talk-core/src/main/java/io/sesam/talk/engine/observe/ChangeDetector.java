package io.sesam.talk.engine.observe;

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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Distinction of edits from echoes, with their times (R12, R13, R20).
 *
 * <p>Compares a record with its last seen state: an equal value keeps its time; a different one is an edit, unless
 * it is the system's rendering of a value that Talk wrote.
 */
public final class ChangeDetector {
    private ChangeDetector() {}

    /**
     * Computes the new stored state of a record that was read.
     *
     * @param before the stored state, or {@code null} for a new record
     * @param now the state in the system
     * @param sight when it was read
     * @param linked whether its cluster had other records: a value that is gone was cleared then (R13)
     * @return the same object as {@code before} when nothing relevant differs
     */
    public static SourceRecord observe(
            @Nullable SourceRecord before, RecordRef ref, RecordSnapshot now, Sight sight, boolean linked) {
        SourceRecord record = before == null ? first(ref, now, sight) : again(before, now, sight, linked);
        return matching(record, before, now);
    }

    /** Adds the further match values that the system shows; keeps those last seen when it shows none. */
    private static SourceRecord matching(SourceRecord made, @Nullable SourceRecord before, RecordSnapshot now) {
        return made.matching(now.matchValues().orElse(before == null ? Map.of() : before.matchValues()));
    }

    /**
     * Creates the stored state of a new record. Its values are as old as its modification time, else its creation
     * time; else they are undated. An unreadable time beats none: such values have an unknown time.
     */
    private static SourceRecord first(RecordRef ref, RecordSnapshot now, Sight sight) {
        long modified = sight.pastOfNew(now.modified());
        long created = now.created().filter(sight::isFuture).isPresent() ? SourceRecord.NEVER : micros(now.created());
        SourceRecord record = SourceRecord.remembered(ref, now.fields(), modified, created, sight.firstSeen(), null);
        Schema schema = now.fields().schema();
        if (modified == SourceRecord.NEVER && created == SourceRecord.NEVER) {
            long undated = now.hasUnreadableTime() ? SourceRecord.NEVER : sight.undated();
            record = undated == sight.firstSeen() ? record : record.stamped(Stamps.all(schema.size(), undated));
        }
        for (int i = 0; i < schema.size(); i++) {
            Instant own = now.times().get(schema.property(i).name());
            if (own != null) {
                record = record.stamped(record.stamps().with(i, sight.pastOfNew(Optional.of(own)), 0, null));
            }
        }
        return record;
    }

    private static SourceRecord again(SourceRecord before, RecordSnapshot now, Sight sight, boolean linked) {
        Schema schema = before.rawValues().schema();
        Fields.Builder rawFields = before.rawValues().toBuilder();
        Stamps stamps = before.stamps();
        boolean spelling = false;
        boolean edited = false;
        for (int i = 0; i < schema.size(); i++) {
            Object shown = now.fields().slot(i);
            if (shown == null || isSaid(before, i, shown)) {
                continue;
            }
            rawFields.slot(i, shown);
            spelling = true;
            Object value = normal(schema, i, shown);
            Object old = normal(schema, i, before.rawValues().slot(i));
            boolean rendering = value != null && before.has(i, Stamps.ECHO) && isRendering(before, i, value);
            if (rendering) {
                stamps = stamps.with(i, stamps.time(i), stamps.marks(i) & ~Stamps.UNSEEN, stamps.written(i));
                edited = true;
            } else if (!Objects.equals(value, old)) {
                boolean cleared = value == Blank.BLANK && old != null && linked;
                int marks = cleared ? Stamps.CLEARED : value == Blank.BLANK ? 0 : Stamps.EDITED;
                stamps = stamps.with(i, editTime(before, now, i, sight), marks, null);
                edited = true;
            }
        }
        if (!spelling) {
            return before;
        }
        boolean plain = before.isPlain() && !edited;
        long modified = plain ? before.modified() : Math.max(before.modified(), sight.past(now.modified()));
        return SourceRecord.remembered(
                before.ref(), rawFields.build(), modified, before.created(), before.firstSeen(), plain ? null : stamps);
    }

    /**
     * Computes the new stored state of a record with an in-doubt write. A changed value that can be the system's
     * rendering of a sent value is an echo of it (R12c, R20, R21).
     *
     * @param sent the fields that may have been written
     * @param times the time of each of them at its source; {@link SourceRecord#NEVER} when no record has that value
     *     any more: every other value is newer then
     * @param enriched which of them came only from enrichers (R31)
     */
    public static SourceRecord observeUnanswered(
            SourceRecord before,
            RecordSnapshot now,
            Sight sight,
            boolean linked,
            Fields sent,
            long[] times,
            boolean[] enriched) {
        Schema schema = before.rawValues().schema();
        Fields.Builder rawFields = before.rawValues().toBuilder();
        Fields.Builder echoed = Fields.builder(schema);
        Stamps stamps = before.stamps();
        for (int i = 0; i < schema.size(); i++) {
            Object wrote = sent.slot(i);
            Object shown = now.fields().slot(i);
            if (wrote != null && shown != null && isEcho(before, i, wrote, shown)) {
                rawFields.slot(i, shown);
                echoed.slot(i, shown);
                int marks = echoOf(wrote, enriched[i]);
                stamps = stamps.with(i, times[i], marks, toldOf(schema, i, wrote));
            }
        }
        Fields echoes = echoed.build();
        if (echoes.isAllUnknown()) {
            return matching(again(before, now, sight, linked), before, now);
        }
        SourceRecord written = SourceRecord.remembered(
                before.ref(), rawFields.build(), before.modified(), before.created(), before.firstSeen(), stamps);
        SourceRecord seenNow = again(written, withoutWritten(now, echoes), sight, linked);
        SourceRecord made = SourceRecord.remembered(
                before.ref(),
                seenNow.rawValues(),
                Math.max(before.modified(), sight.past(now.modified())),
                before.created(),
                before.firstSeen(),
                seenNow.stamps());
        return matching(made, before, now);
    }

    /** Returns the marks of a value that Talk wrote. Withdrawing an enricher's value is no person's edit. */
    private static int echoOf(Object writtenValue, boolean enriched) {
        return Stamps.ECHO | (enriched ? Stamps.ENRICHED : writtenValue == Blank.BLANK ? Stamps.CLEARED : 0);
    }

    private static boolean isFromEnricher(GoldenRecord golden, int index) {
        int winner = golden.winner(index);
        return winner >= 0 && golden.member(winner).has(index, Stamps.ENRICHED);
    }

    private static boolean isEcho(SourceRecord before, int index, Object writtenValue, Object shown) {
        Schema schema = before.rawValues().schema();
        Object value = normal(schema, index, shown);
        return !Objects.equals(value, normal(schema, index, before.rawValues().slot(index)))
                && (Objects.equals(normal(schema, index, writtenValue), value) || isPlausible(writtenValue, shown));
    }

    /** Compares texts exactly; two equal countries may be spelt differently. */
    private static boolean isSaid(SourceRecord before, int index, Object shown) {
        Object slot = before.rawValues().slot(index);
        return slot != null
                && shown.equals(slot)
                && !before.has(index, Stamps.UNSEEN)
                && (shown instanceof String || Fields.textOf(shown).equals(Fields.textOf(slot)));
    }

    /** Checks whether a value is the one written or, before the first reading, a possible rendering of it. */
    private static boolean isRendering(SourceRecord before, int index, Object value) {
        boolean foreign = before.has(index, Stamps.FOREIGN);
        Object writtenValue =
                foreign ? before.rawValues().slot(index) : before.stamps().written(index);
        if (value.equals(writtenValue) && !foreign) {
            return true;
        }
        return before.has(index, Stamps.UNSEEN)
                && writtenValue instanceof String written
                && value instanceof String shown
                && Renderings.isPlausible(written, shown);
    }

    /**
     * Determines the time of an edit. It is the property's own time; else the modification time, if it moved; else
     * now. A modification time that stays the same while values change is not maintained by the system and is
     * ignored.
     *
     * <p>An edit is later than the value it replaced, also where that value came from a system or a host whose clock
     * is ahead. That holds only where the record has moved on: an index may show an older state of it.
     */
    private static long editTime(SourceRecord before, RecordSnapshot now, int index, Sight sight) {
        Instant own =
                now.times().get(before.rawValues().schema().property(index).name());
        long modified = sight.past(now.modified());
        boolean moved = modified != SourceRecord.NEVER && modified != before.modified();
        if (own == null && !moved) {
            return sight.now();
        }
        long time = own == null ? modified : sight.past(Optional.of(own));
        long replaced = before.time(index);
        boolean replaces = before.rawValues().slot(index) != null && modified > before.modified();
        return replaces && time <= replaced ? replaced + 1 : time;
    }

    /**
     * Computes the new stored state of a record that Talk wrote. The written values are echoes with the time and
     * full value of their source; everything else the system returns is an observation.
     *
     * @param before the stored state; {@code null} for an inserted record
     * @param wrote the fields that were written
     * @param golden the source of the values
     * @param after the state the system returned, if any
     * @param spec predicts renderings for systems that return no state
     */
    public static SourceRecord written(
            @Nullable SourceRecord before,
            RecordRef ref,
            Fields wrote,
            GoldenRecord golden,
            Optional<RecordSnapshot> after,
            TypeSpec spec,
            Sight sight) {
        SourceRecord base = before != null
                ? after.map(now -> again(before, withoutWritten(now, wrote), sight, true))
                        .orElse(before)
                : made(ref, after.map(RecordSnapshot::fields).orElse(Fields.unknown(wrote.schema())), golden, sight);
        Fields.Builder rawFields = base.rawValues().toBuilder();
        Stamps stamps = base.stamps();
        for (int i = 0; i < wrote.schema().size(); i++) {
            Object writtenValue = wrote.slot(i);
            if (writtenValue != null) {
                Object shown = after.map(RecordSnapshot::fields).orElse(wrote).slot(i);
                boolean seenNow = after.isPresent() && shown != null;
                rawFields.slot(i, seenNow ? shown : rendered(spec, wrote.schema(), i, writtenValue));
                boolean restored = base.has(i, Stamps.FOREIGN)
                        && Objects.equals(
                                normal(wrote.schema(), i, writtenValue),
                                normal(wrote.schema(), i, base.effectiveValue(i)));
                int marks = restored ? Stamps.ECHO : echoOf(writtenValue, isFromEnricher(golden, i));
                marks |= seenNow ? 0 : Stamps.UNSEEN;
                stamps = stamps.with(i, timeOf(golden, i), marks, toldOf(wrote.schema(), i, writtenValue));
            }
        }
        long modified = after.filter(now -> now.modified().isPresent())
                .map(now -> sight.past(now.modified()))
                .orElse(base.modified());
        SourceRecord made =
                SourceRecord.remembered(ref, rawFields.build(), modified, base.created(), base.firstSeen(), stamps);
        return after.map(now -> matching(made, before, now))
                .orElseGet(() -> before == null ? made : made.matching(before.matchValues()));
    }

    /**
     * Computes the stored state of a record found after an in-doubt insert. A person may have edited it since: a
     * value that cannot be a rendering of the written one is an edit. A blank counts as never written, because a
     * blank at the first link is no clear (R13).
     */
    public static SourceRecord found(
            RecordRef ref, Fields wrote, GoldenRecord golden, RecordSnapshot shown, TypeSpec spec, Sight sight) {
        RecordSnapshot blanks = RecordSnapshot.of(shown.id(), onlyBlanks(shown.fields()));
        SourceRecord written =
                written(null, ref, whatShows(wrote, shown.fields(), spec), golden, Optional.of(blanks), spec, sight);
        return matching(again(withTimesOf(wrote, written, golden, shown), shown, sight, true), null, shown);
    }

    /**
     * Corrects the times of written values. One that the golden record no longer has is older than every other value. One
     * that is newer than the record, and that the record does not show, never stood there: a person made
     * the record, and its value keeps its own time.
     */
    private static SourceRecord withTimesOf(
            Fields wrote, SourceRecord written, GoldenRecord golden, RecordSnapshot shown) {
        Schema schema = wrote.schema();
        Stamps stamps = written.stamps();
        for (int i = 0; i < schema.size(); i++) {
            Object writtenValue = wrote.slot(i);
            if (writtenValue == null || writtenValue instanceof Reference || !written.has(i, Stamps.ECHO)) {
                continue;
            }
            Object value = normal(schema, i, shown.fields().slot(i));
            long time = stamps.time(i);
            boolean changed = !Objects.equals(
                    normal(schema, i, writtenValue),
                    normal(schema, i, golden.values().slot(i)));
            boolean foreign = value != null
                    && value != Blank.BLANK
                    && !isRendering(written, i, value)
                    && shown.created()
                            .filter(created -> SourceRecord.micros(created) < time)
                            .isPresent();
            if (changed || foreign) {
                stamps = stamps.with(i, SourceRecord.NEVER, stamps.marks(i), stamps.written(i));
            }
        }
        return written.stamped(stamps);
    }

    /** Selects the written properties that the record shows or can never show. */
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

    /**
     * Creates the stored record. It is younger than all records it was made from, however coarse the clock, so that
     * the cluster keeps its id (R9).
     */
    private static SourceRecord made(RecordRef ref, Fields shown, GoldenRecord golden, Sight sight) {
        long now = sight.now();
        for (SourceRecord member : golden.members()) {
            now = Math.max(now, member.firstSeen() + 1);
        }
        return SourceRecord.remembered(ref, shown, SourceRecord.NEVER, now, now, null);
    }

    /**
     * Checks whether a record can be a rendering of written fields: each value it shows is the written one or made
     * from it.
     */
    public static boolean canBe(Fields shown, Fields wrote) {
        boolean any = false;
        for (int i = 0; i < wrote.schema().size(); i++) {
            Object writtenValue = wrote.slot(i);
            Object seen = shown.slot(i);
            if (writtenValue == null || writtenValue == Blank.BLANK || seen == null) {
                continue;
            }
            if (!Objects.equals(normal(wrote.schema(), i, writtenValue), normal(wrote.schema(), i, seen))
                    && !isPlausible(writtenValue, seen)) {
                return false;
            }
            any = true;
        }
        return any;
    }

    private static boolean isPlausible(Object writtenValue, Object seen) {
        return writtenValue instanceof String written
                && seen instanceof String shown
                && Renderings.isPlausible(written, shown);
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

    private static Object rendered(TypeSpec spec, Schema schema, int index, Object writtenValue) {
        if (!(writtenValue instanceof String text)) {
            return writtenValue;
        }
        Optional<FieldSpec> field = spec.field(schema.property(index).name());
        return field.flatMap(f -> f.render(text)).orElse(text);
    }

    /** Returns a written value as it is compared; none for a reference, which has other ids elsewhere. */
    private static @Nullable Object toldOf(Schema schema, int index, Object wrote) {
        return wrote instanceof Reference ? null : normal(schema, index, wrote);
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
