package io.sesam.talk.store;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Position;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The text encoding of engine state.
 *
 * <p>The text is a version and named fields, such as {@code 1 changes=4 removals=0 since=2026-03-02T09:45:00Z
 * approved=false}. It is canonical: one value has one text, and only that text is accepted.
 */
@Experimental
public final class StateCodec {
    private static final String VERSION = "1";

    private static final Map<Class<?>, Form<?>> FORMS = new HashMap<>();

    static {
        form(
                EngineState.SuppressionKey.class,
                (value, fields) -> fields.put("key", value.hex()),
                fields -> new EngineState.SuppressionKey(fields.get("key")));
        form(
                EngineState.PlanHold.class,
                (value, fields) -> fields.put("changes", value.changes())
                        .put("removals", value.removals())
                        .put("since", value.since())
                        .put("approved", value.approved()),
                fields -> new EngineState.PlanHold(
                        fields.number("changes"),
                        fields.number("removals"),
                        Instant.parse(fields.get("since")),
                        fields.flag("approved")));
        form(EngineState.Presence.class, (value, fields) -> fields, fields -> new EngineState.Presence());
        form(
                EngineState.TargetSystems.class,
                (value, fields) -> fields.put("systems", value.systems()),
                fields -> new EngineState.TargetSystems(systems(fields, "systems")));
        form(
                EngineState.ComparisonBasis.class,
                (value, fields) -> fields.put("fingerprint", value.fingerprint())
                        .put("inserts", value.insertsAllowed())
                        .put("complete", value.complete()),
                fields -> new EngineState.ComparisonBasis(
                        fields.get("fingerprint"), fields.flag("inserts"), systems(fields, "complete")));
        form(
                EngineState.Onboarding.class,
                (value, fields) -> fields.put("complete", value.complete()),
                fields -> new EngineState.Onboarding(fields.flag("complete")));
        form(
                EngineState.AppliedPolicy.class,
                (value, fields) -> fields.put("fingerprint", value.fingerprint()),
                fields -> new EngineState.AppliedPolicy(fields.get("fingerprint")));
        form(
                EngineState.SinkPromise.class,
                (value, fields) -> fields.put("sequence", value.sequence()),
                fields -> new EngineState.SinkPromise(fields.number("sequence")));
        form(
                EngineState.SinkContent.class,
                (value, fields) -> fields.put("sequence", value.sequence())
                        .put("fingerprint", value.fingerprint())
                        .put("tables", value.rows().keySet())
                        .put("rows", value.rows().values()),
                fields -> new EngineState.SinkContent(
                        fields.number("sequence"), fields.get("fingerprint"), rows(fields)));
        form(
                EngineState.ExpirySweep.class,
                (value, fields) -> fields.put("due", value.due())
                        .put("least", value.least())
                        .putIfPresent("after", value.after()),
                fields -> new EngineState.ExpirySweep(
                        Instant.parse(fields.get("due")), Instant.parse(fields.get("least")), fields.find("after")));
        form(
                EngineState.Moment.class,
                (value, fields) -> fields.put("time", value.time()),
                fields -> new EngineState.Moment(Instant.parse(fields.get("time"))));
        form(
                EngineState.CoveredFields.class,
                (value, fields) -> fields.put(
                                "fields", value.fields().stream().sorted().toList())
                        .put("listing", value.listing())
                        .put("fresh", value.fresh().stream().sorted().toList()),
                fields -> new EngineState.CoveredFields(
                        Set.copyOf(fields.list("fields")), fields.number("listing"), Set.copyOf(fields.list("fresh"))));
        form(
                EngineState.NewsPosition.class,
                (value, fields) -> fields.put("position", value.position().text()),
                fields -> new EngineState.NewsPosition(Position.parse(fields.get("position"))));
        form(
                EngineState.AskedTopic.class,
                (value, fields) -> fields.put(
                        "goldens",
                        value.goldens().stream().map(GoldenId::value).sorted().toList()),
                fields -> new EngineState.AskedTopic(
                        fields.list("goldens").stream().map(GoldenId::new).collect(Collectors.toSet())));
        form(
                EngineState.EnrichmentMark.class,
                (value, fields) -> fields.put("sequence", value.sequence()).put("edition", value.edition()),
                fields -> new EngineState.EnrichmentMark(fields.number("sequence"), fields.get("edition")));
        form(
                EngineState.Waits.class,
                (value, fields) -> {
                    List<String> operations =
                            value.waited().keySet().stream().sorted().toList();
                    return fields.put("checked", value.checked())
                            .put("operations", operations)
                            .put(
                                    "waited",
                                    operations.stream().map(value.waited()::get).toList());
                },
                fields -> new EngineState.Waits(Instant.parse(fields.get("checked")), waited(fields)));
        form(
                EngineState.RunEnd.class,
                (value, fields) -> fields.put("run", value.run())
                        .put("started", value.started())
                        .put("ended", value.ended())
                        .put("outcome", value.outcome())
                        .put("writes", value.writes())
                        .put("golden", value.goldenChanges()),
                fields -> new EngineState.RunEnd(
                        fields.get("run"),
                        Instant.parse(fields.get("started")),
                        Instant.parse(fields.get("ended")),
                        fields.get("outcome"),
                        fields.number("writes"),
                        fields.number("golden")));
        form(
                EngineState.Delivered.class,
                (value, fields) -> fields.put("sequence", value.sequence()).put("base", value.base()),
                fields -> new EngineState.Delivered(fields.number("sequence"), fields.number("base")));
        form(
                EngineState.RunPart.class,
                (value, fields) -> fields.put("number", value.number())
                        .put(
                                "runs",
                                value.runs().stream()
                                        .map(EngineState.PastRun::text)
                                        .toList()),
                fields -> new EngineState.RunPart(
                        fields.number("number"),
                        fields.list("runs").stream()
                                .map(EngineState.PastRun::parse)
                                .toList()));
        form(
                EngineState.QualityCounts.class,
                (value, fields) -> fields.put("counts", value.text()),
                fields -> EngineState.QualityCounts.parse(fields.get("counts")));
        form(
                EngineState.QualityMark.class,
                (value, fields) -> {
                    List<EntityType> types =
                            value.basis().keySet().stream().sorted().toList();
                    return fields.put("sequence", value.sequence())
                            .put("pointed", value.pointed())
                            .put("types", types)
                            .put("basis", types.stream().map(value.basis()::get).toList());
                },
                fields -> new EngineState.QualityMark(
                        fields.number("sequence"), fields.number("pointed"), basis(fields)));
        form(
                EngineState.QualityPart.class,
                (value, fields) -> fields.put("number", value.number())
                        .put(
                                "sequences",
                                value.points().stream()
                                        .map(EngineState.QualityAt::sequence)
                                        .toList())
                        .put(
                                "counts",
                                value.points().stream()
                                        .map(point -> point.counts().text())
                                        .toList()),
                fields -> new EngineState.QualityPart(fields.number("number"), points(fields)));
        form(
                EngineState.Pause.class,
                (value, fields) -> fields.put("since", value.since()).put("reason", value.reason()),
                fields -> new EngineState.Pause(Instant.parse(fields.get("since")), fields.get("reason")));
        form(
                EngineState.IssuedToken.class,
                (value, fields) -> fields.put("token", value.text()),
                fields -> new EngineState.IssuedToken(fields.get("token")));
    }

    /** The encoding of one type of value. */
    private record Form<T extends EngineState>(
            Class<T> type, BiFunction<T, StateFields, StateFields> writer, Function<StateFields, T> reader) {
        String write(EngineState value) {
            String fields = writer.apply(type.cast(value), new StateFields()).text();
            return fields.isEmpty() ? VERSION : VERSION + " " + fields;
        }
    }

    private StateCodec() {}

    private static <T extends EngineState> void form(
            Class<T> type, BiFunction<T, StateFields, StateFields> writer, Function<StateFields, T> reader) {
        FORMS.put(type, new Form<>(type, writer, reader));
    }

    /** Encodes a value as text. */
    public static String encode(EngineState value) {
        return form(value.getClass()).write(value);
    }

    /**
     * Decodes the value of a key.
     *
     * @throws TalkException STORE_FAILED when the text has another version or is invalid; the message never
     *     contains the text
     */
    public static <T extends EngineState> T decode(StateKey<T> key, String text) {
        int end = text.indexOf(' ');
        String version = end < 0 ? text : text.substring(0, end);
        if (!version.equals(VERSION) && version.matches("[1-9][0-9]{0,8}")) {
            throw new TalkException(
                    ErrorCode.STORE_FAILED,
                    "the store keeps the state \"" + key + "\" in version " + version + " of its encoding, and this"
                            + " Talk reads version " + VERSION + ". Use the Talk that wrote it or a later one, or"
                            + " restore a backup made before that one was used");
        }
        T value;
        try {
            if (!version.equals(VERSION)) {
                throw new IllegalArgumentException("no version");
            }
            StateFields fields = StateFields.parse(end < 0 ? "" : text.substring(end + 1));
            value = key.valueType().cast(form(key.valueType()).reader().apply(fields));
        } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
            throw damaged(key);
        }
        if (!encode(value).equals(text)) {
            throw damaged(key);
        }
        return value;
    }

    private static Form<?> form(Class<?> type) {
        Form<?> form = FORMS.get(type);
        if (form == null) {
            throw new IllegalStateException("no encoding of " + type.getSimpleName());
        }
        return form;
    }

    private static TalkException damaged(StateKey<?> key) {
        return new TalkException(
                ErrorCode.STORE_FAILED,
                "the store's state \"" + key + "\" cannot be read. Revert changes made by hand, or restore a backup");
    }

    private static Map<String, Duration> waited(StateFields fields) {
        List<String> operations = fields.list("operations");
        List<String> times = fields.list("waited");
        requireAsMany(operations, times);
        Map<String, Duration> waited = new HashMap<>();
        for (int i = 0; i < operations.size(); i++) {
            waited.put(operations.get(i), Duration.parse(times.get(i)));
        }
        return waited;
    }

    private static Map<String, Long> rows(StateFields fields) {
        List<String> tables = fields.list("tables");
        List<String> counts = fields.list("rows");
        requireAsMany(tables, counts);
        Map<String, Long> rows = new HashMap<>();
        for (int i = 0; i < tables.size(); i++) {
            rows.put(tables.get(i), Long.valueOf(counts.get(i)));
        }
        return rows;
    }

    private static Map<EntityType, String> basis(StateFields fields) {
        List<String> types = fields.list("types");
        List<String> basis = fields.list("basis");
        requireAsMany(types, basis);
        Map<EntityType, String> map = new HashMap<>();
        for (int i = 0; i < types.size(); i++) {
            map.put(new EntityType(types.get(i)), basis.get(i));
        }
        return map;
    }

    private static List<EngineState.QualityAt> points(StateFields fields) {
        List<String> sequences = fields.list("sequences");
        List<String> counts = fields.list("counts");
        requireAsMany(sequences, counts);
        List<EngineState.QualityAt> points = new ArrayList<>();
        for (int i = 0; i < sequences.size(); i++) {
            points.add(new EngineState.QualityAt(
                    Long.parseLong(sequences.get(i)), EngineState.QualityCounts.parse(counts.get(i))));
        }
        return points;
    }

    private static void requireAsMany(List<String> some, List<String> others) {
        if (some.size() != others.size()) {
            throw new IllegalArgumentException("lists of different lengths");
        }
    }

    private static List<SystemName> systems(StateFields fields, String name) {
        return fields.list(name).stream().map(SystemName::new).toList();
    }
}
