create or replace function crm.target_customers(p_rows crm.customer_row[])
returns crm.customer_row[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_ids constant text[] := array(select r.id from unnest(p_rows) as r);
  v_rows crm.customer_row[];
begin
  v_rows := array(
    select (
      r.place, r.reason, r.warnings, r.id, r.is_embedded, r.updated_at, r.seen_at, r.deleted_at, r.profile, r.customer_since, r.notes,
      r.phones, r.emails, r.addresses, f.customer_id, case
        when f.customer_id is null then null
        when r.is_embedded or (r.updated_at, r.seen_at) < (m.updated_at, m.seen_at) then 'older'
        else 'known'
      end
    )::crm.customer_row
    from unnest(p_rows) as r
    join crm.find_customers(v_ids) as f on f.housecall_pro_id = r.id
    left join crm.housecall_customers as m on m.tenant_id = v_tenant_id and m.housecall_pro_id = r.id
  );
  v_rows := array(select r from unnest(v_rows) as r where r.outcome is distinct from 'older');
  perform crm.lock_values(v_rows);
  if not exists (select from unnest(v_rows) as r where r.customer_id is null) then
    return v_rows;
  end if;
  return array(
    select (
      r.place, r.reason, r.warnings, r.id, r.is_embedded, r.updated_at, r.seen_at, r.deleted_at, r.profile, r.customer_since, r.notes,
      r.phones, r.emails, r.addresses, coalesce(r.customer_id, m.customer_id, ops.new_id()),
      coalesce(r.outcome, case when m.customer_id is null then 'created' else 'linked' end)
    )::crm.customer_row
    from unnest(v_rows) as r
    left join crm.match_customers(array(select u from unnest(v_rows) as u where u.customer_id is null)) as m on m.id = r.id
  );
end
$$;
comment on function crm.target_customers(crm.customer_row[]) is
  'Whose these records of HousecallPro are or will be (customer_id, outcome); those that say nothing newer than was read before are left out. Locks the numbers and addresses that come anew, so that the decision holds until the transaction ends.';
