package io.sesam.talk.examples.users;

import java.time.Instant;
import java.util.List;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/** The application's repository of users. */
interface Users extends ListCrudRepository<AppUser, Long> {
    @Query(
            "select * from users where modified > :time or modified = :time and id > :id order by modified, id limit :limit")
    List<AppUser> changedAfter(Instant time, long id, int limit);
}
