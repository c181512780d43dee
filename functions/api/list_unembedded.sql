create or replace function api.list_unembedded(p_tenant_id uuid, p_model text, p_limit integer default 500)
returns table (message_id uuid, body text)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  -- "ok", "yes" and keywords say nothing that a search could look for.
  c_shortest constant integer := 8;
  c_longest constant integer := 8000;
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select m.id, left(m.body, c_longest)
  from memory.messages as m
  where m.tenant_id = p_tenant_id and m.role <> 'system' and length(btrim(m.body)) >= c_shortest
    and not exists (
      select from memory.conversation_embeddings as e
      where e.tenant_id = p_tenant_id and e.message_id = m.id and e.embedding_model = p_model
    )
  order by m.id desc
  limit least(greatest(coalesce(p_limit, 500), 1), 2048);
end
$$;
comment on function api.list_unembedded(uuid, text, integer) is
  'Messages worth a vector (8 characters or more, no system message) that have none of this model yet, the newest first, at most p_limit (1-2048); of a long one the first 8,000 characters.';
