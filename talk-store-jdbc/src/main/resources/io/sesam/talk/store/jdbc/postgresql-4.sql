-- The notes have become engine state; nobody ever read who won; intents are asked by system and type, by age.
drop table notes;

alter table goldens drop column winners;

create index intents_by_age on intents (system, type, since, operation);
