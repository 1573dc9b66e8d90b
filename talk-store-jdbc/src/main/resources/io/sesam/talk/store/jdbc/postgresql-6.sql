-- What golden records are found by, and what became of them. The words are indexed by the opening of the store.
alter table goldens add column systems text collate "C" not null default '';    -- the systems of its records: crm erp+, the plus for several
alter table goldens add column founded bigint not null default 0;               -- the number of the change that made it
alter table goldens add column other text collate "C";                          -- of a removed one: that took over; else that it was split off

update goldens set systems = coalesce((
    select string_agg(name, ' ' order by name) from (
        select system || case when count(*) > 1 then '+' else '' end as name
        from records r where r.golden = goldens.id and r.status = 'live' group by system) as names), '')
where removed = 0;

-- Entries of two kinds, each with its golden record: type U+0001 words U+0001 golden, the words beginning with each of them in
-- turn; and type U+0002 systems U+0001 golden.
create table search (
    entry text collate "C" not null primary key
);

create table search_log (               -- changes of entries that are made together, because entries lie far apart
    number bigint generated always as identity primary key,
    changes text collate "C" not null             -- an entry in each line, after + or -
);
