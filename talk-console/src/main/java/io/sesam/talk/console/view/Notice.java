package io.sesam.talk.console.view;

import java.util.Arrays;
import java.util.Locale;

/** A message of a page after a form was sent. The address carries its code, never a value. */
public enum Notice {
    /** Nothing. */
    NONE(""),
    /** A run was started. */
    STARTED("Started."),
    /** A run is being cancelled. */
    CANCELLED("It is being cancelled."),
    /** A plan was approved. */
    APPROVED("Approved. The next sync carries it out."),
    /** An approval was withdrawn. */
    HELD("The approval is withdrawn; the plan is held again."),
    /** A plan was rejected. */
    REJECTED("Rejected. Records that change later are compared again."),
    /** Records were linked. */
    LINKED("Linked. The next sync carries it to the systems."),
    /** Records were unlinked. */
    UNLINKED("Split. The next sync carries it to the systems."),
    /** A decision about two records was withdrawn. */
    WITHDRAWN("The decision is withdrawn."),
    /** A write is to be tried again. */
    RETRIED("The next sync tries it again."),
    /** An insert was declared not done. */
    NOT_DONE("Noted. The next sync decides anew."),
    /** A record was readmitted. */
    READMITTED("Readmitted. The next sync reads it.");

    private final String text;

    Notice(String text) {
        this.text = text;
    }

    /** The sentence. */
    public String text() {
        return text;
    }

    /** The word in the address. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The notice of a code; none for an unknown one. */
    public static Notice of(String code) {
        return Arrays.stream(values())
                .filter(notice -> notice.code().equals(code))
                .findFirst()
                .orElse(NONE);
    }
}
