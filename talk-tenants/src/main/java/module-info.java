/** Many accounts on several machines, on db-scheduler and PostgreSQL. */
module io.sesam.talk.tenants {
    requires transitive io.sesam.talk.core;
    requires transitive io.sesam.talk.settings;
    requires transitive java.sql;
    requires io.sesam.talk.http;
    requires io.sesam.talk.store.jdbc;
    requires com.github.kagkarlsson.scheduler;
    requires org.slf4j;
    requires static com.google.auto.service;
    requires static transitive org.jspecify;

    exports io.sesam.talk.tenants;
}
