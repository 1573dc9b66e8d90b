package io.sesam.talk.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links and headings of a Markdown page, as GitHub shows them. */
final class Markdown {
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(\\s*<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\s*\\)");
    private static final Pattern DEFINITION = Pattern.compile("(?m)^ {0,3}\\[[^\\]]+\\]:\\s+<?([^\\s>]+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*?)(?: +#+)? *$");
    private static final Pattern LINK_IN_HEADING = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");

    private final String text;

    Markdown(String text) {
        this.text = FENCED.matcher(text).replaceAll("");
    }

    /** Targets of all links and pictures, in order. */
    List<String> links() {
        String prose = CODE.matcher(text).replaceAll("code");
        List<String> links = new ArrayList<>();
        for (Pattern pattern : List.of(LINK, DEFINITION)) {
            pattern.matcher(prose).results().map(found -> found.group(1)).forEach(links::add);
        }
        return links;
    }

    /** The anchors of all headings. A repeated one gets a number. */
    List<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        List<String> anchors = new ArrayList<>();
        for (String heading : headings()) {
            String anchor = LINK_IN_HEADING
                    .matcher(heading)
                    .replaceAll(link -> Matcher.quoteReplacement(link.group(1)))
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    /** All headings, the title first. */
    List<String> headings() {
        return HEADING.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
