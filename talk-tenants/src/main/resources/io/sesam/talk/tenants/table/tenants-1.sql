create table {s}.tenants (              -- accounts
    id text collate "C" not null primary key,
    number bigint generated always as identity unique, -- names the schema of its store
    schedule text not null,
    every_ms bigint,                    -- null: runs only when asked
    paused boolean not null default false,
    cell text collate "C",              -- where its store is; null: it has none yet
    tables integer,                     -- the version of the tables of its store
    requested bigint not null default 0, -- how often a run was asked for
    served bigint not null default 0,   -- up to which request it has run
    slices bigint not null default 0,   -- how often the current run has yielded
    failures integer not null default 0, -- in a row
    waits integer not null default 0,   -- in a row, for a store that was in use
    outcome text,
    reason text,
    created timestamptz not null default clock_timestamp(),
    started timestamptz,
    ended timestamptz,
    worker text                         -- who runs it
);

create index tenants_by_cell on {s}.tenants (cell);

create table {s}.hints (                -- what webhooks named and no run has read again yet
    tenant text collate "C" not null references {s}.tenants on delete cascade,
    system text collate "C" not null,
    type text collate "C" not null,
    record_id text collate "C" not null,
    number bigint generated always as identity, -- a new one when it is named again
    received timestamptz not null default clock_timestamp(),
    primary key (tenant, system, type, record_id)
);

create table {s}.workers (              -- processes that are alive until their time expires
    name text collate "C" not null primary key,
    node text not null,
    started timestamptz not null default clock_timestamp(),
    expires timestamptz not null
);

create table {s}.quotas (               -- when each account may be called next, in microseconds since 1970
    account text collate "C" not null primary key,
    next bigint not null
) with (fillfactor = 20);

create table {s}.scheduled_tasks (      -- turns; the table of db-scheduler
    task_name text not null,
    task_instance text collate "C" not null,
    task_data bytea,
    execution_time timestamptz not null,
    picked boolean not null,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures integer,
    last_heartbeat timestamptz,
    version bigint not null,
    priority smallint not null default 0, -- 1: freed by the end of a worker, or waiting for the lease of one
    primary key (task_name, task_instance)
) with (fillfactor = 50);

create index scheduled_tasks_by_time on {s}.scheduled_tasks (priority desc, execution_time asc);
create index scheduled_tasks_picked on {s}.scheduled_tasks (picked_by) where picked;
create index scheduled_tasks_by_heartbeat on {s}.scheduled_tasks (last_heartbeat);
