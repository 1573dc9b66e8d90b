-- The intents of a batch as one row: almost all of them are closed a moment later, and then the row is deleted. In
-- "intents" are those whose batch was closed without them.
create table intent_batches (
    number bigint not null primary key,
    system text collate "C" not null,
    type text collate "C" not null,
    -- for each: operation, kind, golden record, system, type and id of its origin, record (empty for one to be made),
    -- since, what it writes {property: text}, and 0 for sent, 1 for sent without an answer, 2 for not sent
    intents text not null
);

drop index intents_by_golden;

drop index intents_by_age;

create view open_intents as
select operation, system, type, kind, golden, record_id, since, fields, unknown from intents
union all
select
    i ->> (n * 10), b.system, b.type, i ->> (n * 10 + 1), i ->> (n * 10 + 2), nullif(i ->> (n * 10 + 6), ''),
    i ->> (n * 10 + 7), i ->> (n * 10 + 8), cast(i ->> (n * 10 + 9) as bigint)
from intent_batches b
cross join lateral (select cast(b.intents as json) as i) parsed
cross join lateral generate_series(0, json_array_length(i) / 10 - 1) as n;
