package io.sesam.talk.examples.users;

import io.sesam.talk.host.HostRefusalException;
import io.sesam.talk.host.HostSystem;
import io.sesam.talk.host.HostType;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;

/** Makes the users a system of Talk, which the settings call {@code host}. */
@Configuration(proxyBeanMethods = false)
class UsersAsSystem {
    @Bean
    HostSystem app(Users users) {
        return HostSystem.of(HostType.of(
                        Person.SCHEMA,
                        List.of(
                                FieldSpec.of("firstname"),
                                FieldSpec.of("lastname"),
                                FieldSpec.of("email").required()),
                        (since, after, limit) ->
                                shown(users.changedAfter(since, after.isEmpty() ? 0 : Long.parseLong(after), limit)),
                        ids -> shown(users.findAllById(
                                ids.stream().map(Long::valueOf).toList())))
                .inserts(person -> saved(users, AppUser.nobody(now()).with(person, now())))
                .updates((id, person) -> saved(
                        users, users.findById(Long.valueOf(id)).orElseThrow().with(person, now())))
                .archives(id -> users.deleteById(Long.valueOf(id))));
    }

    private static List<RecordSnapshot> shown(List<AppUser> users) {
        return users.stream().map(AppUser::shown).toList();
    }

    private static RecordSnapshot saved(Users users, AppUser user) {
        try {
            return users.save(user).shown();
        } catch (DuplicateKeyException e) {
            throw new HostRefusalException("another user has this address; join the two users first");
        }
    }

    /** As the database keeps it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
