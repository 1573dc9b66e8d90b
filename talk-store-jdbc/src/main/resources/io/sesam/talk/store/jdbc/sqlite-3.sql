-- Who was erased: fingerprints made with a key, so that nobody can be read out of them, and nobody comes back.
create table erased (
    fingerprint text not null primary key
) without rowid;

create table erasures (                 -- records of those who were erased that are still there
    system text not null,
    type text not null,
    id text not null,
    state text not null,                -- PENDING, IMPOSSIBLE or BACK
    cause text not null,                -- the fingerprint it was known by
    reason text not null,
    since text not null,
    primary key (system, type, id)
) without rowid;
