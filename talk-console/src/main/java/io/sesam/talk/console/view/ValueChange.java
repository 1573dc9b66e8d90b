package io.sesam.talk.console.view;

/** A value before and after a write. */
public record ValueChange(String property, String before, String after) {}
