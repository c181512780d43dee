-- owner: rapport_owner
create or replace function api.record_access(p_entries jsonb)
returns integer
language sql
volatile
strict
security definer
set search_path = ''
as $$
  with recorded as (
    insert into ops.access_log (tenant_id, at, key_id, customer_id, route, request_id)
    select e."tenantId", e.at, e."keyId", e."customerId", left(e.route, 200), left(e."requestId", 100)
    from jsonb_to_recordset(p_entries) as e (
      "tenantId" uuid, at timestamptz, "keyId" uuid, "customerId" uuid, route text, "requestId" text
    )
    -- Who was erased between the reading and this is not written down again.
    left join identity.customers as c on c.tenant_id = e."tenantId" and c.id = e."customerId"
    where e."customerId" is null or c.id is not null
    order by e.at
    returning 1
  )
  select count(*)::integer from recorded
$$;
comment on function api.record_access(jsonb) is
  'Keeps who read which customer, of all tenants at once, in batches that the edge gathers outside its requests: an array of {tenantId, keyId, customerId|null, route, requestId|null, at}. A customer who is no longer there is left out. Returns how many were kept.';
