create or replace function api.list_unembedded(
  p_tenant_id uuid, p_model text, p_limit integer default 500, p_after uuid default null
)
returns table (message_id uuid, body text, fingerprint text)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  c_longest constant integer := 8000;
  v_limit constant integer := least(greatest(coalesce(p_limit, 500), 1), 50000);
  v_after timestamptz;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if exists (
    select from memory.embedding_states as s where s.tenant_id = p_tenant_id and s.model = p_model and s.is_filled
  ) then
    return query
    select l.message_id, l.body, md5(l.body) from memory.list_claimable(p_tenant_id, v_limit, p_after) as l;
    return;
  end if;
  -- Nobody noted what this model lacks: all messages are looked through.
  select m.created_at into v_after from memory.messages as m where m.tenant_id = p_tenant_id and m.id = p_after;
  return query
  select m.id, left(m.body, c_longest), md5(left(m.body, c_longest))
  from memory.messages as m
  where m.tenant_id = p_tenant_id and (p_after is null or (m.created_at, m.id) < (v_after, p_after))
    and memory.is_worth_embedding(m) and not memory.is_notice(p_tenant_id, m.id)
    and not exists (
      select from memory.conversation_embeddings as e
      where e.tenant_id = p_tenant_id and e.message_id = m.id and e.embedding_model = p_model
    )
  order by m.created_at desc, m.id desc
  limit v_limit;
end
$$;
comment on function api.list_unembedded(uuid, text, integer, uuid) is
  'Messages worth a vector (memory.is_worth_embedding; no notices of ours, no text that was refused) that have none of this model yet, the newest first, at most p_limit (1-50000); of a long one the first 8,000 characters. p_after, a message that came before, continues behind it. fingerprint goes back with the vector to api.save_embeddings, so that one of a text that was changed meanwhile is not kept. It is quick for the tenant''s own model (api.follow_embedding_model); for any other one all messages are looked through.';
