package io.sesam.talk.console.page;

import io.sesam.talk.Status;
import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The types and systems that take part. */
public final class Scope {
    private final Talk talk;

    public Scope(Talk talk) {
        this.talk = talk;
    }

    /** Types, people first: the steward's usual question. Never empty. */
    List<String> types() {
        SortedSet<String> types = new TreeSet<>();
        Status status = talk.status();
        status.golden().keySet().forEach(type -> types.add(type.name()));
        status.records().values().forEach(counts -> counts.keySet().forEach(type -> types.add(type.name())));
        List<String> ordered = types.stream()
                .sorted((one, other) -> Boolean.compare(isPerson(other), isPerson(one)))
                .toList();
        return ordered.isEmpty() ? List.of(EntityType.PERSON.name()) : ordered;
    }

    private static boolean isPerson(String type) {
        return type.equals(EntityType.PERSON.name());
    }

    /** Systems and enrichers that have records. */
    List<String> systems() {
        return talk.status().records().keySet().stream()
                .map(SystemName::value)
                .sorted()
                .toList();
    }
}
