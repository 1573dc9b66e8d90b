package io.sesam.talk.spring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;

/** Adds to problems of the settings the property that each is about, and where it is set: the file and line, or the variable. */
final class PropertyPlaces {
    private static final ConfigurationPropertyName TALK = ConfigurationPropertyName.of("talk");
    private static final Pattern PLACE = Pattern.compile("[^\\s:]+");
    private static final Pattern UNKNOWN = Pattern.compile("no (?:key|setting) \"([^\"]+)\"");

    private final Set<String> keys;
    private final List<Found> properties = new ArrayList<>();

    /** A property of a source, without what its form adds to the name. */
    private record Found(String plain, ConfigurationPropertySource source, ConfigurationPropertyName name) {}

    /** Creates it; {@code keys} are the first elements of places. */
    PropertyPlaces(List<ConfigurationPropertySource> sources, Set<String> keys) {
        this.keys = keys;
        for (ConfigurationPropertySource source : sources) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream()
                        .filter(TALK::isAncestorOf)
                        .forEach(name -> properties.add(new Found(plain(name.toString()), source, name)));
            }
        }
    }

    /** The problem as a user of properties knows it. */
    String named(String problem) {
        Matcher first = PLACE.matcher(problem);
        String place = first.lookingAt() && keys.contains(plain(first.group().split("\\.", 2)[0])) ? first.group() : "";
        Matcher unknown = UNKNOWN.matcher(problem);
        String about = unknown.find() ? place + "." + unknown.group(1) : place;
        return (place.isEmpty() ? "talk: " : "talk.")
                + problem
                + origin(about).map(origin -> " [" + origin + "]").orElse("");
    }

    /** Where a place is set, or else something within it, or else what it is within. */
    private Optional<Origin> origin(String place) {
        for (String rest = place; !rest.isEmpty(); rest = rest.contains(".") ? withoutLast(rest) : "") {
            String wanted = plain("talk." + rest);
            Optional<Origin> origin = properties.stream()
                    .filter(found -> found.plain().startsWith(wanted))
                    .min(Comparator.comparingInt(found -> found.plain().length()))
                    .map(found -> found.source().getConfigurationProperty(found.name()))
                    .map(ConfigurationProperty::getOrigin);
            if (origin.isPresent()) {
                return origin;
            }
        }
        return Optional.empty();
    }

    private static String withoutLast(String place) {
        return place.substring(0, place.lastIndexOf('.'));
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
