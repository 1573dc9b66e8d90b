package io.sesam.talk.spi.settings;

/** The kind of value that a setting holds, for forms and schemas. Further kinds may be added. */
public enum SettingKind {
    /** Any text. */
    TEXT,
    /** A text that is never shown. */
    SECRET,
    /** A file or directory. */
    PATH,
    /** True or false. */
    FLAG,
    /** A whole number. */
    NUMBER,
    /** An ISO 8601 duration. */
    DURATION,
    /** One of {@link Setting#choices()}. */
    CHOICE,
    /** A list of texts, or a single one. */
    TEXTS,
    /** Keys with texts. */
    MAPPING,
    /** Keys with secrets. */
    SECRETS,
    /** Keys with keys with texts. */
    MAPPINGS
}
