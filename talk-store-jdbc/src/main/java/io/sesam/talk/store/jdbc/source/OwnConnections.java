package io.sesam.talk.store.jdbc.source;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections that Talk opens itself, and keeps. */
public final class OwnConnections implements ConnectionSource {
    private static final Logger LOG = LoggerFactory.getLogger(OwnConnections.class);

    /** A connection cannot be made without a driver on the class path. */
    private static final String NO_DRIVER = "08001";

    private final String url;
    private final Properties properties;
    private final String place;
    private final boolean forQueries;

    /** Creates a source; {@code place} is the address for messages. */
    public OwnConnections(String url, Properties properties, String place) {
        this(url, properties, place, false);
    }

    private OwnConnections(String url, Properties properties, String place, boolean forQueries) {
        this.url = url;
        this.properties = properties;
        this.place = place;
        this.forQueries = forQueries;
    }

    @Override
    public ConnectionSource forQueries() {
        return new OwnConnections(url, properties, place, true);
    }

    @Override
    public Connection take(String schema, Duration longestChange) throws SQLException {
        Connection connection = driver().connect(url, properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SessionSettings.ofSession(schema, longestChange, forQueries));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The settings last as long as the session. */
    @Override
    public void settle(Connection connection, String schema, Duration longestChange) {}

    /** Loads the driver directly. The {@code DriverManager} searches only the caller's class loader. */
    private Driver driver() throws SQLException {
        for (Driver driver : ServiceLoader.load(Driver.class, OwnConnections.class.getClassLoader())) {
            if (driver.acceptsURL(url)) {
                return driver;
            }
        }
        throw new SQLException(
                "there is no JDBC driver for it; add org.postgresql:postgresql to the class path", NO_DRIVER);
    }

    @Override
    public boolean isPooled() {
        return false;
    }

    @Override
    public void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection to {} could not be closed: {}", place, e.getSQLState());
        }
    }

    /** Makes the driver quote no rows. */
    @Override
    public SQLException discreet(SQLException failure) {
        return failure;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public String user() {
        return "the user " + properties.getProperty("user");
    }

    @Override
    public String whereAddress() {
        return "store.url is correct";
    }

    @Override
    public String whereUser() {
        return "store.user and store.password";
    }

    /** Returns the place, without any secret. */
    @Override
    public String toString() {
        return place;
    }
}
