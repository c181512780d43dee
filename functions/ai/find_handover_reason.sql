create or replace function ai.find_handover_reason(p_text text)
returns text
language plpgsql
stable
strict
set search_path = ''
as $$
declare
  v_text text := ai.normalize_message(p_text);
begin
  return (select h.reason from ai.handover_patterns as h where v_text ~ h.pattern order by h.reason = 'legal' desc, h.reason limit 1);
end
$$;
comment on function ai.find_handover_reason(text) is
  'Why a message must be read by a person whatever else it says (a complaint, a legal threat, ...); null when nothing says so.';
