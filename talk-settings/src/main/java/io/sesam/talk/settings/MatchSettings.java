package io.sesam.talk.settings;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.policy.KeyForm;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.settings.tree.ConfigSection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code match}: the match rules of the types.
 *
 * <pre>{@code
 * match:
 *   person:
 *     by: [[email], [caseFolded(lastname), firstname], [digits(phone)]]
 *     ignore: [info@example.com]
 *     limit: { records: 50, ofOneSystem: 20 }
 * }</pre>
 */
final class MatchSettings {
    private static final Pattern FORMED = Pattern.compile("(\\w+)\\(\\s*(\\w+)\\s*\\)");

    private final TalkBuilder builder;

    MatchSettings(TalkBuilder builder) {
        this.builder = builder;
    }

    void read(ConfigSection match) {
        match.sections((name, section) -> {
            section.knowing("by", "ignore", "limit");
            SettingsNames.type(name, section).ifPresent(type -> {
                MatchRules rules = rules(type, section);
                builder.match(type.name(), defaults -> rules);
            });
        });
    }

    private static MatchRules rules(EntityType type, ConfigSection section) {
        MatchRules rules = MatchRules.defaultsFor(type);
        if (section.has("by")) {
            rules = rules.by(by(section));
        }
        ConfigSection limit = section.section("limit").knowing("records", "ofOneSystem");
        return rules.ignoring(section.texts("ignore").toArray(String[]::new))
                .limitedTo(
                        limit.number("records", rules.maxRecords()),
                        limit.number("ofOneSystem", rules.maxOfOneSystem()));
    }

    private static MatchRule[] by(ConfigSection section) {
        List<MatchRule> by = new ArrayList<>();
        for (List<String> properties : section.lists("by")) {
            if (properties.isEmpty()) {
                section.problem(section.place("by") + ": a rule names no property");
            } else {
                rule(section, properties).ifPresent(by::add);
            }
        }
        return by.toArray(MatchRule[]::new);
    }

    /** Reads properties such as {@code email} or {@code digits(phone)}: a comparison form and the property. */
    private static Optional<MatchRule> rule(ConfigSection section, List<String> texts) {
        List<String> properties = new ArrayList<>();
        Map<String, KeyForm> forms = new LinkedHashMap<>();
        for (String text : texts) {
            Matcher formed = FORMED.matcher(text.strip());
            properties.add(formed.matches() ? formed.group(2) : text);
            if (formed.matches()) {
                Optional<KeyForm> form = KeyForm.named(formed.group(1));
                if (form.isEmpty()) {
                    section.problem(section.place("by") + ": there is no comparison form \"" + formed.group(1)
                            + "\"; there are " + KeyForm.names());
                    return Optional.empty();
                }
                forms.put(formed.group(2), form.get());
            }
        }
        MatchRule rule = MatchRule.same(properties.toArray(String[]::new));
        for (Map.Entry<String, KeyForm> form : forms.entrySet()) {
            rule = rule.comparing(form.getKey(), form.getValue());
        }
        return Optional.of(rule);
    }
}
