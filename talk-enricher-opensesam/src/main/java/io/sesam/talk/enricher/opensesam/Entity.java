package io.sesam.talk.enricher.opensesam;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a register says of one legal entity; everything but the id can be missing.
 *
 * @param id the register's id, with its leading zeros
 * @param name as the register spells it
 * @param person whether it is a person who does business: a sole proprietor
 * @param address where it is
 * @param otherAddress where it has its post, if that is elsewhere
 * @param homepage as it was registered, in whatever form
 * @param deleted when it was struck off; 1970 when it was, and nobody says when
 * @param troubles why its data are shown and not copied, such as a bankruptcy
 */
record Entity(
        String id,
        String name,
        boolean person,
        Optional<RegistryAddress> address,
        Optional<RegistryAddress> otherAddress,
        String homepage,
        Optional<LocalDate> deleted,
        List<String> troubles) {
    Entity {
        troubles = List.copyOf(troubles);
    }

    /** Whether it has an address with a postal code. */
    boolean isAt(String zip) {
        return Stream.of(address, otherAddress)
                .flatMap(Optional::stream)
                .anyMatch(any -> any.zip().equals(zip));
    }

    /** Whether it has any address with a postal code at all. */
    boolean hasZip() {
        return Stream.of(address, otherAddress)
                .flatMap(Optional::stream)
                .anyMatch(any -> !any.zip().isEmpty());
    }

    /** Whether it has an address in a country. */
    boolean isIn(String country) {
        return Stream.of(address, otherAddress)
                .flatMap(Optional::stream)
                .anyMatch(any -> any.country().equals(country));
    }
}
