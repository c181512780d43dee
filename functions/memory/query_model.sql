create or replace function memory.query_model(p_tenant_id uuid, p_models text[])
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select s.answering_model
    from memory.embedding_states as s
    join memory.embedding_models as m on m.name = s.answering_model
    where s.tenant_id = p_tenant_id and s.answering_model = any (p_models)
      and not exists (select from ai.provider_health as h where h.provider = m.provider and h.skip_until > ops.now())
  );
end
$$;
comment on function memory.query_model(uuid, text[]) is 'What api.get_query_model answers.';
