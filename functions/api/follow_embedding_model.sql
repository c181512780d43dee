create or replace function api.follow_embedding_model(p_tenant_id uuid, p_models text[])
returns text
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  if not tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_EMBEDDINGS') then
    return null;
  end if;
  return memory.follow_embedding_model(p_tenant_id, p_models);
end
$$;
comment on function api.follow_embedding_model(uuid, text[]) is
  'The model whose vectors a tenant''s messages get: its own choice if it is one of p_models, the models that can be asked, else the first of them. A change has all messages noted for api.list_unembedded. Null where CUSTOMER_CONTEXT_EMBEDDINGS is off.';
