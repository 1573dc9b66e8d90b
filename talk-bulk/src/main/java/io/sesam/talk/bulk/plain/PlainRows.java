package io.sesam.talk.bulk.plain;

/** Takes golden records of plain records. */
@FunctionalInterface
public interface PlainRows {
    /** Takes a golden record; it is valid until the call returns. */
    void golden(PlainCluster cluster);
}
