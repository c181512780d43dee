create or replace function crm.list_profile_changes(p_rows crm.customer_row[])
returns crm.profile_change[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  return array(
    select (
      r.customer_id, r.id, jsonb_object_agg(f.key, f.value),
      coalesce(array_agg(f.key) filter (where s.source is not null or c.source <> 'crm'), '{}')
    )::crm.profile_change
    from unnest(p_rows) as r
    join identity.customers as c on c.tenant_id = v_tenant_id and c.id = r.customer_id
    join context.customer_context as p on p.tenant_id = v_tenant_id and p.customer_id = r.customer_id
    cross join lateral (
      select jsonb_build_object(
        'firstName', c.first_name, 'lastName', c.last_name, 'companyName', c.company_name, 'tags', to_jsonb(p.tags),
        'leadSource', p.lead_source, 'customerSince', c.customer_since
      ) as profile
    ) as known
    cross join lateral jsonb_each(r.profile || jsonb_build_object('customerSince', r.customer_since)) as f
    left join identity.field_sources as s on s.tenant_id = v_tenant_id and s.customer_id = r.customer_id and s.field = f.key
    where r.outcome in ('linked', 'known') and f.value is distinct from known.profile -> f.key
      and coalesce(identity.source_rank(s.source), 0) <= identity.source_rank('crm')
      and case
        when known.profile -> f.key in ('null', '[]') then true
        -- Of several records of one customer only the profile's own may change what is there.
        when f.key = 'customerSince' or p.housecall_pro_id <> r.id then false
        -- That HousecallPro says nothing empties only what it had said itself.
        when f.value in ('null', '[]') then coalesce(s.source, c.source) = 'crm'
        else true
      end
    group by r.customer_id, r.id
    order by r.customer_id
  );
end
$$;
comment on function crm.list_profile_changes(crm.customer_row[]) is
  'What records of HousecallPro would change in the profiles of their customers. A person''s word outranks the CRM''s, the CRM''s that of a channel or an import (identity.source_rank).';
