package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The table {@code links}. */
final class LinkTable {
    private static final String SELECT =
            "select type, first_system, first_id, second_system, second_id, origin from links ";
    private static final String BY_FIRST = SELECT + "where first_system = ? and type = ? and first_id in (:many)";
    private static final String BY_SECOND = SELECT + "where second_system = ? and type = ? and second_id in (:many)";
    private static final String ADD = """
            insert into links (type, first_system, first_id, second_system, second_id, origin)
            values (?, ?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String REMOVE = """
            delete from links where type = ? and first_system = ? and first_id = ?
                and second_system = ? and second_id = ? and origin = ?""";

    private final StoreDatabase database;

    LinkTable(StoreDatabase database) {
        this.database = database;
    }

    List<Link> of(Collection<RecordRef> refs) throws SQLException {
        Set<Link> found = new LinkedHashSet<>();
        for (RecordScope scope : RecordScope.of(refs)) {
            for (String sql : List.of(BY_FIRST, BY_SECOND)) {
                found.addAll(
                        database.many(sql, scope::fill, scope.ids(), StoreDatabase.Filler.NOTHING, LinkTable::read));
            }
        }
        return List.copyOf(found);
    }

    void change(Collection<Link> removed, Collection<Link> added) throws SQLException {
        database.each(REMOVE, removed, LinkTable::fill);
        database.each(ADD, added, LinkTable::fill);
    }

    private static Link read(ResultRow row) throws SQLException {
        EntityType type = row.type();
        RecordRef first = new RecordRef(row.system(), type, row.text());
        RecordRef second = new RecordRef(row.system(), type, row.text());
        return new Link(first, second, Link.Origin.valueOf(row.text()));
    }

    private static void fill(Binder binder, Link link) throws SQLException {
        binder.text(link.first().type().name())
                .text(link.first().system().value())
                .text(link.first().id())
                .text(link.second().system().value())
                .text(link.second().id())
                .text(link.origin().name());
    }
}
