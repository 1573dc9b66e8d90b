package io.sesam.talk.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What Maven Central and this project demand of published files.
 *
 * <p>Central's rules: name, description, url, licence, developer and source in the POM; jars of sources and of Javadoc. Ours: a POM
 * that needs no parent, licence and notice in each jar, the version in its manifest, and a list of components. Signatures are made by
 * the owner of the key and are not checked.
 */
final class CentralRules {
    private static final List<String> REQUIRED = List.of(
            "groupId",
            "artifactId",
            "version",
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "developers/developer/organization",
            "scm/connection",
            "scm/developerConnection",
            "scm/url");

    private final List<String> problems = new ArrayList<>();

    private CentralRules() {}

    /** What is wrong with a POM as it is published. */
    static List<String> ofPom(Path pom) {
        CentralRules rules = new CentralRules();
        if (!Files.exists(pom)) {
            return List.of("no POM " + pom);
        }
        Element project = document(pom).getDocumentElement();
        for (String path : REQUIRED) {
            String text = text(project, path);
            rules.unless(!text.isBlank(), "the POM has no " + path);
            rules.unless(!text.contains("${"), "the POM has a variable in " + path + ": " + text);
        }
        rules.unless(find(project, "parent") == null, "the POM has a parent");
        rules.unless(find(project, "repositories") == null, "the POM has repositories of its own");
        Element dependencies = find(project, "dependencies");
        for (Element dependency : dependencies == null ? List.<Element>of() : children(dependencies, "dependency")) {
            String name = text(dependency, "artifactId");
            String version = text(dependency, "version");
            rules.unless(!version.isBlank(), "the POM has " + name + " without a version");
            rules.unless(!version.contains("${"), "the POM has " + name + " with a variable as version");
            rules.unless(
                    !List.of("test", "system").contains(text(dependency, "scope")),
                    "the POM has " + name + " with scope " + text(dependency, "scope"));
        }
        return rules.problems;
    }

    /**
     * What is wrong with the jars beside a POM.
     *
     * @param release whether Javadoc and the list of components are expected, too
     */
    static List<String> ofJars(Path target, Path pom, boolean release) {
        CentralRules rules = new CentralRules();
        Element project = document(pom).getDocumentElement();
        String version = text(project, "version");
        String name = text(project, "artifactId") + "-" + version;
        rules.main(target.resolve(name + ".jar"), version);
        rules.content(target.resolve(name + "-sources.jar"), ".java");
        if (release) {
            // An archetype has no Javadoc: a text to read is in its place.
            rules.content(target.resolve(name + "-javadoc.jar"), isArchetype(target) ? ".md" : ".html");
            rules.unless(Files.exists(target.resolve("bom.json")), "no list of components: " + target + "/bom.json");
        }
        return rules.problems;
    }

    private void main(Path file, String version) {
        // The jar of an archetype holds templates.
        content(file, isArchetype(file.getParent()) ? ".xml" : ".class");
        if (!Files.exists(file)) {
            return;
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            for (String text : List.of("META-INF/LICENSE", "META-INF/NOTICE")) {
                unless(jar.getEntry(text) != null, file.getFileName() + " has no " + text);
            }
            Manifest manifest = jar.getManifest();
            String found = manifest.getMainAttributes().getValue("Implementation-Version");
            unless(version.equals(found), file.getFileName() + " has the Implementation-Version " + found);
            long instants =
                    jar.stream().map(entry -> entry.getTimeLocal()).distinct().count();
            unless(
                    instants == 1,
                    file.getFileName() + " has entries of " + instants + " times: a second build differs");
            unless(
                    manifest.getMainAttributes().getValue("Built-By") == null
                            && manifest.getMainAttributes().getValue("Build-Time") == null,
                    file.getFileName() + " says who built it or when: a second build differs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isArchetype(Path target) {
        return Files.exists(target.resolve("classes/META-INF/maven/archetype-metadata.xml"));
    }

    private void content(Path file, String ending) {
        if (!Files.exists(file)) {
            problems.add("no " + file.getFileName());
            return;
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            try (Stream<String> names = jar.stream().map(entry -> entry.getName())) {
                unless(names.anyMatch(name -> name.endsWith(ending)), file.getFileName() + " has no " + ending);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unless(boolean kept, String problem) {
        if (!kept) {
            problems.add(problem);
        }
    }

    /** The texts of all elements of one name. */
    static List<String> texts(Path pom, String element) {
        NodeList found = document(pom).getElementsByTagName(element);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
    }

    private static Document document(Path pom) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(pom.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new AssertionError("cannot read " + pom + ": " + e.getMessage(), e);
        }
    }

    private static String text(Element from, String path) {
        Element found = from;
        for (String name : path.split("/", -1)) {
            found = find(found, name);
            if (found == null) {
                return "";
            }
        }
        return found.getTextContent().strip();
    }

    private static Element find(Element from, String name) {
        List<Element> found = children(from, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static List<Element> children(Element from, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = from.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
