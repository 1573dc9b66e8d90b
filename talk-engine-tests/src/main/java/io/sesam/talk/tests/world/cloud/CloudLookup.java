package io.sesam.talk.tests.world.cloud;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.tests.world.boundary.Gate;
import io.sesam.talk.tests.world.script.Abilities;
import io.sesam.talk.tests.world.script.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Look-up in a simulated system. */
final class CloudLookup implements Lookup {
    private final Cloud cloud;
    private final Gate gate;

    CloudLookup(Cloud cloud, Gate gate) {
        this.cloud = cloud;
        this.gate = gate;
    }

    private <T> T asked(Supplier<T> answer) {
        Optional<Fault.Kind> fault = gate.pass(cloud.name());
        if (fault.filter(kind -> kind == Fault.Kind.NO_LIST).isPresent()) {
            throw new TalkException(ErrorCode.UNREADABLE, CloudReader.noList(cloud));
        }
        if (fault.filter(kind -> kind != Fault.Kind.TWICE && kind != Fault.Kind.SHORT_PAGE && !kind.isCrash())
                .isPresent()) {
            throw new TalkException(ErrorCode.UNREACHABLE, cloud.name() + " did not answer");
        }
        T result = answer.get();
        gate.crashIf(fault);
        return result;
    }

    @Override
    public Map<String, Found> byId(Collection<String> ids) {
        return asked(() -> {
            Map<String, Found> found = new LinkedHashMap<>();
            ids.forEach(id -> found.put(id, byId(id)));
            return found;
        });
    }

    private Found byId(String id) {
        Row row = cloud.rowShown(id);
        String survivor = cloud.mergedInto.get(id);
        return row != null
                ? new Found.Present(cloud.shown(row))
                : survivor != null ? new Found.Merged(survivor) : new Found.Missing();
    }

    @Override
    public Optional<ByKey> byKey() {
        return cloud.abilities.finds() == Abilities.Finds.BY_KEY
                        && cloud.abilities.quirks().holdsEmail()
                ? Optional.of(new Keys())
                : Optional.empty();
    }

    @Override
    public Optional<ByOperation> byOperation() {
        return cloud.abilities.finds() == Abilities.Finds.BY_OPERATION
                ? Optional.of(new Operations())
                : Optional.empty();
    }

    private boolean isVisible(Row row) {
        Instant visible = cloud.clock.instant().minus(cloud.spec.indexLag());
        return !row.created.isAfter(visible);
    }

    private final class Keys implements ByKey {
        @Override
        public List<String> properties() {
            return List.of("email");
        }

        @Override
        public Duration lag() {
            return cloud.spec.indexLag();
        }

        @Override
        public Collection<RecordSnapshot> find(String property, String value) {
            return asked(() -> cloud.rows.values().stream()
                    .filter(row -> value.equals(row.fields.slot(Cloud.SCHEMA.index(property))) && isVisible(row))
                    .map(cloud::shown)
                    .toList());
        }
    }

    private final class Operations implements ByOperation {
        @Override
        public Duration lag() {
            return cloud.spec.indexLag();
        }

        @Override
        public Map<String, RecordSnapshot> find(Collection<String> operations, Instant since) {
            return asked(() -> {
                Map<String, RecordSnapshot> found = new HashMap<>();
                for (String operation : operations) {
                    Row row = cloud.rows.get(cloud.madeBy.getOrDefault(operation, ""));
                    if (row != null && isVisible(row)) {
                        found.put(operation, cloud.shown(row));
                    }
                }
                return found;
            });
        }
    }
}
