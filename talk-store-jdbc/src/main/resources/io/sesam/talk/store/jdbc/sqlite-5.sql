-- What was written to a record, for whoever asks why (R34).
create index audit_by_record on audit (record_id, type, system) where record_id is not null;
