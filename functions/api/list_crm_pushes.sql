create or replace function api.list_crm_pushes(p_tenant_id uuid, p_state text default null, p_limit integer default 50)
returns table (
  push_id uuid, customer_id uuid, kind text, state text, reason text, error_fields text[], attempt integer, waits_until timestamptz,
  created_at timestamptz, updated_at timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select p.id, p.customer_id, p.kind, p.state, coalesce(s.reason, p.reason), p.error_fields, p.attempt::integer,
    case when p.state in ('queued', 'unknown') then greatest(p.not_before, s.until) end, p.created_at, p.updated_at
  from crm.pushes as p
  left join crm.push_pauses as s on s.tenant_id = p.tenant_id and s.until > ops.now() and p.state in ('queued', 'unknown')
  where p.tenant_id = p_tenant_id and (p_state is null or p.state = p_state)
  order by p.created_at desc, p.id desc
  limit p_limit;
end
$$;
comment on function api.list_crm_pushes(uuid, text, integer) is
  'A tenant''s changes for HousecallPro and what became of them, newest first, without values. waits_until: for those not done yet, with the reason when all of the tenant''s wait.';
