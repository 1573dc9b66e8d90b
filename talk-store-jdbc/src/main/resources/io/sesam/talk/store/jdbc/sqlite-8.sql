-- Further values by which a record matches, such as a person's second e-mail addresses: [property, value, …].
alter table records add column further text;
