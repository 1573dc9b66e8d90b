-- The notes have become engine state; nobody ever read who won; intents are asked by system and type, by age.
drop table notes;

alter table goldens drop column winners;

create index intents_by_age on intents (system, type, since, operation);

-- who decided; empty for the engine itself
alter table audit add column actor text;

-- whether a refused write or a record of an oversized cluster is parked
alter table parked add column kind text not null default 'WRITE';
update parked set kind = 'OVERSIZED_CLUSTER', fingerprint = '' where fingerprint = 'crowd';
