package io.sesam.talk.connector.wave;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every document that is sent to Wave. */
final class WaveDocuments {
    static final String BUSINESSES = "query { businesses(page: 1, pageSize: 50, isArchived: false)"
            + " { edges { node { id name isArchived } } } }";
    static final String BUSINESS = "query($business: ID!) { business(id: $business) { id name isArchived } }";
    private static final String CUSTOMER = "id name firstName lastName email website internalNotes displayId isArchived"
            + " createdAt modifiedAt address { addressLine1 addressLine2 city postalCode province { code } country { code } }";
    private static final String PRODUCT = "id name isArchived createdAt modifiedAt";
    private static final String OUTCOME = "didSucceed inputErrors { code message path }";

    private WaveDocuments() {}

    private static String fields(String table) {
        return table.equals("customers") ? CUSTOMER : PRODUCT;
    }

    private static String kind(String table) {
        return table.substring(0, table.length() - 1);
    }

    private static String input(String table) {
        return table.equals("customers") ? "Customer" : "Product";
    }

    /**
     * A page in the order of creation, and the ids of the page before it: when that does not end as it did, something was
     * taken away meanwhile, and records have moved up.
     */
    static String page(String table, boolean changesOnly) {
        String bounds = changesOnly ? ", modifiedAtAfter: $after, modifiedAtBefore: $before" : "";
        String declared = changesOnly ? ", $after: DateTime, $before: DateTime" : "";
        return "query($business: ID!, $page: Int!, $previous: Int!, $size: Int!" + declared
                + ") { business(id: $business) {"
                + " list: " + table + "(page: $page, pageSize: $size, sort: [CREATED_AT_ASC]" + bounds + ") {"
                + " pageInfo { currentPage totalPages totalCount } edges { node { " + fields(table) + " } } }"
                + " earlier: " + table + "(page: $previous, pageSize: $size, sort: [CREATED_AT_ASC]" + bounds + ") {"
                + " edges { node { id } } } } }";
    }

    /** Single records by their ids, under the aliases {@code r0}, {@code r1} and so on. */
    static String byId(String table, int number) {
        String declared =
                IntStream.range(0, number).mapToObj(i -> ", $i" + i + ": ID!").collect(Collectors.joining());
        return "query($business: ID!" + declared + ") { business(id: $business) { "
                + IntStream.range(0, number)
                        .mapToObj(i -> "r" + i + ": " + kind(table) + "(id: $i" + i + ") { " + fields(table) + " }")
                        .collect(Collectors.joining(" "))
                + " } }";
    }

    static final String BY_EMAIL = "query($business: ID!, $email: String!) { business(id: $business) {"
            + " list: customers(page: 1, pageSize: 50, sort: [CREATED_AT_ASC], email: $email) { edges { node { "
            + CUSTOMER + " } } } } }";

    /** What was made lately, the newest first. */
    static String recent(String table) {
        return "query($business: ID!, $page: Int!, $after: DateTime) { business(id: $business) { list: " + table
                + "(page: $page, pageSize: 200, sort: [CREATED_AT_DESC], modifiedAtAfter: $after) {"
                + " pageInfo { currentPage totalPages totalCount } edges { node { " + fields(table) + " } } } } }";
    }

    /** One mutation, {@code Create} or {@code Patch}, whose answer shows the record. */
    static String write(String table, String what) {
        String kind = kind(table);
        return "mutation($input: " + input(table) + what + "Input!) { result: " + kind + what + "(input: $input) { "
                + OUTCOME + " " + kind + " { " + fields(table) + " } } }";
    }

    static final String ARCHIVE_PRODUCT =
            "mutation($input: ProductArchiveInput!) { result: productArchive(input: $input) { " + OUTCOME + " } }";

    /** One of each, for a test that holds them against Wave's schema. */
    static List<String> all() {
        return List.of(
                BUSINESSES,
                BUSINESS,
                BY_EMAIL,
                ARCHIVE_PRODUCT,
                page("customers", false),
                page("customers", true),
                page("products", false),
                page("products", true),
                byId("customers", 2),
                byId("products", 2),
                recent("customers"),
                write("customers", "Create"),
                write("customers", "Patch"),
                write("products", "Create"),
                write("products", "Patch"));
    }
}
