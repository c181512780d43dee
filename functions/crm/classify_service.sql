create or replace function crm.classify_service(p_description text)
returns text
language plpgsql
stable
strict
parallel safe
set search_path = ''
as $$
declare
  v_text text := ' ' || ops.normalize_name(left(p_description, 2000)) || ' ';
begin
  return (
    select w.service_type
    from crm.service_words as w
    where position(' ' || w.phrase || ' ' in v_text) > 0
    order by length(w.phrase) desc, position(' ' || w.phrase || ' ' in v_text), w.phrase
    limit 1
  );
end
$$;
comment on function crm.classify_service(text) is 'What a job is about by the words of its description (crm.service_words); null when none says.';
