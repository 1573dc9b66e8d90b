package io.sesam.talk.examples.users;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** A user of the application, with a hash of the password that no other system gets to see. */
@Table("users")
record AppUser(
        @Id @Nullable Long id,
        @Nullable String given,
        @Nullable String family,
        @Nullable String email,
        @Nullable String passwordHash,
        Instant modified) {
    static AppUser nobody(Instant now) {
        return new AppUser(null, null, null, null, null, now);
    }

    /** Returns this user with the known values of a record. A blank clears, unknown leaves alone. */
    AppUser with(Fields person, Instant now) {
        return new AppUser(
                id,
                person.text("firstname").<@Nullable String>fold(() -> given, () -> null, text -> text),
                person.text("lastname").<@Nullable String>fold(() -> family, () -> null, text -> text),
                person.text("email").<@Nullable String>fold(() -> email, () -> null, text -> text),
                passwordHash,
                now);
    }

    /** Returns this user as other systems see it. */
    RecordSnapshot shown() {
        Fields person = Fields.builder(Person.SCHEMA)
                .text("firstname", given == null ? "" : given)
                .text("lastname", family == null ? "" : family)
                .text("email", email == null ? "" : email)
                .build();
        return RecordSnapshot.of(String.valueOf(id), person).modified(modified);
    }
}
