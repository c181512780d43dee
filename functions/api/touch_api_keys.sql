create or replace function api.touch_api_keys(p_key_ids uuid[], p_used_at timestamptz[])
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  -- Several edges flush at once: rows are locked in id order.
  with locked as (
    select k.tenant_id, k.id from tenancy.api_keys as k where k.id = any (p_key_ids) order by k.id for no key update
  )
  update tenancy.api_keys as k
  set last_used_at = greatest(k.last_used_at, u.used_at)
  from locked
  join (
    select t.key_id, max(t.used_at) as used_at
    from unnest(p_key_ids, p_used_at) as t (key_id, used_at)
    group by t.key_id
  ) as u on u.key_id = locked.id
  where k.tenant_id = locked.tenant_id and k.id = locked.id;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function api.touch_api_keys(uuid[], timestamptz[]) is
  'Notes when API keys were last used, in one batch that the edge gathers outside its requests. Returns how many keys there were.';
