-- The intents of a batch as one row: almost all of them are closed a moment later, and then the row is deleted. In
-- "intents" are those whose batch was closed without them.
create table intent_batches (
    number integer not null primary key,
    system text not null,
    type text not null,
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
    e.value, b.system, b.type,
    json_extract(b.intents, '$[' || (e.key + 1) || ']'),
    json_extract(b.intents, '$[' || (e.key + 2) || ']'),
    nullif(json_extract(b.intents, '$[' || (e.key + 6) || ']'), ''),
    json_extract(b.intents, '$[' || (e.key + 7) || ']'),
    json_extract(b.intents, '$[' || (e.key + 8) || ']'),
    cast(json_extract(b.intents, '$[' || (e.key + 9) || ']') as integer)
from intent_batches b cross join json_each(b.intents) e
where e.key % 10 = 0;
