create or replace function outreach.is_refusal(p_text text)
returns boolean
language plpgsql
stable
strict
set search_path = ''
as $$
declare
  v_text text := memory.plain_words(left(p_text, 4000));
  v_refusing text;
  v_ordinary text;
begin
  -- One alternation each: its compiled form is cached, that of many single patterns would not be.
  select
    string_agg('(?:' || r.pattern || ')', '|' order by r.pattern) filter (where r.is_refusal),
    string_agg('(?:' || r.pattern || ')', '|' order by r.pattern) filter (where not r.is_refusal)
  into v_refusing, v_ordinary
  from outreach.refusal_patterns as r;
  return coalesce(v_text ~ v_refusing, false) and not coalesce(v_text ~ v_ordinary, false);
end
$$;
comment on function outreach.is_refusal(text) is
  'Whether free text refuses further messages ("please stop texting me"), as opposed to sentences that look alike ("please stop by tomorrow").';
