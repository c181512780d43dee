create or replace function memory.list_claimable(p_tenant_id uuid, p_limit integer, p_after uuid default null)
returns table (message_id uuid, body text)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  c_longest constant integer := 8000;
  v_after timestamptz := (select m.created_at from memory.messages as m where m.tenant_id = p_tenant_id and m.id = p_after);
begin
  return query
  select u.message_id, left(m.body, c_longest)
  from memory.unembedded_messages as u
  join memory.messages as m on m.tenant_id = p_tenant_id and m.id = u.message_id
  where u.tenant_id = p_tenant_id and u.given_up_at is null and coalesce(u.claimed_until <= ops.now(), true)
    and (p_after is null or (u.said_at, u.message_id) < (v_after, p_after))
  order by u.said_at desc, u.message_id desc
  limit p_limit;
end
$$;
comment on function memory.list_claimable(uuid, integer, uuid) is
  'Messages of a tenant that wait for a vector of its model and are in nobody''s hands, the newest first, after the one of p_after; of a long one the first 8,000 characters.';
