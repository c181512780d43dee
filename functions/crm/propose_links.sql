create or replace function crm.propose_links(p_rows crm.customer_row[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_proposed integer;
begin
  insert into identity.pending_links (tenant_id, customer_id, candidate_customer_id, type, value, reason, score)
  select distinct on (v.customer_id, i.customer_id, v.type, v.value)
    v_tenant_id, v.customer_id, i.customer_id, v.type, v.value, 'HousecallPro gives them the same ' || case v.type
      when 'phone' then 'telephone number' else 'e-mail address' end,
    case
      when not identity.may_be_same_name(c.first_name, c.search_name, o.first_name, o.search_name) then 0.3
      when c.search_name = '' or o.search_name = '' then 0.6
      else 0.9
    end
  from crm.list_values(p_rows) as v
  join identity.customer_identities as i
    on i.tenant_id = v_tenant_id and i.type = v.type and i.value = v.value and i.customer_id <> v.customer_id
  join identity.customers as c on c.tenant_id = v_tenant_id and c.id = v.customer_id
  join identity.customers as o on o.tenant_id = v_tenant_id and o.id = i.customer_id
  where not exists (
      select from identity.customer_identities as own
      where own.tenant_id = v_tenant_id and own.customer_id = v.customer_id and own.type = v.type and own.value = v.value
    )
    and not exists (
      select from identity.pending_links as l
      where l.tenant_id = v_tenant_id and l.type = v.type and l.value = v.value
        and (l.customer_id, l.candidate_customer_id) in ((v.customer_id, i.customer_id), (i.customer_id, v.customer_id))
    )
  order by v.customer_id, i.customer_id, v.type, v.value
  on conflict do nothing;
  get diagnostics v_proposed = row_count;
  return v_proposed;
end
$$;
comment on function crm.propose_links(crm.customer_row[]) is
  'Where HousecallPro gives a customer a number or address that somebody else has: a proposal for a person, once. Returns how many.';
