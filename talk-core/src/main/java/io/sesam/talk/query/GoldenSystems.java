package io.sesam.talk.query;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The systems that have records of a golden record.
 *
 * <p>Its text is the names in their order, each with a plus sign when there are several records: {@code crm erp+}. Few of them
 * exist, and they are shared.
 */
@Experimental
public final class GoldenSystems {
    /** No system. */
    public static final GoldenSystems NONE = new GoldenSystems("", new TreeMap<>());

    private static final int MOST_SHARED = 10_000;
    private static final ConcurrentHashMap<String, GoldenSystems> SHARED = new ConcurrentHashMap<>();

    private final String text;
    private final SortedMap<SystemName, Boolean> several;

    private GoldenSystems(String text, SortedMap<SystemName, Boolean> several) {
        this.text = text;
        this.several = Collections.unmodifiableSortedMap(several);
    }

    /** The systems of some records. */
    public static GoldenSystems of(Collection<RecordRef> records) {
        TreeMap<SystemName, Boolean> several = new TreeMap<>();
        records.forEach(record -> several.merge(record.system(), false, (one, another) -> true));
        StringBuilder text = new StringBuilder();
        several.forEach((system, many) ->
                text.append(text.isEmpty() ? "" : " ").append(system.value()).append(many ? "+" : ""));
        return parse(text.toString());
    }

    /** The systems that a text names. */
    public static GoldenSystems parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        GoldenSystems known = SHARED.get(text);
        if (known != null) {
            return known;
        }
        TreeMap<SystemName, Boolean> several = new TreeMap<>();
        for (String part : text.split(" ", -1)) {
            boolean many = part.endsWith("+");
            several.put(new SystemName(many ? part.substring(0, part.length() - 1) : part), many);
        }
        GoldenSystems made = new GoldenSystems(text, several);
        if (SHARED.size() < MOST_SHARED) {
            SHARED.put(text, made);
        }
        return made;
    }

    /** Whether a system has a record. */
    public boolean has(SystemName system) {
        return several.containsKey(system);
    }

    /** Whether one system has several records. */
    public boolean hasDuplicates() {
        return several.containsValue(true);
    }

    /** The systems in their order, each with whether it has several records. */
    public SortedMap<SystemName, Boolean> bySystem() {
        return several;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GoldenSystems that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return text;
    }
}
