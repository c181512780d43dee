create or replace function api.list_unembedded(
  p_tenant_id uuid, p_model text, p_limit integer default 500, p_after uuid default null
)
returns table (message_id uuid, body text, fingerprint text)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select u.message_id, u.body, md5(u.body)
  from memory.list_unembedded(p_tenant_id, p_model, least(greatest(coalesce(p_limit, 500), 1), 50000), p_after) as u;
end
$$;
comment on function api.list_unembedded(uuid, text, integer, uuid) is
  'Messages worth a vector that have none of this model yet (memory.list_unembedded), the newest first, at most p_limit (1-50000). p_after, a message that came before, continues behind it. fingerprint goes back with the vector to api.save_embeddings, so that one of a text that was changed meanwhile is not kept. It is quick for the tenant''s own model (api.follow_embedding_model); for any other one all messages are looked through.';
