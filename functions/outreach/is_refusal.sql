create or replace function outreach.is_refusal(p_text text)
returns boolean
language plpgsql
stable
strict
set search_path = ''
as $$
declare
  v_text text := memory.plain_words(left(p_text, 4000));
begin
  return exists (
    select from outreach.refusal_patterns as r
    -- Only a case keeps the order: the expression is compiled where an anchor is there.
    where r.is_refusal and case when r.anchors is null or v_text like any (r.anchors) then v_text ~ r.pattern end
  )
    and not exists (
      select from outreach.refusal_patterns as r
      where not r.is_refusal and case when r.anchors is null or v_text like any (r.anchors) then v_text ~ r.pattern end
    );
end
$$;
comment on function outreach.is_refusal(text) is
  'Whether free text refuses further messages ("please stop texting me"), as opposed to sentences that look alike ("please stop by tomorrow").';
