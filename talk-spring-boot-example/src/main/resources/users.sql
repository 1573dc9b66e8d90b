create table if not exists users (
  id bigserial primary key,
  given text,
  family text,
  email text not null unique,
  password_hash text,
  modified timestamptz not null
);
