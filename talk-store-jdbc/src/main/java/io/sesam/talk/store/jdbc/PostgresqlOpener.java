package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.jdbc.keeper.LeaseKeeper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The opening of a PostgreSQL store. One transaction checks the schema, acquires the lease and migrates the tables. */
final class PostgresqlOpener {
    private static final Migrations MIGRATIONS = Migrations.ofResources(
                    "postgresql-1.sql",
                    "postgresql-2.sql",
                    "postgresql-3.sql",
                    "postgresql-4.sql",
                    "postgresql-5.sql",
                    "postgresql-6.sql",
                    "postgresql-7.sql",
                    "postgresql-8.sql")
            .after(3, LegacyNotes::carryOver);

    /** The oldest version whose questions the tables answer. A script that changes what is asked raises it. */
    private static final int READERS = 8;

    private static final String LOOK = "select pg_try_advisory_xact_lock(hashtext('talk schema ' || ?)),"
            + " current_setting('server_encoding'), exists (select from pg_namespace where nspname = ?),"
            + " exists (select from pg_tables where schemaname = ? and tablename = 'talk_migrations')";

    private final PostgresqlDialect dialect;
    private final Duration length;
    private final Optional<LeaseKeeper> keeper;

    /** Creates an opening; {@code length} is that of the lease, which a keeper may extend. */
    PostgresqlOpener(PostgresqlDialect dialect, Duration length, Optional<LeaseKeeper> keeper) {
        this.dialect = dialect;
        this.length = length;
        this.keeper = keeper;
    }

    /** Returns the version of the tables. */
    static int version() {
        return MIGRATIONS.size();
    }

    /** What an opening finds. */
    private record Look(boolean isAlone, String encoding, boolean hasSchema, boolean hasTables) {}

    Store open(Map<EntityType, Schema> schemas, Clock clock, RandomGenerator random) {
        try {
            Lease lease = new Lease(dialect, length, keeper);
            Connection connection = taken(lease, clock);
            StoreDatabase database = new StoreDatabase(connection, dialect, lease, keeper);
            boolean opened = false;
            try {
                lease.keep();
                Store store = JdbcStore.open(database, schemas, random, () -> {});
                opened = true;
                return store;
            } finally {
                if (!opened) {
                    database.close();
                }
            }
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }

    /** Opens the store for queries beside its owner; empty when its tables are older than this version of Talk. */
    Optional<Store> openForQueries(Map<EntityType, Schema> schemas) {
        PostgresqlDialect reading = dialect.forQueries();
        try {
            Connection connection = reading.connect();
            boolean usable = false;
            try {
                usable = MIGRATIONS.isReadable(connection, reading);
            } finally {
                if (!usable || reading.isPooled()) {
                    reading.giveBack(connection);
                }
            }
            if (!usable) {
                return Optional.empty();
            }
            StoreDatabase database = new StoreDatabase(
                    reading.isPooled() ? null : connection,
                    reading,
                    OwnershipGuard.refusing(reading.name()),
                    Optional.empty());
            return Optional.of(JdbcStore.openForQueries(database, schemas));
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }

    /** Takes the lease. Returns the connection to work on, or none where connections are pooled for single questions. */
    private @Nullable Connection taken(Lease lease, Clock clock) throws SQLException {
        Connection again = keeper.isPresent() && keeper.get().hasOpened(dialect.schema()) ? takenAgain(lease) : null;
        if (again != null) {
            return again;
        }
        Connection connection = prepared(lease, clock);
        if (dialect.isPooled()) {
            dialect.giveBack(connection);
            return null;
        }
        return connection;
    }

    /** Takes the lease of a schema that this process has opened before; none where that is refused for whatever reason. */
    private @Nullable Connection takenAgain(Lease lease) throws SQLException {
        Connection connection = dialect.connect();
        boolean taken = false;
        try {
            if (lease.takeAgain(connection, MIGRATIONS.size())) {
                connection.commit();
                taken = true;
                return connection;
            }
            return null;
        } finally {
            if (!taken) {
                if (!connection.isClosed()) {
                    connection.rollback();
                }
                dialect.giveBack(connection);
            }
        }
    }

    /** Returns a connection to a schema that is up to date and held by the lease. */
    private Connection prepared(Lease lease, Clock clock) throws SQLException {
        Connection connection = dialect.connect();
        try {
            Transaction.run(connection, () -> bringUpToDate(connection, lease, clock));
            return connection;
        } catch (SQLException | RuntimeException e) {
            dialect.giveBack(connection);
            throw e;
        }
    }

    private void bringUpToDate(Connection connection, Lease lease, Clock clock) throws SQLException {
        Look look = look(connection);
        refuseOtherEncodings(look.encoding());
        if (!look.isAlone()) {
            throw new TalkException(
                    ErrorCode.STORE_IN_USE,
                    dialect.name() + " is just being opened by another process; try again in a moment");
        }
        if (!look.hasSchema()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create schema \"" + dialect.schema() + "\"");
            }
        }
        int version =
                look.hasTables() ? MIGRATIONS.checkTables(connection, dialect) : MIGRATIONS.check(connection, dialect);
        if (version > 0) {
            lease.take(connection);
        }
        MIGRATIONS.upgrade(connection, version, clock);
        if (version < MIGRATIONS.size()) {
            Migrations.noteReaders(connection, READERS);
        }
        if (version == 0) {
            lease.take(connection);
        }
        MIGRATIONS.logUpgrade(dialect, version);
    }

    /** Looks at the database in one question, and keeps other openings out. */
    private Look look(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
            statement.setString(1, dialect.schema());
            statement.setString(2, dialect.schema());
            statement.setString(3, dialect.schema());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Look(row.getBoolean(1), row.getString(2), row.getBoolean(3), row.getBoolean(4));
            }
        }
    }

    private void refuseOtherEncodings(String encoding) {
        if (!encoding.equals("UTF8")) {
            throw new TalkException(
                    ErrorCode.STORE_FAILED,
                    dialect.name() + " is in a database with the encoding " + encoding
                            + ", which cannot represent every name; create a database with the encoding UTF8");
        }
    }
}
