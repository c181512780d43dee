create or replace function identity.remember_erased(p_customer_ids uuid[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_opt_outs integer;
begin
  insert into identity.erased_identifiers (tenant_id, type, hash)
  select v_tenant_id, x.type, identity.hash_identifier(v_tenant_id, x.type, x.value)
  from (
    select i.type, i.value from identity.customer_identities as i
    where i.tenant_id = v_tenant_id and i.customer_id = any (p_customer_ids) and i.type in ('housecall_pro_id', 'shopmonkey_id')
    union
    select 'housecall_pro_id', p.housecall_pro_id from context.customer_context as p
    where p.tenant_id = v_tenant_id and p.customer_id = any (p_customer_ids) and p.housecall_pro_id is not null
    union
    select 'import', m.source || ':' || m.external_id from identity.imported_customers as m
    where m.tenant_id = v_tenant_id and m.customer_id = any (p_customer_ids)
    union
    select 'customer_id', c.id::text from unnest(p_customer_ids) as c (id)
  ) as x
  on conflict do nothing;

  with lifted as (
    delete from outreach.suppressions as s
    using identity.list_own_values(p_customer_ids) as v
    where s.tenant_id = v_tenant_id and s.address = v.value and v.type in ('phone', 'email')
    returning s.channel, s.address, s.reason
  )
  insert into identity.erased_opt_outs (tenant_id, channel, hash, reason)
  select v_tenant_id, l.channel, identity.hash_identifier(v_tenant_id, l.channel, l.address), l.reason from lifted as l
  on conflict do nothing;
  get diagnostics v_opt_outs = row_count;
  return v_opt_outs;
end
$$;
comment on function identity.remember_erased(uuid[]) is
  'Before customers are erased: keeps HMACs of their CRM ids, so that no sync brings them back, and of their opted-out addresses in place of the suppressions. Returns how many opt-outs it keeps.';
