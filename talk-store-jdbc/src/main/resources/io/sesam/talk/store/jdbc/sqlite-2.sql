-- What an insert was going to write: what shows up later is known by it.
alter table intents add column fields text not null default '{}';  -- {property: text}
