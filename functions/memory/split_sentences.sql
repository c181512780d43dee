create or replace function memory.split_sentences(p_text text)
returns table (sentence text, starts_at integer)
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
  -- Bounds, because everything that is said is matched with many rules, and some take the square of its length.
  return query
  select left(s.parts[1], 400), s.at
  from (
    select m.parts, (1 + coalesce(sum(length(m.parts[1])) over (order by m.place rows between unbounded preceding and 1 preceding), 0))::integer as at
    from regexp_matches(p_text, '(.+?(?:[.!?]+(?=\s)|\n|;|$))', 'g') with ordinality as m (parts, place)
  ) as s
  where s.parts[1] ~ '[[:alnum:]]'
  limit 60;
end
$$;
comment on function memory.split_sentences(text) is 'A message''s sentences, at most sixty and 400 characters of each, and where each begins (from 1).';
