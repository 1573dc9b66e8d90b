package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.Batches;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Eraser;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.WriteLog;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** An eraser of contacts. The fields of the person are cleared, and the customer stays. */
final class WaveEraser implements Eraser {
    private static final String ALONE = "Talk created this customer for the person alone, and its name is the person's";

    private final WaveClient client;
    private final WaveType type;

    WaveEraser(WaveClient client, WaveType type) {
        this.client = client;
        this.type = type;
    }

    @Override
    public Map<String, Outcome> erase(Collection<String> ids) {
        Map<String, JsonNode> now = client.byId(type, ids);
        List<Operation> operations = ids.stream()
                .map(id ->
                        Operation.archive(id, id, Fields.unknown(type.mapping().schema()), null))
                .toList();
        return Batches.singly(operations, WriteLog.NONE, operation -> erase(operation.existingId(), now));
    }

    private Outcome erase(String id, Map<String, JsonNode> now) {
        JsonNode customer = now.getOrDefault(id, JsonValues.object());
        if (type.read(customer).isEmpty()) {
            return new Outcome.NoChange(id);
        }
        return WaveType.isMadeForPerson(customer)
                ? new Outcome.Rejected(ALONE)
                : Batches.outcome(
                        client.write("CustomerPatch", blanks().put("id", id)), response -> cleared(id, response));
    }

    private ObjectNode blanks() {
        Fields.Builder blanks = Fields.builder(type.mapping().schema());
        for (String name : List.of("firstname", "lastname", "email")) {
            int index = type.mapping().schema().indexOf(name);
            if (index >= 0) {
                blanks.slot(index, Blank.BLANK);
            }
        }
        return type.mapping().write(blanks.build());
    }

    private static Outcome cleared(String id, ApiResponse response) {
        JsonNode record = response.json().path("data").path("result").path("record");
        return record.isObject() && !WaveType.hasContact(record)
                ? Outcome.applied(id)
                : new Outcome.Unknown("Wave's response does not show that the contact was cleared");
    }
}
