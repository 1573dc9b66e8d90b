package io.sesam.talk.tests.world.script;

import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.policy.TargetPolicy.OnDelete;
import io.sesam.talk.policy.TargetPolicy.OnDuplicate;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * The abilities and behaviour of a simulated system.
 *
 * @param name its name as a connected system
 * @param reads how it is read
 * @param finds how records can be found beside their ids
 * @param writes how it is written
 * @param quirks its changes to values
 * @param policy the host's policy
 */
public record Abilities(String name, Reads reads, Finds finds, Writes writes, Quirks quirks, TargetPolicy policy) {
    /** How a system reports changes. */
    public enum Feed {
        /** Changes and deletions by time. */
        CHANGES,
        /** Changes by time; deletions only show in a listing. */
        ID_SWEEP,
        /** Only complete listings. */
        LISTING
    }

    /** The times a system reports. */
    public enum Times {
        /** The record's modification time. */
        RECORD,
        /** A time per property. */
        PROPERTY,
        /** None. */
        NONE
    }

    /** How an inserted record can be found. */
    public enum Finds {
        /** Not at all. */
        NOT,
        /** By e-mail. */
        BY_KEY,
        /** By operation id. */
        BY_OPERATION
    }

    /** The protection against overwriting a concurrent edit. */
    public enum Guard {
        /** A version as precondition. */
        VERSION,
        /** Reading and comparing before the write. */
        COMPARE,
        /** None. */
        NONE
    }

    /**
     * How a system is read.
     *
     * @param feed how it reports changes
     * @param lag how long the index may miss a change
     * @param times the times it reports
     * @param page the greatest number of changes per page
     */
    public record Reads(Feed feed, Duration lag, Times times, int page) {}

    /**
     * How a system is written.
     *
     * @param allowed whether it accepts writes at all
     * @param guard the protection against overwriting concurrent edits
     * @param tells whether the answer contains the record's new state
     * @param batch the greatest number of operations per call
     * @param archives whether records can be archived
     * @param stepwise whether it takes one record a call
     */
    public record Writes(boolean allowed, Guard guard, boolean tells, int batch, boolean archives, boolean stepwise) {
        Writes inSteps() {
            return new Writes(allowed, guard, tells, batch, archives, true);
        }
    }

    /**
     * The system's own changes to values.
     *
     * @param cut the length at which last names are cut; 0 for never
     * @param upper whether first names become upper case
     * @param lower whether e-mails become lower case
     * @param trims whether outer white space is removed
     * @param declared whether these are declared facts or undeclared behaviour
     * @param needsLastName whether a record must have a last name
     * @param uniqueEmail whether e-mails are unique
     * @param holdsEmail whether it has a field for e-mails at all
     * @param slot whether a record is a slot that different persons fill
     */
    public record Quirks(
            int cut,
            boolean upper,
            boolean lower,
            boolean trims,
            boolean declared,
            boolean needsLastName,
            boolean uniqueEmail,
            boolean holdsEmail,
            boolean slot) {
        static final Quirks NONE = new Quirks(0, false, false, false, false, false, false, true, false);
    }

    /** Creates a system without quirks. */
    public static Abilities plain(String name) {
        return new Abilities(
                name,
                new Reads(Feed.CHANGES, Duration.ZERO, Times.RECORD, 50),
                Finds.BY_KEY,
                new Writes(true, Guard.COMPARE, true, 20, true, false),
                Quirks.NONE,
                TargetPolicy.defaults());
    }

    /** Returns this system with another size of pages. */
    Abilities withPages(int page) {
        return new Abilities(
                name, new Reads(reads.feed(), reads.lag(), reads.times(), page), finds, writes, quirks, policy);
    }

    /** Returns this system taking one record a call. */
    Abilities inSteps() {
        return new Abilities(name, reads, finds, writes.inSteps(), quirks, policy);
    }

    static Abilities draw(String name, RandomSource randomSource) {
        Reads reads = new Reads(
                randomSource.of(Feed.CHANGES, Feed.CHANGES, Feed.ID_SWEEP, Feed.LISTING),
                randomSource.oneIn(3) ? Duration.ofMinutes(randomSource.between(1, 20)) : Duration.ZERO,
                randomSource.of(Times.RECORD, Times.RECORD, Times.PROPERTY, Times.NONE),
                randomSource.between(2, 7));
        Writes writes = new Writes(
                !randomSource.oneIn(12),
                randomSource.of(Guard.values()),
                !randomSource.oneIn(3),
                randomSource.between(1, 6),
                !randomSource.oneIn(3),
                false);
        Quirks quirks = new Quirks(
                randomSource.oneIn(3) ? 20 : 0,
                randomSource.oneIn(4),
                randomSource.oneIn(3),
                randomSource.oneIn(3),
                randomSource.oneIn(2),
                randomSource.oneIn(4),
                randomSource.oneIn(4),
                !randomSource.oneIn(10),
                false);
        TargetPolicy policy = TargetPolicy.defaults()
                .deletes(randomSource.of(OnDelete.IGNORE, OnDelete.IGNORE, OnDelete.UNLINK, OnDelete.ARCHIVE))
                .duplicates(randomSource.of(OnDuplicate.values()));
        return new Abilities(name, reads, randomSource.of(Finds.values()), writes, quirks, policy);
    }

    /** Returns the facts that the connector declares. */
    public TypeSpec spec() {
        List<FieldSpec> fields = new ArrayList<>();
        for (Property property : Person.SCHEMA.properties()) {
            if (quirks.holdsEmail() || !property.name().equals("email")) {
                fields.add(field(property.name()));
            }
        }
        TypeSpec.Builder spec = TypeSpec.of(Person.SCHEMA, fields)
                .readLimit(reads.page())
                .writeLimit(writes.batch())
                .indexLag(reads.lag())
                .deletes(reads.feed() == Feed.CHANGES ? Deletes.FEED : Deletes.ID_SWEEP);
        if (reads.feed() != Feed.CHANGES) {
            spec.relistEvery(reads.feed() == Feed.LISTING ? Duration.ZERO : Duration.ofDays(1));
        }
        if (writes.allowed()) {
            spec.inserts().updates();
        }
        if (quirks.slot()) {
            spec.slot("firstname", "lastname", "email");
        }
        return (writes.allowed() && writes.archives() ? spec.archives() : spec).build();
    }

    private FieldSpec field(String property) {
        FieldSpec field = FieldSpec.of(property);
        if (property.equals("lastname") && quirks.needsLastName()) {
            field = field.required();
        }
        Set<FieldSpec.Normalisation> made = makes(property);
        if (quirks.declared() && !made.isEmpty()) {
            List<FieldSpec.Normalisation> all = List.copyOf(made);
            field = field.normalises(all.get(0), all.subList(1, all.size()).toArray(FieldSpec.Normalisation[]::new));
            field = made.contains(FieldSpec.Normalisation.TRUNCATE) ? field.maxLength(quirks.cut()) : field;
        }
        return field;
    }

    /** Returns the system's changes to a text, declared or not. */
    public Set<FieldSpec.Normalisation> makes(String property) {
        Set<FieldSpec.Normalisation> made = new TreeSet<>();
        if (quirks.trims() && !property.equals("gender")) {
            made.add(FieldSpec.Normalisation.TRIM);
        }
        if (quirks.cut() > 0 && property.equals("lastname")) {
            made.add(FieldSpec.Normalisation.TRUNCATE);
        }
        if (quirks.upper() && property.equals("firstname")) {
            made.add(FieldSpec.Normalisation.UPPER_CASE);
        }
        if (quirks.lower() && property.equals("email")) {
            made.add(FieldSpec.Normalisation.LOWER_CASE);
        }
        return made;
    }

    /** Describes only what is not plain, for a person who reads about a failure. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", name + ": ", "");
        text.add(
                reads.feed() == Feed.CHANGES
                        ? "tells changes"
                        : reads.feed() == Feed.LISTING ? "lists everything" : "tells changes but no deletes");
        add(text, !reads.lag().isZero(), "index lags " + reads.lag().toMinutes() + " min");
        add(text, reads.times() != Times.RECORD, reads.times() == Times.NONE ? "no times" : "times of properties");
        add(text, reads.page() < 50, "pages of " + reads.page());
        text.add("finds " + finds);
        if (writes.allowed()) {
            text.add("guard " + writes.guard());
            add(text, !writes.tells(), "quiet after writes");
            add(text, writes.batch() < 20, "batches of " + writes.batch());
            add(text, writes.stepwise(), "one record a call");
            add(text, !writes.archives(), "cannot archive");
        } else {
            text.add("read only");
        }
        for (Property property : Person.SCHEMA.properties()) {
            Set<FieldSpec.Normalisation> made = makes(property.name());
            add(text, !made.isEmpty(), property + " " + made + (quirks.declared() ? "" : " undeclared"));
        }
        add(text, quirks.needsLastName(), "needs a last name");
        add(text, quirks.uniqueEmail(), "one record for an e-mail");
        add(text, !quirks.holdsEmail(), "holds no e-mail");
        add(text, quirks.slot(), "has slots");
        text.add("deletes " + policy.deletes());
        text.add("duplicates " + policy.duplicates());
        return text.toString();
    }

    private static void add(StringJoiner text, boolean applies, String what) {
        if (applies) {
            text.add(what);
        }
    }
}
