package io.sesam.talk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Loggers and first Javadoc sentences, checked on source files. */
final class SourcesTest {
    private static final Pattern LOGGER = Pattern.compile("(?m)^(.*)LoggerFactory\\s*\\.getLogger\\(([^)]*)\\)");

    /** A documented type at any depth: its comment, its annotations, its name. */
    private static final Pattern TYPE = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\((?:[^()]|\\([^()]*\\))*\\))?\\s+)*"
                    + "(?:(?:public|protected|private|static|final|abstract|sealed|non-sealed)\\s+)*"
                    + "(?:class|interface|enum|record|@interface)\\s+(\\w+)",
            Pattern.DOTALL);

    private static final Pattern FIRST_SENTENCE =
            Pattern.compile("^(.*?)(?:\\.(?=\\s|$)|(?=<p>|<ul>|<pre>|\\s@\\w)|$)", Pattern.DOTALL);
    private static final int MEDIAN_WORDS = 8;

    @Test
    void everyLoggerIsPrivateAndNamedAfterItsClass() {
        List<String> found = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        Sources.ofAllModules().forEach((file, text) -> {
            String type = file.getFileName().toString().replace(".java", "");
            Matcher logger = LOGGER.matcher(text);
            while (logger.find()) {
                found.add(type);
                if (!logger.group(1).strip().matches("private static final Logger \\w+ =")
                        || !logger.group(2).strip().equals(type + ".class")) {
                    wrong.add(file + ": " + logger.group().strip());
                }
            }
        });
        assertThat(found).hasSizeGreaterThan(10);
        assertThat(wrong).isEmpty();
    }

    @Test
    void theFirstSentenceOfATypesJavadocIsShort() {
        Map<String, Integer> words = new TreeMap<>();
        Sources.of("talk-core").forEach((file, text) -> {
            Matcher type = TYPE.matcher(text);
            while (type.find()) {
                words.put(file.getFileName() + " " + type.group(2), wordsOfFirstSentence(type.group(1)));
            }
        });
        List<Integer> sorted = words.values().stream().sorted().toList();
        int median = sorted.get(sorted.size() / 2);
        System.out.println("Median length of the first sentences of " + sorted.size() + " types: " + median + " words");
        assertThat(words).hasSizeGreaterThan(150).containsKeys("SourceRecord.java SourceRecord", "Talk.java Talk");
        assertThat(median).as("words in the median first sentence").isLessThanOrEqualTo(MEDIAN_WORDS);
    }

    @Test
    void wordsAreCountedUpToTheEndOfTheFirstSentence() {
        assertThat(wordsOfFirstSentence(" Two words. And more.")).isEqualTo(2);
        assertThat(wordsOfFirstSentence("\n * A {@link Talk} of\n * five words.\n *\n * <p>More.\n "))
                .isEqualTo(5);
        assertThat(wordsOfFirstSentence("\n * No full stop\n *\n * <p>More.\n "))
                .isEqualTo(3);
        assertThat(wordsOfFirstSentence(" Version 1.2 of it. More.")).isEqualTo(4);
    }

    private static int wordsOfFirstSentence(String comment) {
        String text = comment.replaceAll("(?m)^\\s*\\*", " ")
                .replaceAll("\\{@\\w+\\s+([^}]*)}", "$1")
                .strip();
        Matcher sentence = FIRST_SENTENCE.matcher(text);
        assertThat(sentence.find()).isTrue();
        return (int) Pattern.compile("\\s+")
                .splitAsStream(sentence.group(1).strip())
                .filter(word -> word.matches(".*\\w.*"))
                .count();
    }
}
