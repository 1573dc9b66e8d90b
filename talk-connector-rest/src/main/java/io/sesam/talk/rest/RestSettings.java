package io.sesam.talk.rest;

import io.sesam.talk.http.AccessSettings;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The settings that go with any profile. */
public final class RestSettings {
    /** Where the API is. */
    public static final Setting<String> BASE_URL = Setting.text("baseUrl")
            .describedAs("where the API is, when the profile does not say so or says another place");
    /** A key that is shown in a header. */
    public static final Setting<Secret> API_KEY =
            Setting.secret("apiKey").describedAs("the key, for a profile whose authentication is header");
    /** Who is let in. */
    public static final Setting<String> USER =
            Setting.text("user").describedAs("the user name, for a profile whose authentication is basic");
    /** And by what. */
    public static final Setting<Secret> PASSWORD =
            Setting.secret("password").describedAs("the password, for a profile whose authentication is basic");
    /** Where OAuth tokens are. */
    public static final Setting<String> TOKEN_URL = Setting.text("tokenUrl")
            .describedAs("where OAuth tokens are asked for, when the profile does not say so or says another place");
    /** What the API says of itself. */
    public static final Setting<Path> OPENAPI = Setting.path("openapi")
            .describedAs("the API's own description in a file, OpenAPI or Swagger; check holds the profile against it");
    /** What the API says of itself, at an address. */
    public static final Setting<String> OPENAPI_URL =
            Setting.text("openapiUrl").describedAs("the address of the API's own description, instead of openapi");

    private RestSettings() {}

    /** These settings and others. */
    public static List<Setting<?>> and(Setting<?>... others) {
        return Stream.concat(
                        Stream.of(others),
                        Stream.of(
                                BASE_URL,
                                AccessSettings.ACCESS_TOKEN,
                                AccessSettings.OAUTH,
                                TOKEN_URL,
                                API_KEY,
                                USER,
                                PASSWORD,
                                OPENAPI,
                                OPENAPI_URL))
                .toList();
    }
}
