package io.sesam.talk.query;

import io.sesam.talk.model.Experimental;
import java.util.List;
import java.util.Optional;

/** A page of contradictions between systems, in the order of their golden records' last change. */
@Experimental
public interface ContradictionPage {
    /** Those found; may be few or none on a page that has a next one: a page ends after a bounded amount of work. */
    List<Contradiction> found();

    /** Position for the next page; empty on the last one. Holds no value of a person. */
    Optional<String> next();
}
