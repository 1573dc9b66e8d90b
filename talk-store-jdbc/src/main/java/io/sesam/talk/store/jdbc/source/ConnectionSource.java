package io.sesam.talk.store.jdbc.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A source of connections to one database. */
public interface ConnectionSource {
    /**
     * Takes a connection whose session is set for a store. A pooled one is inside a transaction, because its settings last
     * as long as that.
     *
     * @param schema a plain name
     * @param longestChange the time after which the server ends a transaction that does nothing
     */
    Connection take(String schema, Duration longestChange) throws SQLException;

    /** Begins a transaction on a connection that was taken before, with the settings of {@link #take}. */
    void settle(Connection connection, String schema, Duration longestChange) throws SQLException;

    /** Returns a source of connections that read only, each transaction as of its begin. */
    ConnectionSource forQueries();

    /** Reports whether a connection is given back after each question and change. */
    boolean isPooled();

    /** Gives a connection back as it was taken. Undoes a transaction that has not ended. */
    void giveBack(Connection connection);

    /** Returns a failure that quotes no values of a row. */
    SQLException discreet(SQLException failure);

    /** Returns the location for messages, without any secret. */
    String place();

    /** Returns the user for messages. */
    String user();

    /** Returns where the address is set, for messages. */
    String whereAddress();

    /** Returns where the credentials are set, for messages. */
    String whereUser();
}
