package io.sesam.talk;

import java.util.Map;
import java.util.Optional;

/**
 * A plugin chosen under a name.
 *
 * @param where how a settings file calls the place, for messages
 * @param plugin empty when there is none of that kind, which is then among the problems
 */
record PluginChoice<T>(String name, String where, Optional<T> plugin, Map<String, ?> settings) {}
