create or replace function api.get_query_model(p_tenant_id uuid, p_models text[])
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return (
    select s.answering_model
    from memory.embedding_states as s
    join memory.embedding_models as m on m.name = s.answering_model
    where s.tenant_id = p_tenant_id and s.answering_model = any (p_models)
      and not exists (select from ai.provider_health as h where h.provider = m.provider and h.skip_until > ops.now())
  );
end
$$;
comment on function api.get_query_model(uuid, text[]) is
  'The model that a search of a tenant is to be embedded with, so that it can be compared with what is stored; null where there are no vectors yet or none of p_models, those that can be asked, made them, and while their provider is left alone after failures.';
