package io.sesam.talk.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads the settings file. Messages never quote the file, because a line may hold a secret. */
final class ConfigFile {
    private final Path path;

    ConfigFile(Path path) {
        this.path = path;
    }

    /** The file as a section; its problems are in the list, unless nothing could be read at all. */
    ConfigSection read(Map<String, String> environment, List<String> problems) {
        String text = text();
        try (JsonParser parser = factory().createParser(text)) {
            Object tree = new TreeReader(parser, new Variables(environment, problems), problems).read();
            return ConfigSection.top(tree, problems);
        } catch (JsonProcessingException e) {
            throw wrong("is neither YAML nor JSON " + where(e)
                    + ": look at the indentation, colons, quotation marks and brackets around there");
        } catch (IOException e) {
            throw wrong("cannot be understood (" + e.getClass().getSimpleName() + ")");
        }
    }

    private JsonFactory factory() {
        boolean json = path.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        return json ? new JsonFactory() : new YAMLFactory();
    }

    private String text() {
        try {
            String text = Files.readString(path, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw wrong("is not there; name the settings file with --config");
        } catch (CharacterCodingException e) {
            throw wrong("is not in UTF-8; save it as UTF-8");
        } catch (AccessDeniedException e) {
            throw wrong("may not be read; give yourself the right to");
        } catch (IOException e) {
            throw wrong(Files.isDirectory(path) ? "is a directory; name the file in it" : "cannot be read");
        }
    }

    private TalkException wrong(String what) {
        return TalkException.configuration(List.of(path + " " + what));
    }

    /** The YAML parser has the exact place; Jackson only has the last token that it understood. */
    private static String where(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException yaml) {
            Mark mark = yaml.getProblemMark();
            return mark == null ? "" : where(mark.getLine() + 1, mark.getColumn() + 1);
        }
        JsonLocation location = e.getLocation();
        return location == null ? "" : where(location.getLineNr(), location.getColumnNr());
    }

    private static String where(int line, int column) {
        return "at line " + line + ", column " + column;
    }
}
