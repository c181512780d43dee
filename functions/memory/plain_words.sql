create or replace function memory.plain_words(p_text text)
returns text
language sql
immutable
strict
parallel safe
return ops.normalize_name(translate(p_text, '''’‘`´', ''));
comment on function memory.plain_words(text) is
  'A message as patterns read it: lower case, accents and punctuation gone, single spaces, contractions kept together (don''t becomes dont).';
