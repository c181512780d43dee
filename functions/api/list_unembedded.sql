create or replace function api.list_unembedded(p_tenant_id uuid, p_model text, p_limit integer default 500)
returns table (message_id uuid, body text)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select u.message_id, u.body
  from memory.list_unembedded(p_model, least(greatest(coalesce(p_limit, 500), 1), 2048)) as u;
end
$$;
comment on function api.list_unembedded(uuid, text, integer) is
  'Messages worth a vector (8 characters or more, no system message) that have none of this model yet, the newest first, at most p_limit (1-2048); of a long one the first 8,000 characters.';
