-- How much there is, counted as it comes and goes: counting rows reads them all, and every run asks.
create table totals (
    what text not null,                 -- records: live ones; goldens: not removed ones, of no system; tasks
    system text not null,
    type text not null,
    number integer not null,
    primary key (what, system, type)
) without rowid;

insert into totals (what, system, type, number)
select 'records', system, type, count(*) from records where status = 'live' group by system, type;

insert into totals (what, system, type, number)
select 'goldens', '', type, count(*) from goldens where removed = 0 group by type;

insert into totals (what, system, type, number)
select 'tasks', system, type, count(*) from tasks group by system, type;

drop index records_gone;

drop index goldens_live;
