package io.sesam.talk.examples.tenants;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.tenants.Schedule;
import io.sesam.talk.tenants.TenantId;
import io.sesam.talk.tenants.TenantStatus;
import io.sesam.talk.tenants.Tenants;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What the application's own pages and the customers' systems call. */
@RestController
class CustomerController {
    private final Tenants tenants;

    CustomerController(Tenants tenants) {
        this.tenants = tenants;
    }

    @PutMapping("/customers/{id}")
    void put(@PathVariable("id") String id) {
        tenants.put(TenantId.of(id), Schedule.every(Duration.ofMinutes(15)));
    }

    @PostMapping("/customers/{id}/sync")
    void sync(@PathVariable("id") String id) {
        tenants.runNow(TenantId.of(id));
    }

    @DeleteMapping("/customers/{id}")
    void remove(@PathVariable("id") String id) {
        tenants.remove(TenantId.of(id));
    }

    @GetMapping("/customers/{id}")
    ResponseEntity<Map<String, Object>> status(@PathVariable("id") String id) {
        return ResponseEntity.of(tenants.status(TenantId.of(id)).map(CustomerController::shown));
    }

    private static Map<String, Object> shown(TenantStatus status) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("schedule", status.schedule());
        shown.put("running", status.isRunning());
        status.outcome().ifPresent(outcome -> shown.put("outcome", outcome));
        status.reason().ifPresent(reason -> shown.put("reason", reason));
        status.next().ifPresent(next -> shown.put("next", next.toString()));
        return shown;
    }

    /** Webhooks of a customer's system, at the address that was given to it. */
    @PostMapping("/hooks/{id}/{system}")
    ResponseEntity<Void> receive(
            @PathVariable("id") String id,
            @PathVariable("system") String system,
            @RequestHeader HttpHeaders headers,
            @RequestBody byte[] body) {
        Map<String, List<String>> sent = new LinkedHashMap<>();
        headers.forEach(sent::put);
        String address = "https://example.com/hooks/" + id + "/" + system;
        tenants.receive(TenantId.of(id), system, WebhookRequest.of("POST", address, sent, body));
        return ResponseEntity.accepted().build();
    }

    @ExceptionHandler
    ResponseEntity<String> failed(TalkException e) {
        int status = e.code() == ErrorCode.STORE_IN_USE
                ? 409
                : e.code() == ErrorCode.ACCESS_REFUSED ? 401 : e.code() == ErrorCode.CONFIGURATION ? 404 : 503;
        return ResponseEntity.status(status).body(e.getMessage());
    }
}
