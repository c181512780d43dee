create or replace function memory.list_unembedded(p_model text, p_limit integer)
returns table (message_id uuid, body text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- "ok", "yes" and keywords say nothing that a search could look for.
  c_shortest constant integer := 8;
  c_longest constant integer := 8000;
begin
  return query
  select m.id, left(m.body, c_longest)
  from memory.messages as m
  where m.tenant_id = tenancy.current_tenant() and m.role <> 'system' and length(btrim(m.body)) >= c_shortest
    and not exists (
      select from memory.conversation_embeddings as e
      where e.tenant_id = m.tenant_id and e.message_id = m.id and e.embedding_model = p_model
    )
  order by m.id desc
  limit p_limit;
end
$$;
comment on function memory.list_unembedded(text, integer) is
  'Messages of the current tenant worth a vector (8 characters or more, no system message) that have none of this model yet, the newest first; of a long one the first 8,000 characters.';
