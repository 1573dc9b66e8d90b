-- What Talk remembers. Times named "since", "time" or "completed" are ISO 8601 in UTC; "modified", "created" and
-- "first_seen" are microseconds since 1970 (the view record_overview spells them out). Texts in braces are JSON objects
-- by property: a property that is missing was never said, an empty text was said to be empty.

create table about (
    name text not null primary key,     -- history: the name of this store, made when it was
    value text not null
);

create table properties (               -- the properties of the host's types, and of those it once had
    type text not null,
    name text not null,
    position integer not null,
    kind text not null,
    target text,
    unit text,
    primary key (type, name)
);

create table records (                  -- what each system holds, to the letter
    number integer primary key,
    system text not null,
    type text not null,
    id text not null,
    status text not null,               -- live or gone
    golden text,                        -- the golden record it belongs to
    said text not null,                 -- {property: text}
    stamps text,                        -- {property: "time marks"} where that is not the time of the record
    told text,                          -- {property: text} what Talk wrote there, for what is marked as an echo
    modified integer,
    created integer,
    first_seen integer,
    keys text not null,                 -- [rule, value, rule, value …]
    parked integer not null,            -- 1: its cluster would be too large, so it stands alone
    version text,
    listing integer not null            -- the last listing that named it
);

create unique index records_by_id on records (system, type, id);

create index records_by_golden on records (golden);

create index records_gone on records (system, type) where status = 'gone';

create table match_keys (               -- how live records are found by what they share
    type text not null,
    rule text not null,
    value text not null,
    id text not null,
    system text not null,
    primary key (type, rule, value, id, system)
) without rowid;

create table links (                    -- bonds between records; origin APART keeps them apart
    type text not null,
    first_system text not null,
    first_id text not null,
    second_system text not null,
    second_id text not null,
    origin text not null,
    primary key (type, first_system, first_id, second_system, second_id, origin)
) without rowid;

create index links_by_second on links (type, second_system, second_id);

create table goldens (                  -- golden records
    number integer primary key,
    id text not null,
    type text not null,
    fields text not null,               -- {property: text}
    winners text not null,              -- {record: properties that it won}
    members integer not null,
    sequence integer not null,          -- the number of its last change
    removed integer not null            -- 1: it is gone; sinks still have to hear of it
);

create unique index goldens_by_id on goldens (id);

create unique index goldens_by_sequence on goldens (sequence);

create index goldens_live on goldens (type) where removed = 0;

create table tasks (                    -- golden records to be compared with a system
    system text not null,
    type text not null,
    golden text not null,
    primary key (system, type, golden)
) without rowid;

create table readings (                 -- how far each system has been read
    system text not null,
    type text not null,
    position text,
    listing integer not null,
    listed integer not null,            -- 1: that listing is complete
    completed text,
    onboarded text not null,
    primary key (system, type)
);

create table parked (                   -- writes that were refused, with the reason
    system text not null,
    type text not null,
    golden text not null,
    record_id text not null,            -- empty for a record that was to be made
    reason text not null,
    fingerprint text not null,
    since text not null,
    primary key (system, type, golden, record_id)
);

create index parked_by_age on parked (since, system, type, golden, record_id);

create table intents (                  -- writes that were about to be asked and whose outcome is not known
    operation text not null primary key,
    system text not null,
    type text not null,
    kind text not null,
    golden text not null,
    origin_system text not null,
    origin_id text not null,
    origin_type text not null,
    record_id text,
    since text not null,
    unknown integer not null            -- 1: it was sent, and no answer came
);

create index intents_by_golden on intents (system, type, golden);

create table audit (                    -- every write that was asked, and what came of it
    number integer primary key,
    time text not null,
    run text not null,
    operation text not null,
    system text not null,
    type text not null,
    record_id text,
    golden text not null,
    what text not null,
    before text not null,               -- {property: text}
    after text not null,                -- {property: text}
    reason text
);

create table notes (
    name text not null primary key,
    text text not null
);

create view record_overview as
select
    system, type, id, status, golden, said,
    strftime('%Y-%m-%dT%H:%M:%fZ', modified / 1000000.0, 'unixepoch') as modified,
    strftime('%Y-%m-%dT%H:%M:%fZ', created / 1000000.0, 'unixepoch') as created,
    strftime('%Y-%m-%dT%H:%M:%fZ', first_seen / 1000000.0, 'unixepoch') as first_seen,
    keys, parked, version, listing
from records;

create view crosswalk as
select g.type, g.id as golden, r.system, r.id
from goldens g join records r on r.golden = g.id
where g.removed = 0 and r.status = 'live';
