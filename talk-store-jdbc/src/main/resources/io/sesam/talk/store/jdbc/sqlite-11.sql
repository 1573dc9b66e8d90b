-- What a page of one run, and of one golden record, is made of. Entries of a run come one after the other: writing them costs little.
create index audit_by_run on audit (run);

create index parked_by_golden on parked (golden);
