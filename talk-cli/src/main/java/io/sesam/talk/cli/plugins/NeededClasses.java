package io.sesam.talk.cli.plugins;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * What the classes of a jar need of Talk and of Java, read from their constants.
 *
 * <p>A plugin that was made for a newer Talk would fail at some later moment, in the middle of a sync; here it is found before.
 */
final class NeededClasses {
    private static final String TALK = "io/sesam/talk/";
    private static final String UNKNOWN = "?";
    private static final int CLASS_FILE = 0xCAFEBABE;
    /** Version of class files less the version of Java. */
    private static final int FIRST_JAVA = 44;

    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;
    private static final Map<Integer, Integer> SIZES = Map.ofEntries(
            Map.entry(3, 4),
            Map.entry(4, 4),
            Map.entry(5, 8),
            Map.entry(6, 8),
            Map.entry(CLASS, 2),
            Map.entry(8, 2),
            Map.entry(9, 4),
            Map.entry(METHOD, 4),
            Map.entry(INTERFACE_METHOD, 4),
            Map.entry(NAME_AND_TYPE, 4),
            Map.entry(15, 3),
            Map.entry(16, 2),
            Map.entry(17, 4),
            Map.entry(18, 4),
            Map.entry(19, 2),
            Map.entry(20, 2));

    private final ClassLoader loader;
    private final Map<String, Set<String>> methods = new HashMap<>();

    NeededClasses(ClassLoader loader) {
        this.loader = loader;
    }

    /** Describes the first thing that a jar needs and that is not here; empty when all is. */
    Optional<String> missing(JarFile jar) throws IOException {
        for (JarEntry entry : Collections.list(jar.entries())) {
            if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                try (DataInputStream in = new DataInputStream(new BufferedInputStream(jar.getInputStream(entry)))) {
                    Optional<String> missing = missing(in);
                    if (missing.isPresent()) {
                        return missing;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> missing(DataInputStream in) throws IOException {
        if (in.readInt() != CLASS_FILE) {
            return Optional.of("holds a damaged class; copy it again");
        }
        in.readUnsignedShort();
        int java = in.readUnsignedShort() - FIRST_JAVA;
        if (java > Runtime.version().feature()) {
            return Optional.of("needs Java " + java + ", and this is Java "
                    + Runtime.version().feature() + "; use a newer Java, or a jar for this one");
        }
        Constants constants = new Constants(in);
        return constants.classes().stream()
                .filter(name -> name.startsWith(TALK))
                .filter(name -> methods(name).isEmpty())
                .findFirst()
                .or(() -> constants.methods().stream()
                        .filter(method -> method[0].startsWith(TALK) && !has(method[0], method[1]))
                        .map(method -> method[0] + "." + method[1].replaceFirst("\\(.*", ""))
                        .findFirst())
                .map(name -> "was made for another version of Talk, perhaps a newer one: it needs "
                        + name.replace('/', '.').replace('$', '.')
                        + ", which is not here; use a newer talk.jar, or another version of this jar");
    }

    private boolean has(String name, String method) {
        return methods(name).contains(method) || methods(name).contains(UNKNOWN);
    }

    /** The methods of a class of Talk with their descriptors, inherited ones too; empty when there is no such class. */
    private Set<String> methods(String name) {
        return methods.computeIfAbsent(name, missing -> {
            try {
                Set<String> all = new HashSet<>();
                addMethods(Class.forName(name.replace('/', '.'), false, loader), all);
                return all;
            } catch (ClassNotFoundException e) {
                return Set.of();
            } catch (LinkageError e) { // of a part that is left out on purpose, such as a database's driver
                return Set.of(UNKNOWN);
            }
        });
    }

    private static void addMethods(Class<?> type, Set<String> all) {
        all.add("class " + type.getName());
        for (Constructor<?> made : type.getDeclaredConstructors()) {
            all.add("<init>" + descriptor(void.class, made.getParameterTypes()));
        }
        for (Method method : type.getDeclaredMethods()) {
            all.add(method.getName() + descriptor(method.getReturnType(), method.getParameterTypes()));
        }
        Class<?> parent = type.isInterface() ? Object.class : type.getSuperclass();
        if (parent != null) {
            addMethods(parent, all);
        }
        Arrays.stream(type.getInterfaces()).forEach(one -> addMethods(one, all));
    }

    private static String descriptor(Class<?> result, Class<?>[] parameters) {
        return MethodType.methodType(result, parameters).toMethodDescriptorString();
    }

    /** The constants of a class file. */
    private static final class Constants {
        private final Map<Integer, String> texts = new HashMap<>();
        private final Map<Integer, int[]> others = new HashMap<>();

        Constants(DataInputStream in) throws IOException {
            int count = in.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                if (tag == UTF8) {
                    texts.put(i, in.readUTF());
                } else {
                    Integer size = SIZES.get(tag);
                    if (size == null) {
                        throw new IOException("unknown constant " + tag);
                    }
                    byte[] bytes = in.readNBytes(size);
                    int second = size == 4 ? number(bytes, 2) : 0;
                    others.put(i, new int[] {tag, size == 3 ? 0 : number(bytes, 0), second});
                    i += size == 8 ? 1 : 0;
                }
            }
        }

        private static int number(byte[] bytes, int at) {
            return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
        }

        private String text(int index) {
            return texts.getOrDefault(index, "");
        }

        private int[] other(int index) {
            return others.getOrDefault(index, new int[3]);
        }

        List<String> classes() {
            return others.values().stream()
                    .filter(constant -> constant[0] == CLASS)
                    .map(constant -> text(constant[1]))
                    .toList();
        }

        /** Class, and name with descriptor, of each method that is called. */
        List<String[]> methods() {
            return others.values().stream()
                    .filter(constant -> constant[0] == METHOD || constant[0] == INTERFACE_METHOD)
                    .map(constant -> {
                        int[] named = other(constant[2]);
                        return new String[] {text(other(constant[1])[1]), text(named[1]) + text(named[2])};
                    })
                    .toList();
        }
    }
}
