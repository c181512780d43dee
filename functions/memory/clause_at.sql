create or replace function memory.clause_at(p_sentence text, p_at integer)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  c_between constant text := '(?:,\s+|\s+(?:but|so|because|cause|cuz|bc|since|tho|though|however|and then)\s+|\s+[-–—]+\s+|\s*:\s+)';
  v_before text := left(p_sentence, p_at - 1);
  v_begin text := regexp_replace(v_before, '^.*' || c_between, '');
  v_after text := substr(p_sentence, p_at);
  v_end integer := regexp_instr(v_after, c_between);
begin
  return btrim(v_begin || case when v_end > 1 then left(v_after, v_end - 1) else v_after end);
end
$$;
comment on function memory.clause_at(text, integer) is 'The part of a sentence, between commas and words like but, in which a position (from 1) stands.';
