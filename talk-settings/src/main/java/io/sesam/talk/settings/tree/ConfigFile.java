package io.sesam.talk.settings.tree;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads a document of settings. Messages never quote it, because a line may hold a secret. */
public final class ConfigFile {
    private final String name;
    private final String text;

    private ConfigFile(String name, String text) {
        this.name = name;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** A file of YAML, or of JSON when its name says so. */
    public static ConfigFile of(Path path) {
        try {
            return new ConfigFile(path.toString(), Files.readString(path, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw wrong(path.toString(), "is not there; name the settings file with --config");
        } catch (CharacterCodingException e) {
            throw wrong(path.toString(), "is not in UTF-8; save it as UTF-8");
        } catch (AccessDeniedException e) {
            throw wrong(path.toString(), "may not be read; give yourself the right to");
        } catch (IOException e) {
            throw wrong(
                    path.toString(),
                    Files.isDirectory(path) ? "is a directory; name the file in it" : "cannot be read");
        }
    }

    /** YAML that is no file. */
    public static ConfigFile of(Reader yaml) {
        StringWriter text = new StringWriter();
        try {
            yaml.transferTo(text);
        } catch (IOException e) {
            throw wrong("the text of the settings", "cannot be read");
        }
        return new ConfigFile("the text of the settings", text.toString());
    }

    /** The document as a section; its problems are in the list, unless nothing could be read at all. */
    public ConfigSection read(Variables variables, List<String> problems) {
        try (JsonParser parser = factory().createParser(text)) {
            return ConfigSection.top(new TreeReader(parser, variables, problems).read(), problems);
        } catch (JsonProcessingException e) {
            throw wrong(
                    name,
                    "is neither YAML nor JSON " + where(e)
                            + ": look at the indentation, colons, quotation marks and brackets around there");
        } catch (IOException e) {
            throw wrong(name, "cannot be understood (" + e.getClass().getSimpleName() + ")");
        }
    }

    private JsonFactory factory() {
        return name.toLowerCase(Locale.ROOT).endsWith(".json") ? new JsonFactory() : new YAMLFactory();
    }

    private static TalkException wrong(String name, String what) {
        return TalkException.configuration(List.of(name + " " + what));
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
