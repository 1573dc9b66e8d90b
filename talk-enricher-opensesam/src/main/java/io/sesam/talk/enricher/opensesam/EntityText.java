package io.sesam.talk.enricher.opensesam;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The text form of an entity in the index. Contains only the data needed for answers. */
final class EntityText {
    private static final String FIELD = "\t";
    private static final String LINE = "\u001f";

    private EntityText() {}

    static String write(Entity entity) {
        return String.join(
                FIELD,
                clean(entity.name()),
                entity.person() ? "1" : "",
                write(entity.address()),
                write(entity.otherAddress()),
                clean(entity.homepage()),
                entity.deleted().map(LocalDate::toString).orElse(""),
                joined(entity.warnings()));
    }

    private static String write(Optional<RegistryAddress> address) {
        return address.map(some -> clean(some.country())
                        + LINE
                        + clean(some.zip())
                        + (some.lines().isEmpty() ? "" : LINE + joined(some.lines())))
                .orElse("");
    }

    private static String joined(List<String> texts) {
        return String.join(LINE, texts.stream().map(EntityText::clean).toList());
    }

    private static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ') {
                return text.replaceAll("\\p{Cntrl}", " ");
            }
        }
        return text;
    }

    static Entity read(String id, String text) {
        String[] fields = text.split(FIELD, -1);
        return new Entity(
                id,
                fields[0],
                !fields[1].isEmpty(),
                address(fields[2]),
                address(fields[3]),
                fields[4],
                fields[5].isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(fields[5])),
                fields[6].isEmpty() ? List.of() : List.of(fields[6].split(LINE, -1)));
    }

    private static Optional<RegistryAddress> address(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = List.of(text.split(LINE, -1));
        return Optional.of(new RegistryAddress(parts.subList(2, parts.size()), parts.get(1), parts.get(0)));
    }
}
