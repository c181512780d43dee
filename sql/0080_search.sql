create table memory.embedding_models (
  name text primary key,
  dimensions smallint not null check (dimensions between 1 and 4000),
  weight real not null check (weight between 0 and 5)
);
comment on table memory.embedding_models is
  'Which embedders there are, and how far their likeness may move a message against the words (1: as far as the words themselves). A weak one has a small weight, so that it never drowns them.';
call tenancy.open_directory('memory.embedding_models');
insert into memory.embedding_models (name, dimensions, weight) values
  ('text-embedding-3-small', 1536, 1), ('text-embedding-3-large', 1536, 1.2), ('local', 1536, 0.15);
