create or replace function memory.list_unembedded(p_tenant_id uuid, p_model text, p_limit integer, p_after uuid default null)
returns table (message_id uuid, body text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  c_longest constant integer := 8000;
  v_after timestamptz;
begin
  if exists (
    select from memory.embedding_states as s where s.tenant_id = p_tenant_id and s.model = p_model and s.is_filled
  ) then
    return query
    select l.message_id, l.body from memory.list_claimable(p_tenant_id, p_limit, p_after) as l;
    return;
  end if;
  -- Nobody noted what this model lacks: all messages are looked through.
  select m.created_at into v_after from memory.messages as m where m.tenant_id = p_tenant_id and m.id = p_after;
  return query
  select m.id, left(m.body, c_longest)
  from memory.messages as m
  where m.tenant_id = p_tenant_id and (p_after is null or (m.created_at, m.id) < (v_after, p_after))
    and memory.is_worth_embedding(m) and not memory.is_notice(p_tenant_id, m.id)
    and not exists (
      select from memory.conversation_embeddings as e
      where e.tenant_id = p_tenant_id and e.message_id = m.id and e.embedding_model = p_model
    )
  order by m.created_at desc, m.id desc
  limit p_limit;
end
$$;
comment on function memory.list_unembedded(uuid, text, integer, uuid) is
  'Messages worth a vector (memory.is_worth_embedding; no notices of ours, no text that was refused) that have none of this model yet, the newest first, after the one of p_after; of a long one the first 8,000 characters.';
