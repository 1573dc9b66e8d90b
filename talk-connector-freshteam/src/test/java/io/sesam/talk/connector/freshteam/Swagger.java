package io.sesam.talk.connector.freshteam;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.whitelist.ValidationErrorsWhitelist;
import com.atlassian.oai.validator.whitelist.rule.WhitelistRules;
import io.sesam.talk.simulators.SimExchange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The vendor's API description, where a copy is available. */
final class Swagger {
    private static final Path FILE = Path.of("shared", "specs", "freshteam", "freshteam-v1.0.0.swagger.json");

    private final OpenApiInteractionValidator validator;

    private Swagger(Path file) {
        validator = OpenApiInteractionValidator.createFor(file.toUri().toString())
                .withBasePathOverride("/api")
                .withWhitelist(ValidationErrorsWhitelist.create()
                        .withRule(
                                "the description knows no null; the vendor's client library shows that answers are full of"
                                        + " them",
                                WhitelistRules.messageContainsRegexp("Instance type \\(null\\)"))
                        .withRule(
                                "the same for a null where one of some words is expected",
                                WhitelistRules.messageContainsRegexp("Instance value \\(null\\) not found in enum"))
                        .withRule(
                                "times are described as dates; the description's own examples are times",
                                WhitelistRules.messageContainsRegexp(
                                        "\\[Path '(/\\d+)?(/roles/\\d+)?/(created|updated)_at'\\].*is invalid against requested date format"))
                        .withRule(
                                "attributes that the vendor's client library shows, and the description forgot",
                                WhitelistRules.messageContainsRegexp("not allowed by the schema: "
                                        + "\\[(\"(draft|terminated|level_id|blood_group)\"(, ?)?)+\\]"))
                        .withRule(
                                "custom fields have names of their own; the description has a placeholder",
                                WhitelistRules.messageContainsRegexp("\\[Path '/custom_field(s|_values)'\\]"))
                        .withRule(
                                "an address that is the same as another is in the description's example alone",
                                WhitelistRules.messageContainsRegexp("same_as_residential"))
                        .withRule(
                                "429 is in the vendor's documentation, not in the description",
                                WhitelistRules.messageContainsRegexp("Response status 429 not defined")))
                .build();
    }

    /** Finds the copy beside the project or an enclosing folder. */
    static Optional<Swagger> find() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(FILE))
                .filter(Files::isReadable)
                .findFirst()
                .map(Swagger::new);
    }

    /** Returns the problems of a request or its response. */
    List<String> problems(SimExchange exchange) {
        Request.Method method = Request.Method.valueOf(exchange.request().method());
        SimpleRequest.Builder request =
                new SimpleRequest.Builder(method, exchange.request().path());
        exchange.request().query().forEach((name, values) -> request.withQueryParam(name, values));
        request.withHeader("Authorization", exchange.request().headers().getOrDefault("Authorization", List.of()));
        if (!exchange.request().body().isEmpty()) {
            request.withContentType("application/json")
                    .withBody(exchange.request().body());
        }
        SimpleResponse.Builder response = SimpleResponse.Builder.status(
                        exchange.response().status())
                .withBody(exchange.response().body());
        exchange.response().headers().forEach((name, value) -> response.withHeader(name, value));
        ValidationReport report = validator.validate(request.build(), response.build());
        return report.getMessages().stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .map(message -> exchange.request() + " " + exchange.response().status() + ": " + message.getKey() + " "
                        + message.getMessage())
                .toList();
    }
}
