package io.sesam.talk.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Invented companies and persons in three systems. Overlapping, incomplete, and spelt inconsistently. */
final class Crowd {
    private static final List<String> GIVEN = List.of(
            "Ada", "Bjørn", "Chloé", "Dag", "Eva", "Farid", "Greta", "Håkon", "Ines", "Jonas", "Kari", "Liv", "Mona",
            "Nils");
    private static final List<String> FAMILY = List.of(
            "Berg", "Dahl", "Ek", "Foss", "Garcia", "Hansen", "Iversen", "Jensen", "Khan", "Lie", "Moe", "Novak",
            "O'Hara");
    private static final List<String> TRADES =
            List.of("Bygg", "Data", "Fisk", "Frakt", "Kaffe", "Marine", "Media", "Solar");
    private static final Map<String, List<String>> COUNTRIES = Map.of(
            "NO",
            List.of("Norway", "Norge", "NO"),
            "SE",
            List.of("Sweden", "Sverige"),
            "DE",
            List.of("Germany", "Deutschland"));

    private static final List<String> WARES = List.of(
            "Boots",
            "Compass",
            "Gaiters",
            "Headlamp",
            "Kayak",
            "Map case",
            "Poles",
            "Rope",
            "Skis",
            "Stove",
            "Tent",
            "Thermos");

    private final SplittableRandom random;
    private final List<Company> companies = new ArrayList<>();
    private final List<Someone> people = new ArrayList<>();

    private record Company(String name, String street, String zip, String country, String domain) {}

    private record Someone(String given, String family, String email, Company company) {}

    private Crowd(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Creates companies with persons. The same ones for the same seed. */
    static Crowd of(int companies, int people, long seed) {
        Crowd crowd = new Crowd(seed);
        for (int i = 0; i < companies; i++) {
            String name = crowd.one(FAMILY) + " " + crowd.one(TRADES) + " " + (i + 1);
            String country =
                    crowd.one(List.copyOf(COUNTRIES.keySet().stream().sorted().toList()));
            String domain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "") + ".example";
            crowd.companies.add(new Company(
                    name,
                    "Storgata " + (1 + crowd.random.nextInt(99)),
                    "0" + (100 + crowd.random.nextInt(899)),
                    country,
                    domain));
        }
        for (int i = 0; i < people; i++) {
            Company company = crowd.one(crowd.companies);
            String given = crowd.one(GIVEN);
            String email = given.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "x") + (i + 1) + "@" + company.domain();
            crowd.people.add(new Someone(given, crowd.one(FAMILY), email, company));
        }
        return crowd;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private static void put(Map<String, String> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    /**
     * Adds them to the three systems. Three in four persons are in HubSpot, two in three in Wave, one in ten is an
     * employee; each system has a part of them.
     */
    void settleIn(ThreeClouds clouds) {
        Map<Company, String> inHubSpot = new LinkedHashMap<>();
        Map<Company, String> inWave = new LinkedHashMap<>();
        for (Company company : companies) {
            boolean crm = chance(75);
            if (crm) {
                inHubSpot.put(company, clouds.hubspot.create("companies", crmCompany(company)));
            }
            if (!crm || chance(60)) {
                inWave.put(company, clouds.wave.create(clouds.business, "customers", customer(company)));
            }
        }
        for (Someone someone : people) {
            settle(someone, inHubSpot, inWave, clouds);
        }
    }

    /**
     * Adds them to the systems of the whole mission. Also products of HubSpot and Wave, companies that only CRMOffice
     * has, and its users.
     */
    void settleIn(WholeMission mission) {
        settleIn(mission.clouds);
        for (String ware : WARES) {
            if (chance(70)) {
                mission.clouds.hubspot.create("products", Map.of("name", ware));
            }
            if (chance(60)) {
                mission.clouds.wave.create(mission.clouds.business, "products", Map.of("name", ware, "unitPrice", "1"));
            }
        }
        for (String city : List.of("Oslo", "Bergen")) {
            mission.clouds.freshteam.open(Map.of("name", "Acme " + city, "city", city));
        }
        companies.stream()
                .filter(company -> chance(15))
                .forEach(company -> mission.crmoffice.addCompany(Map.of("name", company.name())));
        companies.stream()
                .filter(company -> company.country().equals("NO") && chance(50))
                .forEach(company -> mission.register.enter(company.name(), company.street(), company.zip()));
        for (int i = 1; i <= companies.size() / 20; i++) {
            mission.crmoffice.addCompany(Map.of("name", one(FAMILY) + " Prospekt " + i));
        }
        people.stream()
                .limit(12)
                .forEach(someone -> mission.crmoffice.addUser(
                        someone.email(),
                        Map.of(
                                "firstName", someone.given(),
                                "lastName", someone.family(),
                                "email", someone.email())));
    }

    private void settle(
            Someone someone, Map<Company, String> inHubSpot, Map<Company, String> inWave, ThreeClouds clouds) {
        String customer = inWave.get(someone.company());
        boolean contact = false;
        if (customer != null && chance(30) && isFree(customer, clouds)) {
            contact = true;
            Map<String, String> fields = new LinkedHashMap<>();
            put(fields, "firstName", someone.given());
            put(fields, "lastName", chance(80) ? someone.family() : "");
            put(fields, "email", someone.email());
            clouds.wave.edit(clouds.business, "customers", customer, fields);
        }
        if (chance(10)) {
            clouds.freshteam.hire(Map.of(
                    "first_name", someone.given(),
                    "last_name", someone.family(),
                    "official_email", someone.email(),
                    "gender", chance(50) ? "female" : "male",
                    "role_ids", clouds.freshteam.roleIds()));
        }
        if (!contact || chance(60)) {
            Map<String, String> fields = new LinkedHashMap<>();
            put(fields, "email", chance(20) ? someone.email().toUpperCase(Locale.ROOT) : someone.email());
            put(fields, "firstname", chance(90) ? someone.given() : "");
            put(fields, "lastname", chance(90) ? someone.family() : "");
            String id = clouds.hubspot.create("contacts", fields);
            String company = inHubSpot.get(someone.company());
            if (company != null && chance(80)) {
                clouds.hubspot.associate(id, company);
            }
        }
    }

    private static boolean isFree(String customer, ThreeClouds clouds) {
        return !clouds.wave
                .fields(clouds.business, "customers", customer)
                .orElseThrow()
                .containsKey("email");
    }

    private Map<String, String> crmCompany(Company company) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "name", chance(10) ? company.name() + " " : company.name());
        put(fields, "address", chance(70) ? company.street() : "");
        put(fields, "zip", chance(70) ? company.zip() : "");
        put(fields, "country", chance(70) ? one(COUNTRIES.getOrDefault(company.country(), List.of(""))) : "");
        put(fields, "domain", chance(80) ? company.domain() : "");
        return fields;
    }

    private Map<String, String> customer(Company company) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "name", company.name());
        put(
                fields,
                "addressLine1",
                chance(60) ? chance(15) ? company.street().toUpperCase(Locale.ROOT) : company.street() : "");
        put(fields, "postalCode", chance(60) ? company.zip() : "");
        put(fields, "countryCode", chance(60) ? company.country() : "");
        put(fields, "website", chance(40) ? "https://www." + company.domain() + "/" : "");
        return fields;
    }
}
