create or replace function api.list_batches(p_tenant_id uuid, p_is_live boolean default null, p_limit integer default 20)
returns setof jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select ai.describe_batch(p_tenant_id, b.id)
  from ai.batch_jobs as b
  where b.tenant_id = p_tenant_id and (p_is_live is null or p_is_live = (b.completed_at is null))
  order by b.created_at desc, b.id desc
  limit least(p_limit, 1000);
end
$$;
comment on function api.list_batches(uuid, boolean, integer) is
  'A tenant''s batches, each as api.get_batch, the newest first; only live or only ended ones when p_is_live is given.';
