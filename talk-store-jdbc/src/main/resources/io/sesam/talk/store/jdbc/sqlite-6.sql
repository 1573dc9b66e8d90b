-- What the engine keeps between runs, one typed value for each key; the notes are carried over in Java.
create table engine_state (
    kind text not null,            -- such as held_plan or token
    system text not null,          -- the system, sink or enricher it is about, or empty
    type text not null,            -- the type it is about, or empty
    name text not null,            -- the id of a record or the name of a token, or empty
    value text not null,                -- version and fields: 1 changes=4 removals=0 …
    primary key (kind, system, type, name)
) without rowid;
