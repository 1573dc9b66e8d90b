-- What Talk remembers. Names and ids are in the order of their code points, which is what "C" means.
-- Times named "since", "time" or "completed" are ISO 8601 in UTC; "modified", "created" and
-- "first_seen" are microseconds since 1970 (the view record_overview spells them out). Texts in braces are JSON objects
-- by property: a property that is missing was never said, an empty text was said to be empty.

create table lease (                    -- who may use these tables, and until when
    one integer not null primary key check (one = 1),
    token bigint not null,              -- one higher with each taking
    holder text not null,
    taken timestamptz not null,
    expires timestamptz not null
) with (fillfactor = 10);               -- room for a row that every commit writes anew

insert into lease values (1, 0, 'nobody', clock_timestamp(), clock_timestamp());

create table about (
    name text collate "C" not null primary key, -- history: the name of this store, made when it was
    value text collate "C" not null
);

create table properties (               -- the properties of the host's types, and of those it once had
    type text collate "C" not null,
    name text collate "C" not null,
    position bigint not null,
    kind text not null,
    target text,
    unit text,
    primary key (type, name)
);

create table records (                  -- what each system holds, to the letter
    system text collate "C" not null,
    type text collate "C" not null,
    id text collate "C" not null,
    status text not null,               -- live or gone
    golden text collate "C",            -- the golden record it belongs to
    said text not null,                 -- {property: text}
    stamps text,                        -- {property: "time marks"} where that is not the time of the record
    told text,                          -- {property: text} what Talk wrote there, for what is marked as an echo
    modified bigint,
    created bigint,
    first_seen bigint,
    keys text not null,                 -- [rule, value, rule, value …]
    parked bigint not null,             -- 1: its cluster would be too large, so it stands alone
    version text,
    listing bigint not null,            -- the last listing that named it
    primary key (system, type, id)
);

create index records_by_golden on records (golden);

create table match_keys (               -- how live records are found by what they share
    type text collate "C" not null,
    rule text collate "C" not null,
    value text collate "C" not null,
    id text collate "C" not null,
    system text collate "C" not null,
    primary key (type, rule, value, id, system)
);

create table links (                    -- bonds between records; origin APART keeps them apart
    type text collate "C" not null,
    first_system text collate "C" not null,
    first_id text collate "C" not null,
    second_system text collate "C" not null,
    second_id text collate "C" not null,
    origin text collate "C" not null,
    primary key (type, first_system, first_id, second_system, second_id, origin)
);

create index links_by_second on links (type, second_system, second_id);

create table goldens (                  -- golden records
    id text collate "C" not null,
    type text collate "C" not null,
    fields text not null,               -- {property: text}
    winners text not null,              -- {record: properties that it won}
    members bigint not null,
    sequence bigint not null,           -- the number of its last change
    removed bigint not null,            -- 1: it is gone; sinks still have to hear of it
    primary key (id)
);

create unique index goldens_by_sequence on goldens (sequence);

create table tasks (                    -- golden records to be compared with a system
    system text collate "C" not null,
    type text collate "C" not null,
    golden text collate "C" not null,
    primary key (system, type, golden)
);

create table readings (                 -- how far each system has been read
    system text collate "C" not null,
    type text collate "C" not null,
    position text,
    listing bigint not null,
    listed bigint not null,             -- 1: that listing is complete
    completed text,
    onboarded text not null,
    primary key (system, type)
);

create table parked (                   -- writes that were refused, with the reason
    system text collate "C" not null,
    type text collate "C" not null,
    golden text collate "C" not null,
    record_id text collate "C" not null, -- empty for a record that was to be made
    reason text not null,
    fingerprint text not null,
    since text collate "C" not null,
    primary key (system, type, golden, record_id)
);

create index parked_by_age on parked (since, system, type, golden, record_id);

create table intents (                  -- writes that were about to be asked and whose outcome is not known
    operation text collate "C" not null primary key,
    system text collate "C" not null,
    type text collate "C" not null,
    kind text not null,
    golden text collate "C" not null,
    origin_system text collate "C" not null,
    origin_id text collate "C" not null,
    origin_type text collate "C" not null,
    record_id text collate "C",
    since text collate "C" not null,
    unknown bigint not null,            -- 1: it was sent, and no answer came
    fields text not null                -- {property: text} what it was going to write
);

create index intents_by_golden on intents (system, type, golden);

create table audit (                    -- every write that was asked, and what came of it
    number bigint generated always as identity primary key,
    time text not null,
    run text not null,
    operation text collate "C" not null,
    system text collate "C" not null,
    type text collate "C" not null,
    record_id text collate "C",
    golden text collate "C" not null,
    what text collate "C" not null,
    before text not null,               -- {property: text}
    after text not null,                -- {property: text}
    reason text
);

create table notes (
    name text collate "C" not null primary key,
    text text not null
);

create view record_overview as
select
    system, type, id, status, golden, said,
    to_timestamp(modified / 1000000.0) as modified,
    to_timestamp(created / 1000000.0) as created,
    to_timestamp(first_seen / 1000000.0) as first_seen,
    keys, parked, version, listing
from records;

create view crosswalk as
select g.type, g.id as golden, r.system, r.id
from goldens g join records r on r.golden = g.id
where g.removed = 0 and r.status = 'live';

create table totals (                   -- how much there is, counted as it comes and goes
    what text collate "C" not null,     -- records: live ones; goldens: not removed ones, of no system; tasks
    system text collate "C" not null,
    type text collate "C" not null,
    number bigint not null,
    primary key (what, system, type)
);

-- Who was erased: fingerprints made with a key, so that nobody can be read out of them, and nobody comes back.
create table erased (
    fingerprint text collate "C" not null primary key
);

create table erasures (                 -- records of those who were erased that are still there
    system text collate "C" not null,
    type text collate "C" not null,
    id text collate "C" not null,
    state text not null,                -- PENDING, IMPOSSIBLE or BACK
    cause text not null,                -- the fingerprint it was known by
    reason text not null,
    since text collate "C" not null,
    primary key (system, type, id)
);
