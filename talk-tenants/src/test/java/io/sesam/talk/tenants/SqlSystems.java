package io.sesam.talk.tenants;

import com.zaxxer.hikari.HikariDataSource;
import io.sesam.talk.host.HostSystem;
import io.sesam.talk.host.HostType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * The systems of all accounts, as tables that several processes reach. They refuse no second record with an address: each insert is
 * counted.
 */
final class SqlSystems implements AutoCloseable {
    static final List<String> SYSTEMS = List.of("crm", "erp");

    private final HikariDataSource pool;

    /** How long a call takes, in milliseconds. */
    private final LongSupplier latency;

    SqlSystems(String url, LongSupplier latency) {
        this.pool = Database.pool(url, 4);
        this.latency = latency;
    }

    static void create(String url) throws SQLException {
        Database.run(
                url,
                "create sequence ids",
                "create table people (tenant text, system text, id text collate \"C\", given text, family text, email text,"
                        + " modified bigint, primary key (tenant, system, id))",
                "create index people_by_time on people (tenant, system, modified, id)",
                "create table inserts (tenant text, system text, email text, worker text, at timestamptz default"
                        + " clock_timestamp())",
                "create table control (ahead bigint not null)",
                "insert into control values (0)");
    }

    /** The settings of a tenant. */
    TalkSettings settings(TenantId tenant, String worker) {
        return MemoryAccounts.settings(
                new Account(tenant.value(), "crm", worker).plugin(),
                new Account(tenant.value(), "erp", worker).plugin());
    }

    /** How far the time of all systems is ahead of the clocks, so that waits need not be waited for. */
    Duration ahead() {
        return Duration.ofSeconds(
                Long.parseLong(query("select ahead from control").get(0).get(0)));
    }

    /** Adds a person as somebody at the account does. */
    void add(String tenant, String system, String given, String email) {
        update(
                "insert into people select ?, ?, lpad(nextval('ids')::text, 12, '0'), ?, 'X', ?,"
                        + " (extract(epoch from clock_timestamp()) * 1000)::bigint",
                tenant,
                system,
                given,
                email);
    }

    List<List<String>> query(String sql, Object... parameters) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<List<String>> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void update(String sql, Object... parameters) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    DataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }

    private void call() {
        try {
            Thread.sleep(latency.getAsLong());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One system of one account. */
    private final class Account {
        private static final String SELECT =
                "select id, given, family, email, modified from people where tenant = ? and system = ? and ";

        private final String tenant;
        private final String name;
        private final String worker;

        private Account(String tenant, String name, String worker) {
            this.tenant = tenant;
            this.name = name;
            this.worker = worker;
        }

        HostSystem plugin() {
            return HostSystem.of(HostType.of(
                            Person.SCHEMA,
                            List.of(FieldSpec.of("firstname"), FieldSpec.of("lastname"), FieldSpec.of("email")),
                            this::after,
                            this::byId)
                    .inserts(this::insert)
                    .updates(this::set)
                    .lag(Duration.ofSeconds(2)));
        }

        private List<RecordSnapshot> after(Instant since, String afterId, int limit) {
            call();
            long time = since.toEpochMilli();
            return read(
                    SELECT + "(modified > ? or modified = ? and id > ?) order by modified, id limit ?",
                    tenant,
                    name,
                    time,
                    time,
                    afterId,
                    limit);
        }

        private List<RecordSnapshot> byId(Collection<String> ids) {
            List<RecordSnapshot> found = new ArrayList<>();
            ids.forEach(id -> found.addAll(read(SELECT + "id = ?", tenant, name, id)));
            return found;
        }

        private List<RecordSnapshot> read(String sql, Object... parameters) {
            return query(sql, parameters).stream().map(Account::snapshot).toList();
        }

        private static RecordSnapshot snapshot(List<String> row) {
            Fields fields = Fields.builder(Person.SCHEMA)
                    .text("firstname", said(row.get(1)))
                    .text("lastname", said(row.get(2)))
                    .text("email", said(row.get(3)))
                    .build();
            return RecordSnapshot.of(row.get(0), fields).modified(Instant.ofEpochMilli(Long.parseLong(row.get(4))));
        }

        private static String said(String text) {
            return text == null ? "" : text;
        }

        private String text(Fields fields, String property) {
            return fields.originalText(fields.schema().index(property)).orElse("");
        }

        private RecordSnapshot insert(Fields fields) {
            call();
            RecordSnapshot made = read(
                            "with made as (insert into people select ?, ?, lpad(nextval('ids')::text, 12, '0'), ?, ?, ?,"
                                    + " (extract(epoch from clock_timestamp()) * 1000)::bigint returning *),"
                                    + " noted as (insert into inserts (tenant, system, email, worker) select tenant, system,"
                                    + " email, ? from made) select id, given, family, email, modified from made",
                            tenant,
                            name,
                            text(fields, "firstname"),
                            text(fields, "lastname"),
                            text(fields, "email"),
                            worker)
                    .get(0);
            // the record is there, and its writer may not live to hear of it
            call();
            return made;
        }

        private RecordSnapshot set(String id, Fields fields) {
            call();
            for (String[] column :
                    new String[][] {{"firstname", "given"}, {"lastname", "family"}, {"email", "email"}}) {
                fields.originalText(fields.schema().index(column[0]))
                        .ifPresent(text -> update(
                                "update people set " + column[1]
                                        + " = ?, modified = (extract(epoch from clock_timestamp())"
                                        + " * 1000)::bigint where tenant = ? and system = ? and id = ?",
                                text,
                                tenant,
                                name,
                                id));
            }
            return byId(List.of(id)).get(0);
        }
    }
}
