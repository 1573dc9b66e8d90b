package io.sesam.talk.enricher.opensesam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sesam.talk.http.JsonValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Both registers on loopback, with their documented behaviour. */
final class FakeRegister implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, ObjectNode> entities = new TreeMap<>();
    private final Map<String, Integer> statuses = new TreeMap<>();
    private final List<ObjectNode> updates = new ArrayList<>();
    private final List<ObjectNode> leis = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final List<Headers> headers = new ArrayList<>();
    long hits = -1;
    boolean down;

    FakeRegister() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns an entity with an address in Oslo. */
    static ObjectNode entity(String number, String name) {
        ObjectNode entity =
                JsonValues.object().put("organisasjonsnummer", number).put("navn", name);
        entity.putObject("organisasjonsform").put("kode", "AS");
        address(entity, "forretningsadresse", "0150", "Storgata 1");
        return entity;
    }

    static ObjectNode address(ObjectNode entity, String which, String zip, String... lines) {
        ObjectNode address = entity.putObject(which);
        address.put("land", "Norge")
                .put("landkode", "NO")
                .put("postnummer", zip)
                .put("poststed", "OSLO");
        ArrayNode all = address.putArray("adresse");
        for (String line : lines) {
            all.add(line);
        }
        return entity;
    }

    synchronized FakeRegister enter(ObjectNode entity) {
        String number = entity.path("organisasjonsnummer").asText();
        entities.put(number, entity);
        return tell(number, "Endring");
    }

    synchronized FakeRegister tell(String number, String kind) {
        updates.add(JsonValues.object()
                .put("oppdateringsid", 100L + updates.size())
                .put("dato", "2026-11-01T00:00:00.000Z")
                .put("organisasjonsnummer", number)
                .put("endringstype", kind));
        return this;
    }

    synchronized FakeRegister remove(String number) {
        entities.remove(number);
        return tell(number, "Fjernet");
    }

    synchronized FakeRegister answering(String number, int status) {
        statuses.put(number, status);
        return this;
    }

    FakeRegister enterLei(String lei, String name, String country, String status) {
        return enterLei(lei, name, country, status, "ACTIVE");
    }

    synchronized void forgetLeis() {
        leis.clear();
    }

    synchronized FakeRegister enterLei(String lei, String name, String country, String status, String activity) {
        ObjectNode record = JsonValues.object().put("type", "lei-records").put("id", lei);
        ObjectNode attributes = record.putObject("attributes").put("lei", lei);
        ObjectNode entity = attributes.putObject("entity").put("status", activity);
        entity.putObject("legalName").put("name", name);
        ObjectNode address =
                entity.putObject("legalAddress").put("country", country).put("postalCode", "D01 W213");
        address.putArray("addressLines").add("1 High Street").add("Floor 2").add("Suite 3");
        attributes.putObject("registration").put("status", status);
        leis.add(record);
        return this;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        calls.add(exchange.getRequestURI().getPath());
        headers.add(exchange.getRequestHeaders());
        try (exchange) {
            if (down) {
                send(exchange, 503, "{}".getBytes(StandardCharsets.UTF_8));
            } else {
                answer(exchange, exchange.getRequestURI().getPath(), parameters(exchange));
            }
        }
    }

    private static Map<String, String> parameters(HttpExchange exchange) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private void answer(HttpExchange exchange, String path, Map<String, String> parameters) throws IOException {
        if (path.equals("/enheter/lastned")) {
            exchange.getResponseHeaders().add("Last-Modified", "Sun, 01 Nov 2026 04:00:00 GMT");
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.brreg.enhetsregisteret.enhet.v2+gzip");
            send(
                    exchange,
                    200,
                    packed(JsonValues.array().addAll(entities.values()).toString()));
        } else if (path.equals("/enheter")) {
            send(exchange, search(parameters));
        } else if (path.startsWith("/enheter/")) {
            one(exchange, path.substring("/enheter/".length()));
        } else if (path.equals("/oppdateringer/enheter")) {
            send(exchange, feed(parameters));
        } else if (path.equals("/lei-records")) {
            send(exchange, leis(parameters));
        } else if (path.startsWith("/lei-records/")) {
            oneLei(exchange, path.substring("/lei-records/".length()));
        } else {
            send(exchange, 404, "{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void one(HttpExchange exchange, String number) throws IOException {
        ObjectNode entity = entities.get(number);
        int status = statuses.getOrDefault(number, entity == null ? 404 : 200);
        send(exchange, status, (entity == null ? "{}" : entity.toString()).getBytes(StandardCharsets.UTF_8));
    }

    private void oneLei(HttpExchange exchange, String lei) throws IOException {
        ObjectNode answer = JsonValues.object();
        leis.stream()
                .filter(record -> record.path("id").asText().equals(lei))
                .forEach(record -> answer.set("data", record));
        send(exchange, answer.isEmpty() ? 404 : 200, answer.toString().getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode search(Map<String, String> parameters) {
        int size = Integer.parseInt(parameters.getOrDefault("size", "20"));
        int page = Integer.parseInt(parameters.getOrDefault("page", "0"));
        List<String> numbers =
                List.of(parameters.getOrDefault("organisasjonsnummer", "").split(",", -1));
        String name = parameters.getOrDefault("navn", "").toUpperCase(Locale.ROOT);
        List<ObjectNode> found = entities.values().stream()
                .filter(entity -> parameters.containsKey("organisasjonsnummer")
                        ? numbers.contains(entity.path("organisasjonsnummer").asText())
                        : entity.path("navn").asText().contains(name))
                .toList();
        List<ObjectNode> all = new ArrayList<>(found);
        for (int i = found.size(); i < Math.min(hits, 10_000); i++) {
            all.add(entity(Scene.THREE, name + " OF ANOTHER KIND"));
        }
        return listing("enheter", all, page, size, hits < 0 ? found.size() : hits);
    }

    private JsonNode feed(Map<String, String> parameters) {
        long from = Long.parseLong(parameters.getOrDefault("oppdateringsid", "0"));
        int size = Integer.parseInt(parameters.getOrDefault("size", "20"));
        List<ObjectNode> news = updates.stream()
                .filter(update -> update.path("oppdateringsid").asLong() >= from)
                .toList();
        return listing("oppdaterteEnheter", news, 0, size, news.size());
    }

    /** Returns a listing; without hits, it has no list. */
    private static JsonNode listing(String name, List<ObjectNode> all, int page, int size, long total) {
        ObjectNode listing = JsonValues.object();
        List<ObjectNode> some =
                all.stream().skip((long) page * size).limit(size).toList();
        if (!some.isEmpty()) {
            listing.putObject("_embedded").putArray(name).addAll(some);
        }
        listing.putObject("page").put("size", size).put("totalElements", total).put("number", page);
        return listing;
    }

    private JsonNode leis(Map<String, String> parameters) {
        String name = parameters.getOrDefault("filter[entity.legalName]", "").toUpperCase(Locale.ROOT);
        ObjectNode listing = JsonValues.object();
        ArrayNode data = listing.putArray("data");
        leis.stream()
                .filter(record -> JsonValues.text(record, "attributes.entity.legalName.name")
                        .orElse("")
                        .toUpperCase(Locale.ROOT)
                        .startsWith(name))
                .forEach(data::add);
        listing.putObject("meta").putObject("pagination").put("total", hits < 0 ? data.size() : hits);
        return listing;
    }

    private static void send(HttpExchange exchange, JsonNode json) throws IOException {
        send(exchange, 200, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    static byte[] packed(String text) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
                packing.write(text.getBytes(StandardCharsets.UTF_8));
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
