create or replace function memory.split_query(p_query text)
returns text[]
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  c_most constant integer := 32;
begin
  return array(
    with words as (
      select w.word, w.place
      from regexp_split_to_table(lower(left(p_query, 1000)), '[[:space:][:punct:]]+') with ordinality as w (word, place)
      where w.word <> ''
    ),
    pieces as (
      -- Scripts that do not part their words are matched by pairs of characters, as search engines do.
      select substr(w.word, n.at, 2) as piece, w.place, n.at
      from words as w cross join lateral generate_series(1, length(w.word) - 1) as n (at)
      where memory.has_dense_script(w.word) and length(w.word) > 1
      union all
      select w.word, w.place, 0 from words as w where not (memory.has_dense_script(w.word) and length(w.word) > 1)
    )
    select p.piece from pieces as p group by p.piece order by min(p.place), min(p.at) limit c_most
  );
end
$$;
comment on function memory.split_query(text) is
  'What a query is looked for by where stems do not help (stop words, emoji, other scripts): its words in lower case, or pairs of characters; at most 32.';
