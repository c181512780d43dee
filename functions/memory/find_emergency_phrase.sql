create or replace function memory.find_emergency_phrase(p_text text)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  c_separators constant text := '[.!?;:,()\n\r]+|\s[-–—]+\s|\m(but|and|however|although|though|because|cause|cuz)\M';
  c_present constant text := '\m(right now|now|currently|still|again|asap|urgent|emergency|help|hurry|come quick)\M';
  v_phrase text;
begin
  with clause as (
    select c.position as clause, memory.plain_words(c.text) as text
    from regexp_split_to_table(lower(left(p_text, 4000)), c_separators) with ordinality as c (text, position)
  ),
  word as (
    select c.clause, w.position, w.word, memory.word_stem(w.word) as stem
    from clause as c
    cross join string_to_table(c.text, ' ') with ordinality as w (word, position)
    where w.word <> ''
  ),
  phrase as (
    select p.phrase, p.phrase ~ '^(no|not|without|dont|doesnt|lost)\M' as is_ordered, s.stems
    from (
      select d.phrase from memory.emergency_phrase_defaults as d
      union
      select t.phrase from memory.emergency_phrases as t where t.tenant_id = tenancy.current_tenant() and t.is_active
    ) as p
    cross join lateral (
      select array_agg(memory.word_stem(w.word) order by w.position) as stems
      from string_to_table(memory.plain_words(p.phrase), ' ') with ordinality as w (word, position)
    ) as s
    where not exists (
      select from memory.emergency_phrases as o
      where o.tenant_id = tenancy.current_tenant() and o.phrase = p.phrase and not o.is_active
    )
  ),
  hit as (
    select p.phrase, p.is_ordered, p.stems, first.clause, first.position as first_position, rest.last_position
    from phrase as p
    join word as first on first.stem = any (case when p.is_ordered then p.stems[1:1] else p.stems end)
    cross join lateral (
      select max(found.position) as last_position, count(found.position) as found
      from unnest(p.stems) with ordinality as need (stem, position)
      cross join lateral (
        select min(w.position) as position
        from word as w
        where w.clause = first.clause and w.stem = need.stem
          and case
            when p.is_ordered then
              w.position between first.position + need.position - 1 and first.position + 2 * (need.position - 1)
            else w.position between first.position and first.position + cardinality(p.stems) + 3
          end
      ) as found
    ) as rest
    where rest.found = cardinality(p.stems)
  )
  select h.phrase into v_phrase
  from hit as h
  join clause as c on c.clause = h.clause
  cross join lateral (
    select
      coalesce(string_agg(w.word, ' ' order by w.position) filter (where w.position < h.first_position), '') as before,
      coalesce(string_agg(w.word, ' ' order by w.position) filter (
        where w.position between h.first_position and h.last_position and not w.stem = any (h.stems)
      ), '') as within,
      coalesce(string_agg(w.word, ' ' order by w.position) filter (where w.position > h.last_position), '') as after
    from word as w
    where w.clause = h.clause
  ) as around
  where (h.is_ordered or not memory.is_emergency_denied(around.before, around.within, around.after))
    and (c.text ~ c_present or not exists (select from memory.emergency_exceptions as e where c.text ~ e.pattern))
  order by h.clause, cardinality(h.stems) desc, h.phrase
  limit 1;
  return v_phrase;
end
$$;
comment on function memory.find_emergency_phrase(text) is
  'The emergency phrase a message reports, null when none: the defaults laid under the tenant''s own. Judged clause by clause: a denial near the phrase, talk of the past, of prices, prevention or products does not count unless it is said to be now. "Do you fix burst pipes" does count: whoever asks a plumber that mostly has one.';
