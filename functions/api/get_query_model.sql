create or replace function api.get_query_model(p_tenant_id uuid, p_models text[])
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return memory.query_model(p_tenant_id, p_models);
end
$$;
comment on function api.get_query_model(uuid, text[]) is
  'The model that a search of a tenant is to be embedded with, so that it can be compared with what is stored; null where there are no vectors yet or none of p_models, those that can be asked, made them, and while their provider is left alone after failures.';
