package io.sesam.talk.rest;

import io.sesam.talk.http.access.AccessSettings;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The settings for all profiles. */
public final class RestSettings {
    /** The address of the API. */
    public static final Setting<String> BASE_URL =
            Setting.text("baseUrl").describedAs("the address of the API, when the profile has none or another one");
    /** An API key, sent in a header. */
    public static final Setting<Secret> API_KEY =
            Setting.secret("apiKey").describedAs("the key, for a profile whose authentication is header");
    /** The user name. */
    public static final Setting<String> USER =
            Setting.text("user").describedAs("the user name, for a profile whose authentication is basic");
    /** The password. */
    public static final Setting<Secret> PASSWORD =
            Setting.secret("password").describedAs("the password, for a profile whose authentication is basic");
    /** The OAuth token endpoint. */
    public static final Setting<String> TOKEN_URL =
            Setting.text("tokenUrl").describedAs("the OAuth token endpoint, when the profile has none or another one");
    /** A file with the API description. */
    public static final Setting<Path> OPENAPI = Setting.path("openapi")
            .describedAs("a file with the API description, OpenAPI or Swagger; check compares the profile with it");
    /** The address of the API description. */
    public static final Setting<String> OPENAPI_URL =
            Setting.text("openapiUrl").describedAs("the address of the API description, instead of openapi");

    private RestSettings() {}

    /** Returns these settings followed by others. */
    public static List<Setting<?>> and(Setting<?>... others) {
        return Stream.concat(
                        Stream.of(others),
                        Stream.of(
                                BASE_URL,
                                AccessSettings.ACCESS_TOKEN,
                                AccessSettings.OAUTH,
                                AccessSettings.QUOTA_ACCOUNT,
                                TOKEN_URL,
                                API_KEY,
                                USER,
                                PASSWORD,
                                OPENAPI,
                                OPENAPI_URL))
                .toList();
    }
}
