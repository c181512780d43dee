create or replace function memory.find_emergency_phrase(p_text text)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  c_separators constant text := '[.!?;:,()\n\r]+|\s[-–—]+\s|\m(but|and|however|although|though|because|cause|cuz)\M';
  c_present constant text := '\m(right now|now|currently|still|again|asap|urgent|emergency|help|hurry|come quick)\M';
  v_tenant_id uuid := tenancy.current_tenant();
  v_clause text;
  v_stems text[];
  v_phrase text;
begin
  -- Most messages hold no such words at all, in whatever clause.
  v_stems := memory.stem_words(lower(left(p_text, 4000)));
  if not exists (select from memory.emergency_phrase_defaults as d where d.stems <@ v_stems)
    and not exists (
      select from memory.emergency_phrases as t
      where t.tenant_id = v_tenant_id and t.is_active and t.stems <@ v_stems
    )
  then
    return null;
  end if;

  -- A loop, because a denial reaches no further than its own clause and the first emergency ends the search.
  for v_clause in
    select memory.plain_words(c.text) from regexp_split_to_table(lower(left(p_text, 4000)), c_separators) as c (text)
  loop
    v_stems := memory.stem_words(v_clause);
    select p.phrase into v_phrase
    from (
      select d.phrase, d.stems
      from memory.emergency_phrase_defaults as d
      where d.stems <@ v_stems and not exists (
        select from memory.emergency_phrases as o
        where o.tenant_id = v_tenant_id and o.phrase = d.phrase and not o.is_active
      )
      union
      select t.phrase, t.stems
      from memory.emergency_phrases as t
      where t.tenant_id = v_tenant_id and t.is_active and t.stems <@ v_stems
    ) as p
    where memory.reports_phrase(string_to_array(v_clause, ' '), v_stems, p.stems)
    order by cardinality(p.stems) desc, p.phrase
    limit 1;
    if found and (v_clause ~ c_present or not exists (
      select from memory.emergency_exceptions as e
      where case when e.anchors is null or v_clause like any (e.anchors) then v_clause ~ e.pattern end
    )) then
      return v_phrase;
    end if;
  end loop;
  return null;
end
$$;
comment on function memory.find_emergency_phrase(text) is
  'The emergency phrase a message reports, null when none: the defaults laid under the tenant''s own. Judged clause by clause: a denial near the phrase, talk of the past, of prices, prevention or products does not count unless it is said to be now. "Do you fix burst pipes" does count: whoever asks a plumber that mostly has one.';
