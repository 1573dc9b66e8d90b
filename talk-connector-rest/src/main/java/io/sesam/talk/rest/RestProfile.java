package io.sesam.talk.rest;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A REST system described as data. Holds the authentication and, for each type, where its records are listed, found and
 * written, and their field names. Immutable.
 *
 * <p>A profile contains no secrets. A type is read-only unless the profile declares {@code create}, {@code update} or
 * {@code archive}.
 */
public final class RestProfile {
    /** A maximum number of calls per period. */
    record Limits(int calls, Duration per) {}

    private final String name;
    private final String base;
    private final RestAccess access;
    private final Optional<Limits> limits;
    private final boolean confirmsWrites;
    private final Optional<String> remark;
    private final List<RestType> types;

    private RestProfile(
            String name,
            String base,
            RestAccess access,
            Optional<Limits> limits,
            boolean confirmsWrites,
            Optional<String> remark,
            List<RestType> types) {
        this.name = name;
        this.base = base;
        this.access = access;
        this.limits = limits;
        this.confirmsWrites = confirmsWrites;
        this.remark = remark;
        this.types = List.copyOf(types);
    }

    /**
     * Reads a profile from a YAML or JSON file.
     *
     * @throws TalkException CONFIGURATION with all problems together, each with its line
     */
    public static RestProfile read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8), String.valueOf(file.getFileName()));
        } catch (NoSuchFileException e) {
            throw unreadable("the profile " + file + " does not exist; check the path");
        } catch (CharacterCodingException e) {
            throw unreadable("the profile " + file + " is not encoded in UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw unreadable("the profile " + file + " cannot be read; check its permissions");
        }
    }

    /**
     * Reads a profile packaged with a class.
     *
     * @throws TalkException CONFIGURATION as {@link #read}
     */
    public static RestProfile shipped(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw unreadable("the profile " + resource + " is missing from the jar of " + beside.getSimpleName());
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
        } catch (IOException e) {
            throw unreadable("the profile " + resource + " cannot be read");
        }
    }

    private static TalkException unreadable(String problem) {
        return new TalkException(ErrorCode.CONFIGURATION, problem);
    }

    /**
     * Parses a profile.
     *
     * @param file the name of the text in messages
     * @throws TalkException CONFIGURATION as {@link #read}
     */
    public static RestProfile parse(String text, String file) {
        List<String> problems = new ArrayList<>();
        ProfileSection top = ProfileSection.top(
                Tree.read(text.startsWith("\uFEFF") ? text.substring(1) : text, file, problems), file, problems);
        RestProfile profile = new RestProfile(
                top.required("name"),
                top.text("base").orElse(""),
                RestAccess.of(top),
                top.place("limits").map(RestProfile::limits),
                top.flag("confirmWrites"),
                top.text("remark"),
                top.place("types").map(RestProfile::types).orElse(List.of()));
        if (profile.types.isEmpty()) {
            top.problem("types", "is missing; it needs a section for each type, such as person or organisation");
        }
        if (!profile.base.isEmpty() && !profile.base.matches("https?://[^\\s?#]+")) {
            top.problem("base", "must be the address of the API, beginning with https://");
        }
        top.done();
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems);
        }
        return profile;
    }

    private static Limits limits(ProfileSection section) {
        Limits limits = new Limits(
                section.number("calls").orElse(1), section.duration("per").orElse(Duration.ofSeconds(1)));
        section.required("calls");
        if (limits.per.isNegative() || limits.per.isZero()) {
            section.problem("per", "must be longer than zero");
        }
        section.done();
        return limits;
    }

    private static List<RestType> types(ProfileSection section) {
        return section.names().stream()
                .flatMap(name -> section.place(name).stream().map(inner -> RestType.of(inner, name)))
                .toList();
    }

    /** Returns a copy with another base address. For systems in which each customer has a host of their own. */
    public RestProfile at(String baseAddress) {
        return new RestProfile(name, baseAddress, access, limits, confirmsWrites, remark, types);
    }

    /** Returns a copy with another OAuth token endpoint. */
    public RestProfile tokensAt(String tokenAddress) {
        return new RestProfile(name, base, access.at(tokenAddress), limits, confirmsWrites, remark, types);
    }

    /**
     * Returns a copy that writes only what is confirmed. The API description must confirm each write, whatever the
     * profile itself requires.
     */
    public RestProfile confirmingWrites() {
        return new RestProfile(name, base, access, limits, true, remark, types);
    }

    /**
     * Opens the system without calling it. Uses the settings of {@link RestSettings}.
     *
     * @throws TalkException CONFIGURATION with all problems together: no address, missing credentials, unknown types or
     *     properties, or writes that an API description must confirm when none is set
     */
    public Connector open(Settings settings, PluginContext context) {
        return RestConnector.open(this, settings, context);
    }

    String name() {
        return name;
    }

    String base() {
        return base;
    }

    RestAccess access() {
        return access;
    }

    Optional<Limits> limits() {
        return limits;
    }

    /** Reports whether writes need confirmation by a description. */
    boolean confirmsWrites() {
        return confirmsWrites;
    }

    /** Returns a note about the profile, if any. */
    Optional<String> remark() {
        return remark;
    }

    List<RestType> types() {
        return types;
    }

    /** Returns the name of the system. */
    @Override
    public String toString() {
        return name;
    }
}
