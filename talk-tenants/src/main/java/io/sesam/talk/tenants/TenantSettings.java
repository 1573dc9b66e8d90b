package io.sesam.talk.tenants;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.settings.TalkSettings;
import java.util.function.Function;

/** Where the settings of tenants come from, as a bean of an application. */
@Experimental
@FunctionalInterface
public interface TenantSettings extends Function<TenantId, TalkSettings> {}
