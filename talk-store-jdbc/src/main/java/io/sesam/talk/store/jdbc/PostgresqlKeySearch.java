package io.sesam.talk.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * The PostgreSQL search by match key. Index entries are limited to 2,700 bytes: a long value is indexed as a digest.
 */
final class PostgresqlKeySearch implements KeySearch {
    private static final int LONGEST = 300;

    private static final String FIND = "select " + RecordCodec.COLUMNS + """

            from (values :rows) as wanted (value)
            cross join lateral (
                select m.id, m.system from match_keys m
                where m.type = ? and m.rule = ? and m.value = wanted.value
                order by m.id, m.system limit ?) k
            join records r on r.system = k.system and r.type = ? and r.id = k.id""";

    @Override
    public String sql() {
        return FIND;
    }

    @Override
    public void fill(Binder binder, String type, String rule, int atMostForEach) throws SQLException {
        binder.text(type).text(rule).number(atMostForEach).text(type);
    }

    @Override
    public String indexed(String value) {
        return value.length() <= LONGEST ? value : "sha256:" + digest(value);
    }

    private static String digest(String value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(value.getBytes(StandardCharsets.UTF_16BE)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java runtime has it
        }
    }
}
