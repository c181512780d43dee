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
  update tenancy.api_keys as k
  set last_used_at = greatest(k.last_used_at, u.used_at)
  from (
    select key_id, max(used_at) as used_at
    from unnest(p_key_ids, p_used_at) as t (key_id, used_at)
    group by key_id
  ) as u
  where k.id = u.key_id;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function api.touch_api_keys(uuid[], timestamptz[]) is
  'Notes when API keys were last used, in one batch that the edge gathers outside its requests. Returns how many keys there were.';
