package io.sesam.talk.cli;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.MatchRules;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code match}: the match rules of the types.
 *
 * <pre>{@code
 * match:
 *   person:
 *     by: [[email], [firstname, lastname]]
 *     ignore: [info@example.com]
 *     limit: { records: 50, ofOneSystem: 20 }
 * }</pre>
 */
final class MatchSettings {
    private final TalkBuilder builder;

    MatchSettings(TalkBuilder builder) {
        this.builder = builder;
    }

    void read(ConfigSection match) {
        match.sections((name, section) -> {
            section.knowing("by", "ignore", "limit");
            CliNames.type(name, section).ifPresent(type -> {
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
                by.add(MatchRule.same(properties.toArray(String[]::new)));
            }
        }
        return by.toArray(MatchRule[]::new);
    }
}
