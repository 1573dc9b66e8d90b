package io.sesam.talk.enricher.opensesam;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One legal entity as registered. Everything but the id may be missing.
 *
 * @param id the register's id, with its leading zeros
 * @param name the name in the register's spelling
 * @param person whether it is a sole proprietor, and therefore a natural person
 * @param address its location
 * @param otherAddress its postal address, if different
 * @param homepage the homepage as registered, in any form
 * @param deleted the date of deletion; 1970 when deleted on an unknown date
 * @param warnings the reasons why its data are reported and not copied, such as a bankruptcy
 */
record Entity(
        String id,
        String name,
        boolean person,
        Optional<RegistryAddress> address,
        Optional<RegistryAddress> otherAddress,
        String homepage,
        Optional<LocalDate> deleted,
        List<String> warnings) {
    Entity {
        warnings = List.copyOf(warnings);
    }

    /** Reports whether an address has this postal code. */
    boolean isAt(String zip) {
        return Stream.of(address, otherAddress)
                .flatMap(Optional::stream)
                .anyMatch(any -> any.zip().equals(zip));
    }

    /** Reports whether any address has a postal code. */
    boolean hasZip() {
        return Stream.of(address, otherAddress)
                .flatMap(Optional::stream)
                .anyMatch(any -> !any.zip().isEmpty());
    }

    /** Reports whether an address is in a country. */
    boolean isIn(String country) {
        return Stream.of(address, otherAddress)
                .flatMap(Optional::stream)
                .anyMatch(any -> any.country().equals(country));
    }
}
