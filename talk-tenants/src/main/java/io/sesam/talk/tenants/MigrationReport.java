package io.sesam.talk.tenants;

import io.sesam.talk.model.Experimental;
import java.util.List;
import java.util.Map;

/** What a migration of all stores did. Further methods may be added. */
@Experimental
public interface MigrationReport {
    /** Tenants whose store was brought up to date. */
    List<TenantId> migrated();

    /** Tenants that were being run; their next run migrates them, or another migration. */
    List<TenantId> busy();

    /** Tenants whose store could not be migrated, with the reason. */
    Map<TenantId, String> failed();
}
