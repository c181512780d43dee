create or replace function memory.word_stem(p_word text)
returns text
language sql
immutable
strict
parallel safe
-- The stemmer drops stop words, but "no" and "out" carry meaning here.
return coalesce((ts_lexize('pg_catalog.english_stem', p_word))[1], p_word);
comment on function memory.word_stem(text) is 'The English stem of a word ("leaking", "leaks" → "leak"); a word the stemmer drops stays as it is.';
