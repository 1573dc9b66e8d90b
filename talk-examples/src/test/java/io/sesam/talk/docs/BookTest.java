package io.sesam.talk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the documentation hangs together. All pages are in the index, and no link leads nowhere. */
final class BookTest {
    private static final Pattern ENTRY = Pattern.compile("(?m)^\\* \\[([^\\]]+)\\]\\(([^)]+)\\): \\S.*$");

    private static final Pattern CHECKED =
            Pattern.compile("(?ms)^What was checked \\(([^)]+)\\): (\\S.*?)(?:\n\n|\\z)");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

    private final Path root = Path.of("").toAbsolutePath().getParent();

    @Test
    void theIndexHasEveryPageOnceUnderItsTitle() throws IOException {
        String index = Files.readString(root.resolve("docs/README.md"));
        Map<String, String> expected = new TreeMap<>();
        for (Path page : pagesOf(root.resolve("docs"))) {
            String name = root.resolve("docs").relativize(page).toString().replace('\\', '/');
            if (!name.startsWith("decisions/") && !name.equals("README.md")) {
                expected.put(name, markdown(page).headings().get(0));
            }
        }
        Map<String, List<String>> entries = new TreeMap<>();
        Matcher entry = ENTRY.matcher(index);
        while (entry.find()) {
            entries.computeIfAbsent(entry.group(2), any -> new ArrayList<>()).add(entry.group(1));
        }
        assertThat(entries.remove("decisions"))
                .as("the entry of docs/decisions")
                .hasSize(1);
        Map<String, List<String>> wanted = new TreeMap<>();
        expected.forEach((name, title) -> wanted.put(name, List.of(title)));

        assertThat(expected).hasSizeGreaterThan(15);
        assertThat(entries)
                .as("entries of docs/README.md, such as \"* [Title of the page](page.md): one line\"")
                .isEqualTo(wanted);
        assertThat(markdown(root.resolve("docs/README.md")).headings())
                .containsExactly("Documentation", "Tutorials", "How-to", "Reference", "Explanation", "Glossary");
    }

    @Test
    void everyLinkLeadsToAFileAndAHeadingThatExist() throws IOException {
        List<Path> pages = new ArrayList<>(pagesOf(root.resolve("docs")));
        try (Stream<Path> files = Files.list(root)) {
            files.filter(BookTest::isPage).forEach(pages::add);
        }
        assertThat(pages)
                .contains(root.resolve("README.md"), root.resolve("CONTRIBUTING.md"))
                .hasSizeGreaterThan(50);

        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages) {
            links += markdown(page).links().size();
            broken.addAll(broken(page));
        }
        assertThat(links).as("links found").isGreaterThan(100);
        assertThat(broken).as("links that lead nowhere").isEmpty();
    }

    /** The index and the glossary say nothing that could be checked; a decision has its date. */
    @Test
    void everyPageSaysWhatWasCheckedAndWhen() throws IOException {
        Set<String> tests = new HashSet<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path sources : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.map(file -> file.getFileName().toString().replace(".java", ""))
                            .forEach(tests::add);
                }
            }
        }
        List<Path> pages;
        try (Stream<Path> files = Files.list(root.resolve("docs"))) {
            pages = files.filter(BookTest::isPage)
                    .filter(page -> !List.of("README.md", "glossary.md")
                            .contains(page.getFileName().toString()))
                    .toList();
        }
        assertThat(pages).hasSizeGreaterThan(15).allSatisfy(page -> {
            List<MatchResult> lines =
                    CHECKED.matcher(Files.readString(page)).results().toList();
            assertThat(lines)
                    .as(
                            "the line of %s: \"What was checked (in each build): …\", or with the date of a check by hand",
                            page)
                    .hasSize(1);
            String when = lines.get(0).group(1);
            Matcher date = DATE.matcher(when);
            assertThat(when.contains("in each build") || DATE.matcher(when).find())
                    .as("when %s was checked", page)
                    .isTrue();
            while (date.find()) {
                assertThat(LocalDate.parse(date.group())).as("%s", page).isAfter(LocalDate.of(2026, 11, 1));
            }
            List<String> named = TEST.matcher(lines.get(0).group(2))
                    .results()
                    .map(each -> each.group(1))
                    .toList();
            assertThat(tests).as("tests that %s names", page).containsAll(named);
        });
    }

    @Test
    void aLinkThatLeadsNowhereIsFound(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("other.md"), "# Other\n\n## What `it` does, and why\n\n## Twice\n\n## Twice\n");
        Path page = Files.writeString(directory.resolve("page.md"), """
                # Page

                [a](other.md), [b](other.md#what-it-does-and-why), [c](#page), [d](other.md#twice-1), `[e](not-a-link.md)`,
                [f](https://talk.example/#x), [g](missing.md), [h](other.md#not-there), [i](#nor-here), [j](other.md#twice-2)

                ```text
                # no heading
                [k](no-link.md)
                ```

                [l](#no-heading) ![m](images/none.png) [n]: [n]

                [n]: gone.md
                """);

        assertThat(broken(page))
                .extracting(line -> line.replaceAll(".*: ", ""))
                .containsExactly(
                        "missing.md",
                        "other.md#not-there",
                        "#nor-here",
                        "other.md#twice-2",
                        "#no-heading",
                        "images/none.png",
                        "gone.md");
    }

    /** Links of a page that lead nowhere, with the reason before the colon. */
    private static List<String> broken(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : markdown(page).links()) {
            if (!link.matches("[a-z][a-z0-9+.-]*:.*")) {
                problem(page, link).ifPresent(problem -> broken.add(page + ", " + problem + ": " + link));
            }
        }
        return broken;
    }

    private static Optional<String> problem(Path page, String link) throws IOException {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!Files.exists(target)) {
            return Optional.of("no such file");
        }
        if (hash < 0) {
            return Optional.empty();
        }
        if (!isPage(target)) {
            return Optional.of("an anchor in a file without headings");
        }
        return markdown(target).anchors().contains(link.substring(hash + 1))
                ? Optional.empty()
                : Optional.of("no such heading");
    }

    private static List<Path> pagesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(BookTest::isPage).sorted().toList();
        }
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md") && Files.isRegularFile(file);
    }

    private static Markdown markdown(Path page) throws IOException {
        return new Markdown(Files.readString(page));
    }
}
