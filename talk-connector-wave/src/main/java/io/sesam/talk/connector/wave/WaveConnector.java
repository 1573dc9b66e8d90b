package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.GraphQlSchema;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.StableOrderReader;
import io.sesam.talk.http.WebConnector;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Eraser;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A connection to one business in Wave. */
final class WaveConnector extends WebConnector {
    private final WaveClient client;
    private final List<WaveType> types;
    private final boolean makesProducts;

    WaveConnector(Settings settings, WaveClient client, List<WaveType> types) {
        super(
                client.api(),
                types.stream().map(type -> part(settings, client, type, types)).toList());
        this.client = client;
        this.types = types;
        this.makesProducts = settings.find(WavePlugin.INCOME_ACCOUNT).isPresent();
    }

    private static Part part(Settings settings, WaveClient client, WaveType type, List<WaveType> types) {
        TypeSpec.Builder spec = TypeSpec.of(
                        type.mapping().schema(), type.mapping().specs())
                .inserts()
                .updates()
                .deletes(Deletes.ID_SWEEP)
                .relistEvery(settings.get(WavePlugin.SWEEP_EVERY))
                .readLimit(100)
                .writeLimit(50)
                .writeCost(batch -> cost(type, batch));
        TypeSpec.Builder whole = type.isProduct()
                ? spec.archives()
                : spec.sameRecordAs(type.isPerson() ? EntityType.ORGANISATION : EntityType.PERSON);
        if (type.isPerson()) {
            // the contact of a customer: whoever it is at the time
            whole.slot("firstname", "lastname", "email");
        }
        WaveRecords records = new WaveRecords(client, type);
        return new Part(
                whole.build(),
                new StableOrderReader("Wave", records, settings.get(WavePlugin.OVERLAP)),
                records.lookup(),
                new WaveWriter(settings, client, types));
    }

    @Override
    public Optional<Eraser> eraser(EntityType type) {
        return types.stream()
                .filter(each -> each.isPerson() && each.type().equals(type))
                .findFirst()
                .map(person -> new WaveEraser(client, person));
    }

    /** Counts one call for each record, and one that reads the existing ones. */
    private static long cost(WaveType type, List<Operation> batch) {
        boolean anyExists = batch.stream()
                .anyMatch(operation -> operation.recordId().isPresent()
                        || type.customer(operation).isPresent());
        return batch.size() + (anyExists ? 1L : 0L);
    }

    @Override
    protected Check checkSystem(Set<EntityType> asked) {
        List<WaveType> checked =
                types.stream().filter(type -> asked.contains(type.type())).toList();
        Check reading = Check.trying(() -> {
            JsonNode business = client.ask("Business", JsonValues.object());
            checked.forEach(type -> new WaveRecords(client, type).page(Optional.empty(), 1, 1));
            Check archived = business.path("isArchived").asBoolean()
                    ? Check.problem("the business is archived in Wave; restore it there, or set another businessId")
                    : Check.fine();
            return makesProducts || checked.stream().noneMatch(WaveType::isProduct)
                    ? archived
                    : archived.and(Check.warning(
                            "incomeAccountId is not set, so Talk creates no products in Wave; existing products are"
                                    + " read and changed"));
        });
        return reading.and(lacking(checked));
    }

    /** Leaves out properties that Wave's schema lacks, because Wave refuses every call that names one of their fields. */
    @Override
    protected TypeSpec present(TypeSpec spec) {
        WaveType type = types.stream()
                .filter(each -> each.type().equals(spec.type()))
                .findFirst()
                .orElseThrow();
        TypeSpec present = spec;
        for (Map.Entry<String, List<String>> property :
                type.lacking(client.documents().knownSchema("Fields")).entrySet()) {
            client.documents().leaveOut(type.kind(), type.shown(property.getKey()));
            present = present.lacking(property.getKey(), leftOut(type, property));
        }
        return present;
    }

    private static String leftOut(WaveType type, Map.Entry<String, List<String>> property) {
        return "Wave's schema has no " + String.join(", ", property.getValue()) + ", so " + type.type() + "."
                + property.getKey() + " is left out, and the other properties are synced. Update Talk";
    }

    /** Names the fields that Wave's schema lacks. Where Wave does not show its schema, reading shows it. */
    private Check lacking(List<WaveType> checked) {
        GraphQlSchema schema = client.documents().schema("Fields");
        Check check = Check.fine();
        for (WaveType type : checked) {
            List<String> needed = new ArrayList<>(schema.lacking(type.places()));
            for (Map.Entry<String, List<String>> property : type.lacking(schema).entrySet()) {
                needed.removeAll(property.getValue());
                check = check.and(Check.warning(leftOut(type, property)));
            }
            for (String field : needed) {
                check = check.and(Check.problem("Wave's schema has no " + field
                        + ", which Talk needs; Wave refuses every call that names it. Update Talk"));
            }
        }
        return check;
    }
}
