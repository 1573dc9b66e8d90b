package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * People who use the clouds, and who remember what they did.
 *
 * <p>In one round all that anybody edits of one person or company is edited in one cloud: so nobody else's word is newer,
 * and the last edit must be what all clouds show in the end.
 */
final class Town {
    private final Clouds clouds;
    private final SplittableRandom random;
    private final List<String> companies = new ArrayList<>();
    private final List<String> people = new ArrayList<>();
    /** By cloud's own field: what every cloud that has the person or company must show. */
    private final Map<String, Map<String, String>> original = new LinkedHashMap<>();

    private final Map<String, String> homes = new LinkedHashMap<>();
    /** What was done about whom, and when, for whoever reads a failure. */
    private final Map<String, List<String>> diary = new LinkedHashMap<>();

    private final Set<String> settledEverywhere = new HashSet<>();
    private int numbers;

    Town(Clouds clouds, SplittableRandom random) {
        this.clouds = clouds;
        this.random = random;
    }

    /** Companies and people who stand in one, two or three clouds. */
    void settle(int manyCompanies, int manyPeople) {
        for (int i = 0; i < manyCompanies; i++) {
            String name = newCompany();
            boolean crm = chance(75);
            if (crm) {
                clouds.hubspot.create("companies", Map.of("name", name, "address", "Street " + i, "zip", "0150"));
            }
            if (!crm || chance(60)) {
                clouds.wave.create(clouds.business, "customers", Map.of("name", name, "addressLine1", "STREET " + i));
            }
            if (crm && clouds.customer("name", name).isPresent()) {
                settledEverywhere.add(name);
            }
        }
        for (int i = 0; i < manyPeople; i++) {
            String email = newPerson();
            boolean crm = chance(75);
            if (crm) {
                contact(email);
            }
            boolean works = !crm || chance(20);
            if (works) {
                employee(email);
            }
            if (crm && works) {
                settledEverywhere.add(email);
            }
        }
    }

    private String newCompany() {
        String name = "Company " + (companies.size() + 1) + " AS";
        companies.add(name);
        return name;
    }

    private String newPerson() {
        String email = "person" + (people.size() + 1) + "@acme.example";
        people.add(email);
        return email;
    }

    private void contact(String email) {
        String id = clouds.hubspot.create(
                "contacts", Map.of("email", email, "firstname", "Given " + email.length(), "lastname", "Family"));
        String company = companies.get(random.nextInt(companies.size()));
        if (chance(70)) {
            clouds.company(company).ifPresent(known -> clouds.hubspot.associate(id, known));
        }
    }

    private void employee(String email) {
        clouds.freshteam.hire(Map.of(
                "first_name",
                "Given",
                "last_name",
                "Family",
                "official_email",
                email,
                "role_ids",
                clouds.freshteam.roleIds()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A new round; in the first, only those are edited whom no other cloud contradicts. */
    void newRound(boolean first) {
        homes.clear();
        if (!first) {
            settledEverywhere.clear();
        }
    }

    /** Somebody does something somewhere; people take longer than machines. */
    void act() {
        clouds.clock.advance(Duration.ofSeconds(2));
        switch (random.nextInt(8)) {
            case 0 -> {
                if (chance(50)) {
                    contact(newPerson());
                } else {
                    employee(newPerson());
                }
            }
            case 1 -> {
                String name = newCompany();
                if (chance(50)) {
                    clouds.hubspot.create("companies", Map.of("name", name, "address", "New street"));
                } else {
                    clouds.wave.create(
                            clouds.business, "customers", Map.of("name", name, "addressLine1", "New street"));
                }
            }
            case 2, 3, 4 -> editCompany(companies.get(random.nextInt(companies.size())));
            default -> editPerson(people.get(random.nextInt(people.size())));
        }
    }

    private void editCompany(String name) {
        if (settledEverywhere.contains(name)) {
            return;
        }
        String value = "Road " + ++numbers;
        Map<String, Runnable> possible = new LinkedHashMap<>();
        clouds.company(name)
                .ifPresent(id ->
                        possible.put("hubspot", () -> clouds.hubspot.edit("companies", id, Map.of("address", value))));
        clouds.customer("name", name)
                .ifPresent(id -> possible.put(
                        "wave",
                        () -> clouds.wave.edit(clouds.business, "customers", id, Map.of("addressLine1", value))));
        edit(name, "address", value, possible);
    }

    private void editPerson(String email) {
        if (settledEverywhere.contains(email)) {
            return;
        }
        String value = "Name " + ++numbers;
        Map<String, Runnable> possible = new LinkedHashMap<>();
        clouds.contact(email)
                .ifPresent(id ->
                        possible.put("hubspot", () -> clouds.hubspot.edit("contacts", id, Map.of("lastname", value))));
        clouds.customer("email", email)
                .ifPresent(id -> possible.put(
                        "wave", () -> clouds.wave.edit(clouds.business, "customers", id, Map.of("lastName", value))));
        clouds.employee(email)
                .ifPresent(id ->
                        possible.put("freshteam", () -> clouds.freshteam.edit(id, Map.of("last_name", value))));
        edit(email, "lastname", value, possible);
    }

    private void edit(String who, String what, String value, Map<String, Runnable> possible) {
        if (possible.isEmpty()) {
            return;
        }
        String home = homes.computeIfAbsent(
                who, first -> List.copyOf(possible.keySet()).get(random.nextInt(possible.size())));
        Runnable edit = possible.get(home);
        if (edit != null) {
            edit.run();
            diary.computeIfAbsent(who, first -> new ArrayList<>())
                    .add(clouds.clock.instant() + " " + home + " " + value);
            original.computeIfAbsent(who, first -> new LinkedHashMap<>()).put(what, value);
        }
    }

    /** Nobody is anywhere twice, nobody is missing, and every last edit is everywhere. */
    void check(String when) {
        Map<String, List<Map<String, String>>> contacts = clouds.inHubSpot("contacts", "email");
        Map<String, List<Map<String, String>>> crm = clouds.inHubSpot("companies", "name");
        Map<String, List<Map<String, String>>> customers = clouds.inWave("name");
        Map<String, List<Map<String, String>>> customersByMail = clouds.inWave("email");
        Map<String, List<Map<String, String>>> employees = clouds.inFreshteam();
        onceEach(when + ", contacts of HubSpot", contacts, people);
        onceEach(when + ", companies of HubSpot", crm, companies);
        onceEach(when + ", customers of Wave", customers, companies);
        assertThat(clouds.hubspot.ids("contacts")).as(when).hasSize(people.size());
        assertThat(clouds.hubspot.ids("companies")).as(when).hasSize(companies.size());
        assertThat(clouds.wave.ids(clouds.business, "customers")).as(when).hasSize(companies.size());
        assertThat(employees.values()).as(when + ", employees").allMatch(group -> group.size() == 1);
        assertThat(customersByMail.values()).as(when + ", people in Wave").allMatch(group -> group.size() == 1);
        original.forEach((who, values) -> values.forEach((what, value) -> {
            String key = who.toLowerCase(Locale.ROOT);
            if (what.equals("address")) {
                shows(told(when, "HubSpot", who), crm.get(key), "address", value);
                shows(told(when, "Wave", who), customers.get(key), "addressLine1", value);
            } else {
                shows(told(when, "HubSpot", who), contacts.get(key), "lastname", value);
                shows(told(when, "Wave", who), customersByMail.get(key), "lastName", value);
                shows(told(when, "Freshteam", who), employees.get(key), "last_name", value);
            }
        }));
    }

    private String told(String when, String cloud, String who) {
        return when + ", " + cloud + ", " + who + ", edited " + diary.get(who);
    }

    private static void onceEach(String where, Map<String, List<Map<String, String>>> groups, List<String> keys) {
        for (String key : keys) {
            assertThat(groups.getOrDefault(key.toLowerCase(Locale.ROOT), List.of()))
                    .as(where + ": " + key)
                    .hasSize(1);
        }
    }

    private static void shows(String where, List<Map<String, String>> group, String field, String value) {
        if (group != null) {
            assertThat(group.get(0).get(field)).as(where).isEqualTo(value);
        }
    }

    /** How many values were edited and looked for. */
    int edited() {
        return numbers;
    }
}
