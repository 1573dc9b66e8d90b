package io.sesam.talk.console.view;

import io.sesam.talk.query.ContradictionPage;
import java.util.List;

/**
 * A page of contradictions between systems.
 *
 * @param types the types to choose from
 * @param type the chosen type
 * @param page what was found
 */
public record Contradictions(List<String> types, String type, ContradictionPage page) {}
