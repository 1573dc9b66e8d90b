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
 * A REST system as data: how one is let in, where the records of each type are listed, found and written, and what their fields
 * are called there. Immutable.
 *
 * <p>A profile holds no secrets. What it does not declare is not done: without {@code create}, {@code update} or
 * {@code archive} a type is only read.
 */
public final class RestProfile {
    /** How many calls are allowed in a time. */
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
     * @throws TalkException CONFIGURATION with all problems at once, each with its line
     */
    public static RestProfile read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8), String.valueOf(file.getFileName()));
        } catch (NoSuchFileException e) {
            throw unreadable("the profile " + file + " is not there");
        } catch (CharacterCodingException e) {
            throw unreadable("the profile " + file + " is not in UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw unreadable("the profile " + file + " cannot be read");
        }
    }

    /**
     * Reads a profile that a connector ships beside one of its classes.
     *
     * @throws TalkException CONFIGURATION as {@link #read} says
     */
    public static RestProfile shipped(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw unreadable("the profile " + resource + " was not shipped with " + beside.getSimpleName());
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
     * Reads a profile from text.
     *
     * @param file what the text is called in messages
     * @throws TalkException CONFIGURATION as {@link #read} says
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
            top.problem("types", "is missing: person, organisation, or whatever records there are");
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
            section.problem("per", "must be longer than nothing");
        }
        section.done();
        return limits;
    }

    private static List<RestType> types(ProfileSection section) {
        return section.names().stream()
                .flatMap(name -> section.place(name).stream().map(inner -> RestType.of(inner, name)))
                .toList();
    }

    /** The same for a system of which each customer has a host of their own. */
    public RestProfile at(String baseAddress) {
        return new RestProfile(name, baseAddress, access, limits, confirmsWrites, remark, types);
    }

    /** The same, asking for OAuth tokens at another address. */
    public RestProfile tokensAt(String tokenAddress) {
        return new RestProfile(name, base, access.at(tokenAddress), limits, confirmsWrites, remark, types);
    }

    /** The same, writing nothing that the API's own description does not confirm, whatever the profile says of that. */
    public RestProfile confirmingWrites() {
        return new RestProfile(name, base, access, limits, true, remark, types);
    }

    /**
     * Opens the system; nothing is asked yet. Of the settings, those of {@link RestSettings} count.
     *
     * @throws TalkException CONFIGURATION with all problems at once: no address, no way in, types or properties of which the host
     *     knows none, or writes that need a description of the API to confirm them when none is set
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

    /** Whether nothing is written unless a description of the API says that it can be. */
    boolean confirmsWrites() {
        return confirmsWrites;
    }

    /** What a person should know about it before anything else. */
    Optional<String> remark() {
        return remark;
    }

    List<RestType> types() {
        return types;
    }

    /** The name of the system. */
    @Override
    public String toString() {
        return name;
    }
}
